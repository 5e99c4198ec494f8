"""What the solver reads and writes: figures, the equations that they are held to, and explanations of what fails.

All amounts are integers of 10⁻⁸ of their unit (yuan, percent, one), as many decimals as the warehouse keeps, so that
no comparison ever rounds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

SCALE = 10**8
"""Integers per unit."""
NARRATIVE = "narrative"
"""Statement of a figure that the prose states."""


class Role(StrEnum):
    """On which side of its equation a figure stands."""

    LEFT = "left"
    RIGHT = "right"
    RATE = "rate"
    BASE = "base"


class Kind(StrEnum):
    """How the sides of an equation are compared."""

    LINEAR = "linear"
    """Σ left × weight against Σ right × weight."""
    RATE = "rate"
    """Σ left × weight against rate / 100 × Σ base × weight, by intervals."""
    SIGN = "sign"
    """A direction word against the sign of Σ left × weight − Σ right × weight."""


class Operator(StrEnum):
    """What an equation asserts of its sides."""

    EQUAL = "="
    AT_MOST = "<="


class Status(StrEnum):
    """The verdict on the figures as printed."""

    PASS = "pass"  # noqa: S105
    FAIL = "fail"
    TOTAL_BLANK = "total_blank"
    """The left cell is blank though the right side is not zero: it contradicts, and only that cell can be meant."""


class Severity(StrEnum):
    """How grave a failure is."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Placement(StrEnum):
    """What stands in a cell."""

    PRINTED = "printed"
    BLANK = "blank"
    MISSING_LINE = "missing_line"


class Slip(StrEnum):
    """Shapes of mistakes that people and programs make when they copy a figure (closed list)."""

    DIGIT_LOST = "digit_lost"
    DIGIT_ADDED = "digit_added"
    DIGIT_CHANGED = "digit_changed"
    DIGITS_TRANSPOSED = "digits_transposed"
    DECIMAL_POINT = "decimal_point"
    UNIT = "unit"
    SIGN = "sign"
    NEIGHBOUR = "neighbour"
    PRIOR_YEAR = "prior_year"
    WRONG_BASE = "wrong_base"
    DIRECTION = "direction"
    COLUMNS_SWAPPED = "columns_swapped"
    ROW_SHIFTED = "row_shifted"
    COLUMN_NUMBERS = "column_numbers"
    COLUMN_LOST = "column_lost"


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """Where a figure stands: document and key; a whole line has no measure, a statement no line, a document none."""

    document_id: str
    statement: str
    line_code: str
    measure: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell and what is printed there; ``amount`` is None where nothing is, ``half_unit`` 0 for counts."""

    cell: Cell
    amount: int | None
    half_unit: int
    placement: Placement = Placement.PRINTED
    row: int | None = None
    """Place among the lines of its statement, or among the claims of the prose."""
    column: int | None = None
    """Place among the columns of its statement, from the left."""
    is_listed: bool = False
    """Of a cell without an amount: the prose lists it among those that have one."""
    prior: int | None = None
    """What the document of the year before prints in the same cell."""

    @property
    def step(self) -> int:
        """Distance between two values that the cell could print."""
        return 2 * self.half_unit or SCALE


@dataclass(frozen=True, slots=True)
class Term:
    """A figure's part in an equation."""

    cell: Cell
    role: Role
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Equation:
    """One equation of a document with its verdict; ``own`` is its left-hand cell."""

    equation_id: str
    identity_id: str
    own: Cell
    terms: tuple[Term, ...]
    status: Status
    tolerance: int = 0
    kind: Kind = Kind.LINEAR
    operator: Operator = Operator.EQUAL
    severity: Severity = Severity.ERROR
    is_regularity: bool = False
    """Habits of booking testify; they are never contradicted."""
    derived_from: frozenset[str] = frozenset()
    """Identities that this one follows from; it is no further evidence."""

    @property
    def names_value(self) -> bool:
        """Whether it is evidence of what its cells should read: an inequality gives a bound, a sign a direction."""
        return self.operator is Operator.EQUAL and not self.derived_from

    @property
    def must_be_explained(self) -> bool:
        """Whether its failure is a contradiction that some mistake has to account for."""
        return self.names_value and not self.is_regularity


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything that documents say about themselves: the solver's input."""

    figures: Sequence[Figure]
    equations: Sequence[Equation]


@dataclass(frozen=True, slots=True)
class Finding:
    """One mistake: the cell that carries it, what it should read, and the contradictions that it accounts for."""

    document_id: str
    cell: Cell
    placement: Placement
    proposed: int | None
    """What the cell should read; None where the evidence does not decide."""
    evidence: int
    """Rank of the independent equations that agree on it."""
    lead: Equation
    """The equation that the message quotes."""
    equations: tuple[Equation, ...]
    slip: Slip | None = None
    is_culprit: bool = True
    """Whether the evidence singles the cell out; else it merely carries the finding."""
    candidates: tuple[Cell, ...] = ()
    """Of a tie: the cells among which the culprit is."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on the search, for documents in which hundreds of equations fail."""

    width: int = 8
    """States kept per depth."""
    branches: int = 10
    """Corrections tried per state."""
    depth: int = 14
    """Mistakes looked for in one cluster of contradictions before going on one by one."""
    effort: int = 60_000
    """Corrections weighed per document; what is then left is said to be a tie."""


@dataclass(slots=True)
class Effort:
    """What is left of a document's budget."""

    left: int
    spent: int = field(default=0)

    def spend(self, amount: int) -> bool:
        """Take from the budget; False once it is used up."""
        self.left -= amount
        self.spent += amount
        return self.left > 0


Values = Mapping[int, int]
"""Hypothetical values of cells by their number in a :class:`~dagster_project.localisation.system.System`."""
