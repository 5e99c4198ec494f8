"""Assembly of the Dagster code location, and nothing else: one ``Definitions`` object."""

from __future__ import annotations

import dagster as dg

from dagster_project.assets.models import build_models, build_second_models
from dagster_project.assets.published import TRIAGE, build_published
from dagster_project.assets.raw import extracted_disclosures, raw_pdfs, raw_tables
from dagster_project.assets.second import second_readings
from dagster_project.checks import build_checks
from dagster_project.dbt_project import prepare_manifest
from dagster_project.jobs import build_jobs
from dagster_project.resources import resources
from dagster_project.schedules import every_night
from dagster_project.sensors import raw_folder
from dagster_project.settings import Settings


def build_definitions(settings: Settings) -> dg.Definitions:
    """Everything that Dagster knows of the pipeline; makes dbt's manifest where it is missing or outdated."""
    manifest = prepare_manifest(settings)
    models, second_models = build_models(manifest), build_second_models(manifest)
    marts = [spec.key for part in (models, second_models) for spec in part.specs if spec.group_name == "marts"]
    return dg.Definitions(
        assets=[
            raw_pdfs,
            extracted_disclosures,
            raw_tables,
            *TRIAGE,
            models,
            second_readings,
            second_models,
            *build_published(marts),
        ],
        asset_checks=[build_checks()],
        jobs=build_jobs(),
        schedules=[every_night],
        sensors=[raw_folder],
        resources=resources(settings),
        executor=dg.in_process_executor,
    )


defs = build_definitions(Settings.from_env())
