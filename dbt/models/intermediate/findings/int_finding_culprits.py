"""What contradictions come down to: the solver of ``dagster_project.localisation`` on every document that has one."""

from dagster_project.localisation_table import Inputs, localise


def model(dbt, session):
    """One row per finding and equation behind it; documents without a contradiction are not loaded."""
    dbt.config(materialized="table")
    return localise(
        session,
        Inputs(
            contradictions=dbt.ref("int_finding_contradictions"),
            equations=dbt.ref("int_equations"),
            identities=dbt.ref("identities"),
            operands=dbt.ref("int_equation_operands"),
            figures=dbt.ref("int_finding_figures"),
            blanks=dbt.ref("int_finding_blank_cells"),
            priors=dbt.ref("int_prior_disclosures"),
            listings=dbt.ref("int_claim_listings"),
        ),
    )
