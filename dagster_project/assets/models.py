"""The dbt models as assets, one by one, downstream of the raw tables.

They are built in two steps: first what depends on the first reading alone, which says what is worth a second one; then
what stands on second readings, findings among them.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NoReturn

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, dbt_assets

from dagster_project.assets.lineage import LineageCache, read_columns
from dagster_project.assets.raw import MANIFEST
from dagster_project.resources import Dbt, Warehouse
from dagster_project.second_reading.records import SECOND_SELECTION

_LAYERS = frozenset({"staging", "intermediate", "marts"})
_LOCKED = "Could not set lock on file"


class WarehouseTranslator(DagsterDbtTranslator):
    """Names models by their own name and groups them by layer; sources are the raw tables."""

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        """The model's name; a source is the raw table of that name."""
        name = str(dbt_resource_props["name"])
        if dbt_resource_props["resource_type"] == "source" and name == "manifest":
            return dg.AssetKey(MANIFEST)
        return dg.AssetKey(name)

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        """The layer: the first folder below ``models``; seeds have a group of their own."""
        if dbt_resource_props["resource_type"] == "seed":
            return "seeds"
        layers = [part for part in dbt_resource_props["fqn"] if part in _LAYERS]
        return layers[0] if layers else None

    def get_metadata(self, dbt_resource_props: Mapping[str, Any]) -> Mapping[str, Any]:
        """What dbt says, and the official Chinese label."""
        label = (dbt_resource_props.get("config", {}).get("meta") or dbt_resource_props.get("meta") or {}).get(
            "label_zh"
        )
        return {**super().get_metadata(dbt_resource_props), **({"label_zh": label} if label else {})}


def build_models(manifest: Path) -> dg.AssetsDefinition:
    """The models of the dbt project that do not depend on second readings, from its manifest."""

    @dbt_assets(
        manifest=manifest,
        exclude=" ".join(SECOND_SELECTION),
        dagster_dbt_translator=WarehouseTranslator(),
        name="models",
    )
    def models(context: dg.AssetExecutionContext, dbt: Dbt, warehouse: Warehouse) -> Iterator[Any]:
        """Build them; the warehouse counts as half built until the second readings are in."""
        from dagster_project.console import say
        from dagster_project.judgement import warm_up
        from dagster_project.state import begin_build, half_build
        from dagster_project.triage import lay_out

        origin = warehouse.origin()
        say("Building the warehouse.")
        begin_build(warehouse.settings)
        for problem in lay_out(warehouse.settings):
            say(f"Not followed: {problem}")
            context.log.warning(str(problem))
        warm_up()
        yield from _build(context, dbt, warehouse)
        if not context.is_subset:
            half_build(warehouse.settings, origin)

    return models


def build_second_models(manifest: Path) -> dg.AssetsDefinition:
    """The models that stand on second readings."""

    @dbt_assets(
        manifest=manifest,
        select=" ".join(SECOND_SELECTION),
        dagster_dbt_translator=WarehouseTranslator(),
        name="second_models",
    )
    def second_models(context: dg.AssetExecutionContext, dbt: Dbt, warehouse: Warehouse) -> Iterator[Any]:
        """Build them; the warehouse is then complete."""
        from dagster_project.state import end_build

        yield from _build(context, dbt, warehouse)
        if not context.is_subset:
            end_build(warehouse.settings)

    return second_models


def _build(context: dg.AssetExecutionContext, dbt: Dbt, warehouse: Warehouse) -> Iterator[Any]:
    from dagster_project.console import terminal
    from dagster_project.dbt_project import make_database_ready

    settings = warehouse.settings
    target = settings.dbt_target_dir / "run"
    make_database_ready(settings)
    # Unit tests judge the models on fixtures, not the data: they belong to the test suite.
    arguments = ["build", "--exclude-resource-type", "unit_test"]
    invocation = dbt.cli(arguments, context=context, target_path=target, raise_on_error=False)
    lineage = LineageCache.load(target)
    events: Iterable[Any] = invocation.stream()
    if terminal() is None:
        events = list(events)
        if invocation.is_successful():
            lineage.learn(invocation.manifest, WarehouseTranslator(), read_columns(settings.database))
    for event in events:
        yield _with_lineage(event, invocation.manifest, lineage)
    if not invocation.is_successful():
        _fail(invocation.get_error())


def _with_lineage(event: Any, manifest: Mapping[str, Any], lineage: LineageCache) -> Any:
    """The event of a model that was built, with the origin of its columns."""
    if not isinstance(event, (dg.Output, dg.AssetMaterialization)):
        return event
    unique_id = event.metadata.get("unique_id")
    node = manifest["nodes"].get(getattr(unique_id, "text", None))
    found = lineage.metadata(node) if node is not None and node["resource_type"] == "model" else {}
    return event.with_metadata({**event.metadata, **found}) if found else event


def _fail(error: Exception | None) -> NoReturn:
    """End the step; a database that another program has open is worth another try."""
    if _LOCKED in str(error):
        raise dg.RetryRequested(max_retries=2, seconds_to_wait=20) from error
    raise error or dg.Failure("dbt build failed")
