"""The commands of ``juesuan``, a module each; every one takes settings and arguments and returns an exit status.

Imports that take seconds (Dagster, dbt, Great Expectations) stay inside the functions that need them.
"""
