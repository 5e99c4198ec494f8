"""Faults of the prose: figures, percentages, directions, years, names."""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

from tools.faults.cells import any_slip
from tools.faults.model import Family, Kind, Planted
from tools.faults.narrative import Role, Site, read_sites, with_block, with_text
from tools.faults.subjects import Subject, Wish
from tools.typesetter import Disclosure, Paragraph

TOTALS = ("grand", "income", "expenditure", "fiscal", "general", "structure", "basic", "personnel", "public")
SUMS = ("procurement", "vehicles", "projects")
OTHER_DEPARTMENT = "样板市对照区档案局"
OTHER_WORDS = {
    "大于": ("小于", "持平"),
    "小于": ("大于", "持平"),
    "持平": ("大于", "小于"),
    "增加": ("减少",),
    "减少": ("增加",),
}


def _planted(subject: Subject, disclosure: Disclosure, site: Site, now: str, *checks: str) -> Planted:
    value = site.value if site.role not in (Role.WORD, Role.YEAR) else None
    return Planted(disclosure, subject.layout, site.text, now, site=site.name, value=value, contradicts=checks)


def _figure(site: Site, rng: random.Random) -> str | None:
    """Another figure of the same make."""
    if site.role is Role.COUNT:
        return str(int(site.value) + rng.choice((1, 2, 10)))
    now = any_slip(site.value, rng)
    if now is None or now == site.value or not site.value:
        return None
    return f"{now:,.2f}" if "," in site.text or site.role in (Role.AMOUNT, Role.CHANGE) else f"{now:.2f}"


def altered(choose: Callable[[Site], bool]) -> Callable[[Subject, random.Random], Planted | None]:
    """A plant that alters one figure among the sites chosen."""

    def plant(subject: Subject, rng: random.Random) -> Planted | None:
        """Alter one of the chosen figures; None where there is none, or nothing to alter it into."""
        sites = [site for site in read_sites(subject.disclosure).values() if choose(site)]
        if not sites:
            return None
        site = rng.choice(sites)
        now = _figure(site, rng)
        return None if now is None else _planted(subject, with_text(subject.disclosure, site, now), site, now)

    return plant


def wrong_base(subject: Subject, rng: random.Random) -> Planted | None:
    """A share of another total than the one that the sentence names."""
    sites = read_sites(subject.disclosure)
    shares = [
        s for n, s in sites.items() if n.endswith(".share") and n.startswith(("class.", "expenditure.", "income."))
    ]
    if not shares:
        return None
    site = rng.choice(shares)
    part = sites[site.name.removesuffix(".share")]
    whole = sites[rng.choice([name for name in TOTALS if name in sites])].value
    if not whole:
        return None
    now = f"{(part.value * 100 / whole).quantize(Decimal('0.01'), rounding=ROUND_HALF_UP)}"
    return None if now == site.text else _planted(subject, with_text(subject.disclosure, site, now), site, now)


def turned_word(subject: Subject, rng: random.Random) -> Planted | None:
    """大于, 小于, 持平, 增加, 减少 turned round."""
    sites = [s for s in read_sites(subject.disclosure).values() if s.text in OTHER_WORDS]
    if not sites:
        return None
    site = rng.choice(sites)
    now = rng.choice(OTHER_WORDS[site.text])
    return _planted(subject, with_text(subject.disclosure, site, now), site, now)


def wrong_year(subject: Subject, rng: random.Random) -> Planted | None:
    """A year that was left standing from an earlier document."""
    sites = [s for s in read_sites(subject.disclosure).values() if s.role is Role.YEAR]
    if not sites:
        return None
    site = rng.choice(sites)
    now = str(int(site.text) - 1)
    return _planted(subject, with_text(subject.disclosure, site, now), site, now, "D3")


def wrong_department(subject: Subject, rng: random.Random) -> Planted | None:
    """Another department's name at the head of one paragraph."""
    name = subject.disclosure.department
    blocks = enumerate(subject.disclosure.narrative.blocks)
    places = [n for n, b in blocks if isinstance(b, Paragraph) and b.text.startswith(f"{name} ")]
    if not places:
        return None
    place = rng.choice(places)
    disclosure = with_block(subject.disclosure, place, 0, len(name), OTHER_DEPARTMENT)
    return Planted(disclosure, subject.layout, name, OTHER_DEPARTMENT, site="department", contradicts=("D3",))


def _is_total(site: Site) -> bool:
    return site.name in TOTALS


def _is_change(site: Site) -> bool:
    return site.role is Role.CHANGE


def _is_percent(site: Site) -> bool:
    return site.role is Role.PERCENT


def _is_item(site: Site) -> bool:
    return site.role is Role.AMOUNT and site.name.startswith(("item.", "class."))


def _is_part(site: Site) -> bool:
    return site.name.startswith(SUMS)


NINE = Wish(layout="shanghai")
KINDS = (
    Kind("total in prose", Family.PROSE, altered(_is_total)),
    Kind("change in prose", Family.PROSE, altered(_is_change), Wish(prior=True)),
    Kind("percentage in prose", Family.PROSE, altered(_is_percent)),
    Kind("base of a percentage", Family.PROSE, wrong_base),
    Kind("direction turned round", Family.PROSE, turned_word),
    Kind("year in prose", Family.PROSE, wrong_year, NINE, frozenset({"year"})),
    Kind("department in prose", Family.PROSE, wrong_department, NINE, frozenset({"department", "template_residue"})),
    Kind("item in prose", Family.PROSE, altered(_is_item)),
    Kind("count or sum of parts", Family.PROSE, altered(_is_part)),
)
