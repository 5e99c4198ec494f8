"""Chromium and LibreOffice as printers, where they are installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

TIMEOUT = 240
CHROMIUM_FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-pdf-header-footer",
)  # fmt: skip
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
LIBREOFFICE = ("soffice", "libreoffice")


class PrinterError(RuntimeError):
    """A printer is there and gave no PDF."""


def find(names: tuple[str, ...]) -> str | None:
    """The first of the programs that is installed."""
    return next((path for name in names if (path := shutil.which(name))), None)


def chromium_pdf(program: str, html: str) -> bytes:
    """One HTML document printed by Chromium, with a profile of its own."""
    with tempfile.TemporaryDirectory(prefix="juesuan-print-") as folder:
        page, target = Path(folder) / "page.html", Path(folder) / "page.pdf"
        page.write_text(html, encoding="utf-8")
        command = [program, *CHROMIUM_FLAGS, f"--user-data-dir={folder}/profile", f"--print-to-pdf={target}"]
        _run([*command, page.as_uri()])
        return _read(target)


def libreoffice_pdfs(program: str, sources: Mapping[str, str], convert_to: str) -> dict[str, bytes]:
    """Documents (file name to text) converted in one start of LibreOffice, with a profile of its own."""
    with tempfile.TemporaryDirectory(prefix="juesuan-print-") as folder:
        paths = []
        for name, text in sources.items():
            path = Path(folder) / name
            path.write_text(text, encoding="utf-8")
            paths.append(path)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        arguments = [profile, "--headless", "--convert-to", convert_to, "--outdir", f"{folder}/out"]
        _run([program, *arguments, *map(str, paths)])
        return {path.name: _read(Path(folder) / "out" / f"{path.stem}.pdf") for path in paths}


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, timeout=TIMEOUT, check=False)
    if done.returncode:
        raise PrinterError(f"{command[0]} ended with {done.returncode}: {done.stderr[-400:]}")


def _read(path: Path) -> bytes:
    if not path.exists():
        raise PrinterError(f"no PDF came out for {path.name}")
    return path.read_bytes()
