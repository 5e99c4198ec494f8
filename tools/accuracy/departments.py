"""Invented departments: a seed to the specification from which ``tools.samples`` draws consistent accounts.

No draw depends on another department, so that a corpus can grow without changing what it had.
"""

from __future__ import annotations

import csv
import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from tools.samples.synthetic.disclosures import GLOSSARY
from tools.samples.synthetic.ledger import Ledger, make_ledger
from tools.samples.synthetic.prose import make_narrative
from tools.samples.synthetic.statements import CLASSIFICATION, make_statements
from tools.typesetter.layouts.lines import CLASSES_2018
from tools.typesetter.model import Disclosure, Heading, Paragraph, Part, PlainTable, StatementData
from tools.typesetter.style import Unit

LAST_YEAR_OF_OLD_NAMES = 2018
PROVINCES = ("青岳省", "云岭省", "临海省", "北原省", "江浦省", "南屏省", "")
CITIES = ("安澜市", "宁川市", "东麓市", "西泽市", "长汀港市", "松原湾市", "清和市", "瑞丰市")
DISTRICTS = ("临江区", "永定湖区", "南桥区", "北亭区", "金沙湾区", "石泉县", "平原县", "")
KINDS = (
    ("财政局", "2010601", "2010650"),
    ("统计局", "2010501", "2010550"),
    ("审计局", "2010801", "2010850"),
    ("教育局", "2050101", "2050199"),
    ("科学技术局", "2060101", "2060199"),
    ("公安局", "2040201", "2040250"),
    ("司法局", "2040601", "2040650"),
    ("民政局", "2080201", "2080299"),
    ("卫生健康委员会", "2100101", "2100199"),
    ("生态环境局", "2110101", "2110199"),
    ("住房和城乡建设局", "2120101", "2120199"),
    ("农业农村局", "2130101", "2130104"),
    ("水利局", "2130301", "2130399"),
    ("交通运输局", "2140101", "2140199"),
    ("工业和信息化局", "2150501", "2150550"),
    ("商务局", "2160201", "2160250"),
    ("自然资源局", "2200101", "2200150"),
    ("文化和旅游局", "2070101", "2070199"),
)
"""Department, its 行政运行 and the item of its institutions."""

ECONOMIC_ALWAYS = ("30101", "30102", "30103", "30108", "30109", "30110", "30113", "30201", "30228", "30239")
ECONOMIC_OFTEN = (
    "30106", "30107", "30111", "30112", "30114", "30199", "30301", "30302", "30304", "30305", "30307", "30309", "30399",
    "30202", "30203", "30204", "30205", "30206", "30207", "30209", "30211", "30212", "30213", "30214", "30215", "30216",
    "30217", "30218", "30226", "30227", "30229", "30231", "30240", "30299", "31002", "31003", "31007", "31099",
)  # fmt: skip
SOURCES = ("superior_subsidy", "institutional", "affiliated_remittance", "other")


@dataclass(frozen=True, slots=True)
class Traits:
    """What a department is to have; what is left out is drawn."""

    year: int = 2024
    scale: float = 1.0
    items: int = 6
    funds: tuple[str, ...] = ()
    """Funds beside the general public budget that it spends: government_fund, state_capital."""
    non_fiscal: bool = False
    """Income of its own, operating income, surplus used and distributed."""
    negative: bool = False
    """One project item is negative (冲减支出)."""
    three_public: bool = True
    central: bool = False
    scope: str = "部门"


@dataclass(frozen=True, slots=True)
class Profile:
    """An invented department, before a year's ledger is drawn from it."""

    region: str
    specification: Mapping[str, Any]
    """As an entry of ``departments.yaml``."""
    cover_month: int


def make_profile(seed: int, traits: Traits) -> Profile:
    """The department of a seed; the same arguments give the same department."""
    rng = random.Random(f"department/{seed}")
    region, name, kind = _named(rng, seed, traits.central)
    return Profile(region, _spec(rng, name, kind, traits), rng.randint(7, 11))


