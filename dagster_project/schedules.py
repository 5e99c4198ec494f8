"""The nightly run."""

import dagster as dg

from dagster_project.dagster_home import release_queue
from dagster_project.jobs import NIGHTLY
from dagster_project.settings import Settings


@dg.schedule(
    job_name=NIGHTLY,
    cron_schedule="30 2 * * *",
    execution_timezone="Asia/Shanghai",
    default_status=dg.DefaultScheduleStatus.RUNNING,
)
def every_night(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    """At 02:30 in China, after publishers' working day; on from the start, because a night needs no one.

    A night with nothing new starts no run: a run costs half a minute even when there is nothing to do.
    """
    from dagster_project.watch import anything_to_do

    settings = Settings.from_env()
    release_queue(settings, context.instance)
    reason = anything_to_do(settings)
    return dg.RunRequest(tags={"juesuan/reason": reason}) if reason else dg.SkipReason("Nothing is new.")
