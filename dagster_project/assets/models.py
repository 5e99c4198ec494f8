"""The dbt models as assets, one by one, downstream of the raw tables."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, dbt_assets

from dagster_project.assets.raw import MANIFEST
from dagster_project.resources import Dbt, Warehouse

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
    """The dbt project as assets, from its manifest."""

    @dbt_assets(manifest=manifest, dagster_dbt_translator=WarehouseTranslator(), name="models")
    def models(context: dg.AssetExecutionContext, dbt: Dbt, warehouse: Warehouse) -> Iterator[Any]:
        yield from _build(context, dbt, warehouse)

    return models


def _build(context: dg.AssetExecutionContext, dbt: Dbt, warehouse: Warehouse) -> Iterator[Any]:
    from dagster_project.console import say
    from dagster_project.dbt_project import make_database_ready
    from dagster_project.state import begin_build, end_build

    settings, origin = warehouse.settings, warehouse.origin()
    say("Building the warehouse.")
    begin_build(settings)
    make_database_ready(settings)
    # Unit tests judge the models on fixtures, not the data: they belong to the test suite.
    arguments = ["build", "--exclude-resource-type", "unit_test"]
    invocation = dbt.cli(arguments, context=context, target_path=settings.dbt_target_dir / "run", raise_on_error=False)
    yield from invocation.stream()
    if not invocation.is_successful():
        error = invocation.get_error()
        if _LOCKED in str(error):
            raise dg.RetryRequested(max_retries=2, seconds_to_wait=20) from error
        raise error or dg.Failure("dbt build failed")
    if not context.is_subset:
        end_build(settings, origin)