def disclose(profile: Profile, ledger: Ledger, previous: Ledger, unit: Unit) -> Disclosure:
    """What a department publishes of one ledger, with the year before to compare with."""
    spec, year = profile.specification, ledger.year
    return Disclosure(
        department=spec["name"],
        region=profile.region,
        fiscal_year=year,
        statements=tuple(_of_year(data, year) for data in make_statements(ledger)),
        overview=_overview(spec),
        narrative=make_narrative(ledger, previous, unit, spec["vehicles"]),
        closing=(Part("第四部分 名词解释", tuple(map(Paragraph, GLOSSARY))),),
        cover_lines=(f"{year + 1} 年 {profile.cover_month} 月",),
    )


def make_disclosure(seed: int, traits: Traits, unit: Unit) -> Disclosure:
    """A whole disclosure with its prose; the same arguments give the same figures."""
    profile = make_profile(seed, traits)
    ledger, previous = (make_ledger(profile.specification, year) for year in (traits.year, traits.year - 1))
    return disclose(profile, ledger, previous, unit)


def without_amounts(disclosure: Disclosure) -> Disclosure:
    """The blank form of a disclosure."""
    blank = tuple(StatementData(data.statement) for data in disclosure.statements)
    prose = Part("第三部分 {department} {year} 年度部门决算情况说明", (Paragraph("（按实际情况说明）"),))
    return replace(disclosure, statements=blank, narrative=prose)


