"""What a publisher, an auditor or a journalist reads: one static page per document, and an index over all.

The pages are made from the published copy of the marts and from the PDFs; they need no server and load nothing.
"""
