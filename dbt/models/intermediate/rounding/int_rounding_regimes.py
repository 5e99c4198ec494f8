"""How each document and statement was rounded: the likelihoods of ``dagster_project.rounding`` on its sums."""

from dagster_project.rounding_table import regimes


def model(dbt, session):
    """One row per document and scope: the document, and each statement that prints amounts."""
    dbt.config(materialized="table")
    return regimes(dbt.ref("int_rounding_statements"), dbt.ref("int_rounding_sums"))
