"""The assets: thin functions that call the pure packages and report what came of it.

``raw`` is the way from the folder of PDFs to the raw tables, ``models`` are dbt's, ``published`` is what readers get.
"""

import warnings

import dagster as dg

# Backfill policies are in beta, and the version of Dagster is pinned.
warnings.filterwarnings("ignore", category=dg.BetaWarning)
