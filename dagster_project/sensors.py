"""The sensor on the raw folder: new, changed and withdrawn files, one run for all that is new."""

import dagster as dg

from dagster_project.dagster_home import release_queue
from dagster_project.jobs import NIGHTLY
from dagster_project.partitions import DISCLOSURES, partition_key
from dagster_project.settings import Settings

_SETTLING_SECONDS = 20.0


@dg.sensor(job_name=NIGHTLY, minimum_interval_seconds=60, default_status=dg.DefaultSensorStatus.STOPPED)
def raw_folder(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
    """Ask for one run when the raw folder differs from the raw layer, and not again for the same difference.

    Off until someone switches it on: the nightly schedule is enough for most, and a folder that is being filled by hand
    is better read once it is full. The cursor is the listing for which a run was last asked.
    """
    from dagster_project.watch import glance

    settings = Settings.from_env()
    release_queue(settings, context.instance)
    seen = glance(settings)
    if seen.is_quiet:
        return dg.SkipReason("The raw folder is as the raw layer knows it.")
    if seen.newest < _SETTLING_SECONDS:
        return dg.SkipReason(f"{seen}; a file was written moments ago and may still be being copied.")
    if context.cursor == seen.fingerprint:
        return dg.SkipReason(f"{seen}; a run has been asked for.")
    keys = {partition_key(path) for path in seen.new}
    missing = sorted(keys - set(context.instance.get_dynamic_partitions(str(DISCLOSURES.name))))
    return dg.SensorResult(
        run_requests=[dg.RunRequest(run_key=seen.fingerprint, tags={"juesuan/reason": str(seen)})],
        dynamic_partitions_requests=[DISCLOSURES.build_add_request(missing)] if missing else [],
        cursor=seen.fingerprint,
    )
