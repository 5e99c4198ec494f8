"""The sample disclosures below ``raw/``: their data, and ``python -m tools.samples.build`` that prints them."""
