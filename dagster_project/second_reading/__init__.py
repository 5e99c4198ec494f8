"""The second reader: pdfplumber reads chosen pages again, knowing nothing of what the first reader made of them.

``records`` names what it reports, ``reader`` reads pages, ``runner`` chooses them and keeps the readings in the raw
layer. What belongs here: words, and the table cells that pdfplumber's own algorithm puts them in. What does not: any
comparison with the first reading (dbt), and the first reader's geometry, so that a fault of one is not shared.
"""
