"""Jobs: the nightly one, which the command line, the schedule and the sensor share."""

import dagster as dg
from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition

from dagster_project.notices import Kind, Notice, notify
from dagster_project.settings import Settings

NIGHTLY = "nightly"


@dg.failure_hook(name="report_failure")
def report_failure(context: dg.HookContext) -> None:
    """Tell that a step failed, and make the next run complete what this one left."""
    from dagster_project.state import begin_build

    begin_build(Settings.from_env())
    error = context.op_exception
    lines = tuple(str(error).splitlines()[:20]) if error else ()
    notify(Notice(Kind.RUN_FAILED, f"{context.job_name}: the step {context.op.name} failed", lines), context.log.error)


def build_jobs() -> list[UnresolvedAssetJobDefinition]:
    """The nightly job over everything; it takes all that is new in one run."""
    nightly = dg.define_asset_job(
        NIGHTLY,
        selection=dg.AssetSelection.all(),
        description="Read what is new below raw/, build, judge and publish the warehouse.",
        hooks={report_failure},
        tags={"dagster/max_retries": "1", "dagster/retry_on_asset_or_op_failure": "false"},
    )
    return [nightly]
