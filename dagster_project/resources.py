"""What assets need from outside: exclusive use of the warehouse, and dbt."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from importlib import metadata
from typing import TYPE_CHECKING

import dagster as dg
from dagster_dbt import DbtCliResource
from packaging import version

from dagster_project.dbt_project import dbt_executable
from dagster_project.run_lock import warehouse_lock
from dagster_project.settings import Settings

if TYPE_CHECKING:
    from dagster_project.state import Origin


class Warehouse(dg.ConfigurableResource):
    """The warehouse, held for the length of a run.

    With the in-process executor a run has one such resource from its first step to its last, and so one lock; a run
    from the command line and one from the UI wait for each other.
    """

    @property
    def settings(self) -> Settings:
        """Settings as the environment gives them now."""
        return Settings.from_env()

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator[Warehouse]:
        """Take the lock, and put the environment that dbt reads in order."""
        settings = self.settings
        os.environ.update(settings.environment())
        os.environ["DBT_TARGET_PATH"] = str(settings.dbt_target_dir)
        run_id = context.run.run_id if context.run else "unknown"
        say = context.log.info if context.log else print
        purpose = f"Dagster run {run_id[:8]}"
        with warehouse_lock(settings.lock_file, purpose=purpose, timeout=settings.lock_timeout, say=say):
            yield self

    def origin(self) -> Origin:
        """What a build would be made from now."""
        from dagster_project.raw_layer.manifest import digest, read_manifest
        from dagster_project.state import Origin, code_fingerprint

        return Origin(code_fingerprint(), digest(read_manifest(self.settings.raw_layer_dir)))


class Dbt(DbtCliResource):
    """The dbt of this environment; its version is looked up, not asked of a process that takes three seconds."""

    @cached_property
    def _cli_version(self) -> version.Version:
        return version.parse(metadata.version("dbt-core"))


def resources(settings: Settings) -> dict[str, object]:
    """Resources by the names under which assets ask for them."""
    dbt = Dbt(project_dir=str(settings.dbt_dir), profiles_dir=str(settings.dbt_dir), dbt_executable=dbt_executable())
    return {"warehouse": Warehouse(), "dbt": dbt}
