"""Makes the site that Great Expectations writes self-contained and readable, and puts it in place.

Its pages load Bootstrap, jQuery, fonts and a logo from the network and run scripts that need them. Here scripts,
linked files and images are taken out, the project's own style sheet is put in, and the index, which the original
fills in by script, is written as a plain table. A reader opens the folder from disk; nothing is fetched.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from expectations.runner import SuiteResult

STYLE = Path(__file__).parent / "static" / "data_docs.css"
_SCRIPT = re.compile(r"<script\b.*?</script\s*>", re.DOTALL | re.IGNORECASE)
_LINK = re.compile(r"<link\b[^>]*>", re.IGNORECASE)
_IMAGE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_STYLE_BLOCK = re.compile(r"<style\b.*?</style\s*>", re.DOTALL | re.IGNORECASE)
_FOOTER = re.compile(r"<footer\b.*?</footer\s*>", re.DOTALL | re.IGNORECASE)
_HANDLER = re.compile(r"\son[a-z]+=(\"[^\"]*\"|'[^']*')", re.IGNORECASE)


def publish(site: Path, target: Path, results: list[SuiteResult]) -> list[SuiteResult]:
    """Rewrite the pages below ``site`` and move it to ``target``; the results with the path of their page."""
    style = STYLE.read_text(encoding="utf-8")
    for page in site.rglob("*.html"):
        page.write_text(_offline(page.read_text(encoding="utf-8"), style), encoding="utf-8")
    shutil.rmtree(site / "static", ignore_errors=True)
    results = [replace(result, page=_page_of(site, result.suite)) for result in results]
    (site / "index.html").write_text(_index(results, style), encoding="utf-8")
    _replace(site, target)
    return results


def _offline(html: str, style: str) -> str:
    for pattern in (_SCRIPT, _LINK, _IMAGE, _STYLE_BLOCK, _FOOTER, _HANDLER):
        html = pattern.sub("", html)
    return html.replace("</head>", f"<style>{style}</style></head>", 1)


def _page_of(site: Path, suite: str) -> str:
    pages = sorted((site / "validations" / suite).rglob("*.html"))
    return pages[-1].relative_to(site).as_posix() if pages else ""


def _index(results: list[SuiteResult], style: str) -> str:
    body = "\n".join(_index_row(result) for result in results)
    failing = sum(not result.success for result in results)
    return f"""<!DOCTYPE html>
<html lang="zh"><head><meta charset="utf-8"><title>决算校验 Data Docs</title><style>{style}</style></head>
<body><div class="container-fluid">
<h4>校验结果 Validation results</h4>
<p>{len(results)} suites, {failing} with failures. A failing identity is a mistake of the publisher or the reader, \
not of the run.</p>
<table class="table"><thead><tr><th>Suite</th><th>Judges</th><th>Status</th><th>Severity</th><th>Rows judged</th>\
<th>Failing rows</th><th>Expectations</th></tr></thead><tbody>
{body}
</tbody></table></div></body></html>
"""


def _index_row(result: SuiteResult) -> str:
    status = ("text-success", "pass") if result.success else ("text-danger", "fail")
    numbers = (result.evaluated, len(result.failed_rows), result.statistics.expectations)
    cells = "".join(f'<td class="number">{number:,}</td>' for number in numbers)
    severity = "" if result.success else escape(result.severity)
    return (
        f'<tr><td><a href="{escape(result.page)}">{escape(result.suite)}</a></td><td>{escape(result.asset)}</td>'
        f'<td class="{status[0]}">{status[1]}</td><td>{severity}</td>{cells}</tr>'
    )


def _replace(site: Path, target: Path) -> None:
    """Put the new folder in the place of the old by renaming, so that a reader never meets half a site."""
    retired = target.with_name(f".{target.name}.old")
    shutil.rmtree(retired, ignore_errors=True)
    if target.exists():
        target.rename(retired)
    site.rename(target)
    shutil.rmtree(retired, ignore_errors=True)