def _named(rng: random.Random, seed: int, central: bool) -> tuple[str, str, tuple[str, str, str]]:
    kind = KINDS[(seed * 7 + rng.randrange(3)) % len(KINDS)]
    if central:
        return "", f"国家{'东西南北中'[seed % 5]}方样例{kind[0].removesuffix('局')}总局", kind
    city = CITIES[seed % len(CITIES)]
    district = DISTRICTS[(seed // len(CITIES)) % len(DISTRICTS)]
    province = PROVINCES[seed % len(PROVINCES)]
    region = province + city + district
    return region, f"{rng.choice((city + district, region))}{kind[0]}", kind


def _spec(rng: random.Random, name: str, kind: tuple[str, str, str], traits: Traits) -> dict[str, Any]:
    main, institution = kind[1], kind[2]
    scale = traits.scale * rng.choice((0.2, 1, 1, 4))
    economic = {
        code: round(rng.uniform(1, 400 if code.startswith("301") else 60) * scale, 2)
        for code in (*ECONOMIC_ALWAYS, *rng.sample(ECONOMIC_OFTEN, rng.randint(8, 30)))
    }
    first, second = ("2101101", "2101102")
    share = rng.randint(20, 80)
    public = {"overseas_travel": 3, "vehicle_purchase": rng.choice((0, 18)), "vehicle_operation": 2, "reception": 1}
    return {
        "name": name,
        "duties": [
            "拟订本领域发展规划并组织实施，承担有关管理和服务工作。",
            "指导下属单位工作，完成上级交办的其他任务。",
        ],
        "subunits": [f"{name}（本级）", f"{name.removesuffix('局')}信息中心"],
        "main_code": main,
        "institution_code": institution,
        "institution_share": rng.randint(10, 60),
        "economic": economic,
        "medical": {first: share, second: 100 - share},
        "items": list(_items(rng, main, institution, traits, scale)),
        "three_public": public if traits.three_public else {},
        "vehicles": rng.randint(0, 9),
    }


def _items(rng: random.Random, main: str, institution: str, traits: Traits, scale: float) -> list[dict[str, Any]]:
    codes = _codes(traits.year)
    own = [code for code in codes[""] if code.startswith(main[:3]) and code not in (main, institution)]
    elsewhere = [code for code in codes[""] if code[:3] in ("201", "205", "206", "211", "213", "229") and code != main]
    chosen = rng.sample(own, min(len(own), traits.items)) + rng.sample(elsewhere, max(1, traits.items // 3))
    items: list[dict[str, Any]] = [
        {
            "code": code,
            "fund": "general_public_budget",
            "kind": "project",
            "base": round(rng.uniform(2, 3000) * scale, 2),
            "carry": rng.random() < 0.3,
        }
        for code in dict.fromkeys(chosen)
    ]
    if traits.negative:
        items[0] |= {"base": -round(rng.uniform(1, 40), 2), "carry": False}
    if traits.funds:
        items += [item for item in _fund_items(rng, codes, scale) if item["fund"] in traits.funds]
    if traits.non_fiscal:
        items += _own_items(rng, institution, chosen[0], scale)
    return items


def _fund_items(rng: random.Random, codes: dict[str, tuple[str, ...]], scale: float) -> list[dict[str, Any]]:
    government = rng.sample(codes["政府性基金预算"], rng.randint(1, 5))
    state = rng.sample(codes["国有资本经营预算"], rng.randint(1, 3))
    funds = [("government_fund", code) for code in government] + [("state_capital", code) for code in state]
    return [
        {
            "code": code,
            "fund": fund,
            "kind": "project",
            "base": round(rng.uniform(5, 9000) * scale, 2),
            "carry": rng.random() < 0.5,
        }
        for fund, code in funds
    ]


def _own_items(rng: random.Random, institution: str, project: str, scale: float) -> list[dict[str, Any]]:
    def item(code: str, kind: str, source: str, **more: Any) -> dict[str, Any]:
        base = round(rng.uniform(3, 300) * scale, 2)
        return {"code": code, "fund": "non_fiscal", "kind": kind, "source": source, "base": base, **more}

    return [
        item(institution, "operating", "operating", margin=rng.randint(20, 90)),
        item(institution, "project", "institutional", surplus_used=round(2 * scale, 2)),
        item(institution, "remitted_to_superior", "institutional"),
        item(institution, "subsidy_to_affiliated", "affiliated_remittance"),
        item(project, "project", rng.choice(SOURCES), carry=True),
        item(project, "project", "other", carry=True),
    ]


@cache
def _codes(year: int) -> dict[str, tuple[str, ...]]:
    """项 codes by fund ('' is the general public budget) that have one name, valid in the year and the year before."""
    with CLASSIFICATION.open(encoding="utf-8", newline="") as file:
        records = list(csv.DictReader(file))
    names = Counter(record["code"] for record in records)
    found: dict[str, list[str]] = {"": [], "政府性基金预算": [], "国有资本经营预算": []}
    for record in records:
        code = record["code"]
        valid = int(record["valid_from_year"]) < year <= int(record["valid_to_year"])
        plain = all(names[parent] == 1 for parent in (code, code[:5], code[:3]))
        if len(code) == 7 and valid and plain and record["fund"] in found:
            found[record["fund"]].append(code)
    return {fund: tuple(codes) for fund, codes in found.items()}


def _of_year(data: StatementData, year: int) -> StatementData:
    """Class names as the year printed them."""
    if year > LAST_YEAR_OF_OLD_NAMES:
        return data
    rows = tuple(replace(row, name=CLASSES_2018[row.code]) if row.code in CLASSES_2018 else row for row in data.rows)
    return replace(data, rows=rows)


def _overview(spec: Mapping[str, Any]) -> Part:
    rows = [("序号", "单位名称"), *((str(n), name) for n, name in enumerate(spec["subunits"], 1))]
    return Part(
        "第一部分 {department}概况",
        (
            Heading("一、主要职能"),
            *map(Paragraph, spec["duties"]),
            Heading("二、部门决算单位构成"),
            Paragraph(f"纳入{spec['name']}部门决算编制范围的单位包括："),
            PlainTable(tuple(rows), (1.0, 5.0)),
        ),
    )
