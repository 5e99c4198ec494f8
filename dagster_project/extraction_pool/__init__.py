"""Extraction in worker processes with limits: a hostile PDF costs one document and nobody else's result.

``pool`` is the parent's side, ``worker`` the child's, ``messages`` what passes between them. What belongs here:
processes, limits, and turning a death into a reason. What does not: PDFs (``dagster_project.extraction``) and tables
on disk (``dagster_project.raw_layer``).
"""
