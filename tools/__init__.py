"""Tools around the pipeline: what makes its sample input. Nothing in the pipeline imports them."""
