"""Mutated PDFs through the reader: nothing but an extraction that keeps its promises, or a refusal with a reason.

``mutate`` damages a sound PDF, the same way for the same seed; ``target`` is what a worker runs: the reader, and a look
at what it returned; ``campaign`` runs cases through the pool of workers until its time is up. What belongs here:
finding faults of the reader. What does not: expectations about particular documents (those are tests).
"""
