"""The raw layer: a folder of PDFs turned into Parquet, one document at a time, nothing half-visible.

``scan`` looks at the folder, ``plan`` compares it with the manifest, ``parts`` writes rows, ``ingest`` puts them
together. What belongs here: which bytes are known, which part holds their rows. What does not: anything that the rows
mean.
"""
