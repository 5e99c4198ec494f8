"""The narrative of a disclosure (情况说明) as claims: every amount, percentage, count, date and comparison it states.

A grammar as data: the files of ``lexicon/`` hold the words, the phrases and patterns over classes of words, the
headings, the types of claims and the cells that they speak of; the modules here only apply them. Pure Python: lines in,
claims out. What does not belong here: PDFs (the lines come from the raw layer), and the classification of a year (the
names of items are printed names; dbt finds their codes).
"""

from __future__ import annotations

from dagster_project.narrative.lexicon import Lexicon, fingerprint
from dagster_project.narrative.reader import read_narrative
from dagster_project.narrative.records import Claim, ProseLine

__all__ = ["Claim", "Lexicon", "ProseLine", "fingerprint", "read_narrative"]
