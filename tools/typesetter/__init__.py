"""A typesetter for final-accounts disclosures (部门决算公开): plain data in, PDF and expected cells out.

What belongs here: how a disclosure looks on paper. What does not: where its figures come from (``tools.samples``)
and how a PDF is read back (``dagster_project.extraction``), of which this package knows nothing.
"""

from tools.typesetter.compose import typeset
from tools.typesetter.expected import GOLDEN_COLUMNS, ExpectedCell, write_golden
from tools.typesetter.layout import Form, Layout
from tools.typesetter.layouts import LAYOUTS
from tools.typesetter.model import Amount, Disclosure, Heading, Paragraph, PlainTable, Row, StatementData
from tools.typesetter.scan import as_scan
from tools.typesetter.style import Effects, NumberStyle, Ruling, Style, Unit

__all__ = [
    "GOLDEN_COLUMNS",
    "LAYOUTS",
    "Amount",
    "Disclosure",
    "Effects",
    "ExpectedCell",
    "Form",
    "Heading",
    "Layout",
    "NumberStyle",
    "Paragraph",
    "PlainTable",
    "Row",
    "Ruling",
    "StatementData",
    "Style",
    "Unit",
    "as_scan",
    "typeset",
    "write_golden",
]
