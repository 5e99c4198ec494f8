"""docs/marts.md, made from the descriptions beside the models: what a column means is written in one place.

``python -m tools.mart_docs`` writes the page; a test fails while it is outdated.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "marts.md"
_HEAD = """# Marts

Made from the descriptions beside the models (`make docs`); do not edit. The published copy is `bi/juesuan.duckdb`,
schema `marts`; schema `marts_zh` holds the same tables as views with the Chinese labels as column names. Keys:
[keys.md](keys.md).
"""


def mart_models() -> Iterator[dict[str, Any]]:
    """The marts as their yml files describe them, by name."""
    for path in sorted((ROOT / "dbt" / "models" / "marts").glob("*.yml")):
        yield from yaml.safe_load(path.read_text(encoding="utf-8"))["models"]


def label_of(item: dict[str, Any]) -> str:
    """The official Chinese label of a model or column."""
    meta = item.get("meta") or item.get("config", {}).get("meta") or {}
    return str(meta.get("label_zh", ""))


def render() -> str:
    """The page as text."""
    parts = [_HEAD]
    for model in mart_models():
        parts.append(f"\n## {model['name']} {label_of(model)}".rstrip() + f"\n\n{_flat(model['description'])}\n")
        parts.append("\n| column | type | 中文 | meaning |\n| --- | --- | --- | --- |\n")
        for column in model["columns"]:
            cells = (f"`{column['name']}`", column["data_type"], label_of(column), _flat(column["description"]))
            parts.append("| " + " | ".join(cells) + " |\n")
    return "".join(parts)


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().replace("|", "\\|")


def main() -> None:
    """Write the page."""
    PAGE.write_text(render(), encoding="utf-8")
    sys.stdout.write(f"{PAGE.relative_to(ROOT)} written\n")


if __name__ == "__main__":
    main()
