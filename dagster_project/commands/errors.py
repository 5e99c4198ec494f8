"""Errors whose message is all that a person needs."""

from __future__ import annotations


class CommandError(RuntimeError):
    """A command that cannot do what it was asked; the message says why."""


def plain_errors() -> tuple[type[Exception], ...]:
    """Kinds of errors that are printed without a traceback."""
    from dagster_project.dbt_project import DbtError
    from dagster_project.extraction_pool.pool import PoolError
    from dagster_project.judgement import JudgementError
    from dagster_project.publish import PublicationError
    from dagster_project.run_lock import WarehouseBusyError

    own = (CommandError, DbtError, JudgementError, PoolError, PublicationError, WarehouseBusyError)
    return (*own, FileNotFoundError, PermissionError, TimeoutError)
