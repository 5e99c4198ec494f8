"""What the narrative of each document states: the grammar of ``dagster_project.narrative`` applied to ``stg_lines``.

Incremental: a document is read when it is new, has been extracted again, or the grammar has changed.
"""

from dagster_project.narrative_table import Inputs, grammar_version, read_documents


def model(dbt, session):
    """The rows of the documents that have to be read; dbt writes them in place of those that they had before."""
    dbt.config(
        materialized="incremental",
        incremental_strategy="delete+insert",
        unique_key="document_id",
        on_schema_change="sync_all_columns",
    )
    parts = dbt.ref("stg_current_parts")
    accounts = dbt.ref("int_documents").filter("coalesce(document_type, 'final_accounts') = 'final_accounts'")
    classes = dbt.ref("int_classification").filter("classification = 'functional' and level = 1").project("name")
    aliases = dbt.ref("class_aliases").filter("label_key like '%支出'").project("label_key as name")
    names = sorted({name for (name,) in [*classes.fetchall(), *aliases.fetchall()]})
    pending = parts.join(accounts.project("document_id"), "document_id", how="semi")
    if dbt.is_incremental:
        known = session.table(str(dbt.this)).filter(f"position = 0 and grammar_version = '{grammar_version(names)}'")
        pending = pending.join(known.project("document_id, part_id"), "document_id, part_id", how="anti")
    return read_documents(session, Inputs(lines=dbt.ref("stg_lines"), parts=pending, class_names=names))
