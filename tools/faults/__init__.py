"""A campaign of planted faults: disclosures with one altered figure or word each, through the real pipeline.

What belongs here: departments with accounts that are right, faults as publishers make them, an oracle in plain Python
that says what a fault contradicts, and the comparison of ``fct_finding`` with what was planted. What does not: any
verdict of the engine that is judged. ``python -m tools.faults --help`` tells how to run it.
"""
