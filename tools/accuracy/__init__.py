"""The acceptance corpus: disclosures with known cells, through the real pipeline, compared cell by cell.

What belongs here: producers of documents (the typesetter's layouts in combination, forms printed by Chromium and
LibreOffice, damaged files, scans), the run and the comparison. What does not: how a PDF is read, and the samples that
``raw/`` ships. ``python -m tools.accuracy --help`` tells how to run it.
"""
