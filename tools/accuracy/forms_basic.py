"""基本支出 by economic item, 三公, and tables that only look like statements."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from tools.accuracy.regions import PUBLIC, PUBLIC_ROWS
from tools.accuracy.sheets import Cell, Row, Table, head, head_rows
from tools.typesetter.layouts.lines import CAPITAL, GOODS, PERSONNEL
from tools.typesetter.model import Amount
from tools.typesetter.numbers import amount_text

if TYPE_CHECKING:
    from tools.accuracy.forms import Forms

STATEMENT = "basic_expenditure"


def _items(forms: Forms, accounts: dict[str, str]) -> list[Row]:
    """Code, name and amount of each item that the form prints."""
    used = {row.line_code for row in forms.disclosure.statement(STATEMENT).rows}
    shown = {code: name for code, name in accounts.items() if forms.region.basic_all_items or code in used}
    return [
        (Cell(code), Cell(name), forms.amount(STATEMENT, code, "amount", name, code)) for code, name in shown.items()
    ]


def basic_blocks(forms: Forms) -> Table:
    """人员经费 and 公用经费 in two or three blocks, their totals in the last row."""
    groups = [PERSONNEL, GOODS, CAPITAL] if forms.region.basic == "three" else [PERSONNEL, GOODS | CAPITAL]
    blocks = [_items(forms, group) for group in groups]
    height = max(map(len, blocks))
    blank: Row = (Cell(), Cell(), Cell(align="right"))
    padded = [block + [blank] * (height - len(block)) for block in blocks]
    body: list[Row] = [tuple(cell for part in parts for cell in part) for parts in zip(*padded, strict=True)]
    span = 3 * (len(groups) - 1) - 1
    body.append(
        (
            Cell("人员经费合计", 2, align="center"),
            forms.amount(STATEMENT, "personnel_total", "amount", "人员经费合计"),
            Cell("公用经费合计", span, align="center"),
            forms.amount(STATEMENT, "public_total", "amount", "公用经费合计"),
        )
    )
    columns = ("科目编码", "科目名称", forms.region.amount_heading)
    heads = (head("人员经费", *columns), head("公用经费", *columns * (len(groups) - 1)))
    return Table(head_rows(heads), tuple(body), (1.0, 2.6, 1.5) * len(groups))


def basic_list(forms: Forms) -> Table:
    """One item per row: a plain list, or with 人员经费 and 公用经费 as columns."""
    matrix = forms.region.basic == "matrix"
    body: list[Row] = []
    for group, line, label in (
        (dict(PERSONNEL), "personnel_total", "人员经费合计"),
        (GOODS | CAPITAL, "public_total", "公用经费合计"),
    ):
        for code, name, amount in _items(forms, group):
            body.append((code, name, amount, *_parts(forms, code.text, name.text, line, matrix)))
        if not matrix:
            body.append((Cell(label, 2, align="center"), forms.amount(STATEMENT, line, "amount", label)))
    if not matrix:
        return Table(head_rows((head("科目编码"), head("科目名称"), head("决算数"))), tuple(body), (1.2, 4.0, 2.0))
    body.append(_matrix_total(forms))
    heads = (head("经济分类科目编码"), head("科目名称"), head("本年支出", "合计", "人员经费", "公用经费"))
    return Table(head_rows(heads), tuple(body), (1.2, 3.0, 1.6, 1.6, 1.6))


def _parts(forms: Forms, code: str, name: str, line: str, matrix: bool) -> tuple[Cell, ...]:
    if not matrix:
        return ()
    part = "personnel" if line == "personnel_total" else "public"
    row = forms.disclosure.statement(STATEMENT).row(code)
    amount = row.amounts.get("amount") if row else None
    cell = forms.figure(STATEMENT, code, f"amount.of_which.{part}", amount, name=name, code=code)
    other = "public" if part == "personnel" else "personnel"
    blank = forms.figure(STATEMENT, code, f"amount.of_which.{other}", None, name=name, code=code)
    return (cell, blank) if part == "personnel" else (blank, cell)


def _matrix_total(forms: Forms) -> Row:
    value = forms.disclosure.statement(STATEMENT).yuan
    personnel, public = (value(f"{part}_total", "amount") or Decimal(0) for part in ("personnel", "public"))
    cells = (
        ("total", personnel + public),
        ("personnel_total", personnel),
        ("public_total", public),
    )
    return (
        Cell("合计", 2, align="center"),
        *(forms.figure(STATEMENT, line, "amount", Amount(yuan), name="合计") for line, yuan in cells),
    )


def public_columns(forms: Forms) -> Table:
    """Twelve columns: the budget and then the account, or pairs of both under each line."""
    pairs = forms.region.public == "pairs"
    lines = [line for line, _ in PUBLIC]
    if pairs:
        order = [(line, measure) for line in lines for measure in ("budget", "actual")]
        both = ("预算数", "决算数")
        named = {line: head(name, *both) for line, name in PUBLIC}
    else:
        order = [(line, measure) for measure in ("budget", "actual") for line in lines]
        named = {line: head(name) for line, name in PUBLIC}
    vehicles = head("公务用车购置及运行维护费", *(named[line] for line in lines[2:5]))
    group = (named["total"], named["overseas_travel"], vehicles, named["reception"])
    heads = group if pairs else (head("预算数", *group), head("决算数", *group))
    row = tuple(forms.amount("three_public", line, measure, dict(PUBLIC)[line]) for line, measure in order)
    numbers = forms.numbers([str(n) for n in range(1, 13)])
    return Table(head_rows(heads) + numbers, (row,), (1.0,) * 12)


def public_rows(forms: Forms) -> Table:
    """One line per row; with the year before and with counts, neither of which is an amount of the contract."""
    prior = forms.region.prior_year
    body: list[Row] = []
    for line, label in PUBLIC_ROWS.items():
        cells = tuple(forms.amount("three_public", line, measure, label) for measure in ("budget", "actual"))
        body.append((Cell(label), *((Cell("3.21", align="right"),) if prior else ()), *cells))
    if not prior:
        return Table(head_rows((head("项目"), head("年初预算数"), head("决算数"))), tuple(body), (4.0, 2.0, 2.0))
    counts = (("因公出国（境）团组数（个）", "2"), ("公务用车保有量（辆）", "5"), ("国内公务接待人次（人）", "148"))
    body += [(Cell(label), Cell("—"), Cell("—"), Cell(count, align="right")) for label, count in counts]
    heads = (head("项目"), head("上年决算数"), head("年初预算数"), head("决算数"))
    return Table(head_rows(heads), tuple(body), (4.0, 2.0, 2.0, 2.0))


def extra_table(forms: Forms, kind: str) -> tuple[str, Table]:
    """一般公共预算 by function and economic class, or its projects: title and table without keys."""
    data = forms.disclosure.statement("general_public_budget")
    classes = {"301": "工资福利支出", "302": "商品和服务支出", "303": "对个人和家庭的补助", "310": "资本性支出"}
    measures: Sequence[str] = list(classes) if kind == "detail" else ["项目支出"]
    body = []
    for row in data.rows:
        total = row.amounts.get("project")
        if total is None:
            continue
        text, _ = amount_text(total, forms.region.unit, forms.region.number)
        shares = [text, *[""] * (len(measures) - 1)]
        label = "合计" if row.line_code == "total" else row.name or ""
        code = "" if row.line_code == "total" else row.line_code
        body.append((Cell(code), Cell(label), *(Cell(share, align="right") for share in (text, *shares))))
    title = "一般公共预算财政拨款支出决算明细表" if kind == "detail" else "一般公共预算财政拨款项目支出决算表"
    names = list(classes.values()) if kind == "detail" else ["项目支出"]
    heads = (head("项目", "科目编码", "科目名称"), head("合计"), *(head(name) for name in names))
    return title, Table(head_rows(heads), tuple(body), (1.3, 3.0, 1.4, *[1.4] * len(names)))
