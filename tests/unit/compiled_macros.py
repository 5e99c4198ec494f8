"""Macros as dbt compiles them, in a project that holds nothing else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

DBT = Path(__file__).resolve().parents[2] / "dbt"


def compiled(project: Path, query: str) -> str:
    """The SQL of a query that calls macros of the project; ``project`` is an empty folder."""
    (project / "dbt_project.yml").write_text(
        f"name: juesuan\nprofile: juesuan\nmacro-paths: ['{DBT / 'macros'}']\n"
        "flags: {send_anonymous_usage_stats: false}\n",
        encoding="utf-8",
    )
    (project / "profiles.yml").write_text((DBT / "profiles.yml").read_text("utf-8"), encoding="utf-8")
    dbt = [str(Path(sys.executable).with_name("dbt")), "--quiet", "--no-use-colors", "compile", "--target", "memory"]
    done = subprocess.run([*dbt, "--inline", query], cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
