"""Properties of the tolerance: rounding alone never fails; a fault larger than rounding can explain does."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.identity_bench import CompiledModels, Line, Sheet
from tests.unit.identity_campaign import project
from tests.unit.identity_documents import accounts, cells, printed, sheet

UNITS = st.sampled_from([(1, 2), (1000, 1), (10000, 2), (10000, 4), (10000, 0)])
SLOW = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))


@cache
def engine() -> CompiledModels:
    """The models as dbt compiled them for the campaign."""
    return CompiledModels(project())


@SLOW
@given(
    st.lists(st.tuples(st.integers(100, 10**9), st.booleans(), UNITS), min_size=8, max_size=8, unique_by=lambda d: d[0])
)
def test_consistent_accounts_rounded_cell_by_cell_always_pass(drawn: list[tuple[int, bool, tuple[int, int]]]) -> None:
    engine().judge(
        [
            sheet(str(seed), printed(cells(accounts(seed, plain=plain)), unit, decimals), unit_yuan=unit)
            for seed, plain, (unit, decimals) in drawn
        ],
        "fct_identity_result",
        "fct_finding",
    )
    assert engine().rows("select * from marts.fct_identity_result where status = 'fail'") == []
    assert engine().rows("select * from marts.fct_finding") == []
    counted = engine().rows("select count(*) filter (where status = 'pass') as n from marts.fct_identity_result")
    assert counted[0]["n"] > 100 * len(drawn)


@SLOW
@given(
    st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=30),
    st.integers(0, 4),
    st.integers(-40, 40),
)
def test_a_gap_fails_exactly_when_it_exceeds_half_a_unit_per_figure(
    addends: list[int], decimals: int, gap: int
) -> None:
    """All in whole units of the last printed digit, so that the bound can be stated in integers: 2 |gap| <= n + 1."""

    def text(units: int) -> str:
        return f"{Decimal(units).scaleb(-decimals):.{decimals}f}"

    lines = [Line("basic_expenditure", "301", {"amount": text(sum(addends) + gap)})]
    lines += [Line("basic_expenditure", f"301{place:02d}", {"amount": text(n)}) for place, n in enumerate(addends)]
    engine().judge([Sheet("d", tuple(lines), unit_yuan=10000)], "int_identity_evaluations")
    (row,) = engine().rows(
        "select * from intermediate.int_identity_evaluations where scope = 'basic_expenditure:301.amount'"
    )
    assert row["status"] == ("pass" if 2 * abs(gap) <= len(addends) + 1 else "fail")
    assert row["exact"] is (gap == 0)
