"""Measurements, kept apart from tests: ratios of ways measured side by side in one run."""
