"""The unit tests that stand beside the models: dbt runs them where every relation exists."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT, Place


def test_every_unit_test_of_the_models_passes(built: Place, tmp_path: Path) -> None:
    shutil.copy(built.warehouse / "juesuan.duckdb", tmp_path)
    dbt = [str(Path(sys.executable).with_name("dbt")), "--no-use-colors", "test", "--select", "test_type:unit"]
    places = ["--project-dir", str(ROOT / "dbt"), "--profiles-dir", str(ROOT / "dbt")]
    own = {"JUESUAN_WAREHOUSE_DIR": str(tmp_path), "JUESUAN_RAW_DIR": str(built.raw)}
    run = subprocess.run(
        [*dbt, *places, "--target-path", str(tmp_path / "target"), "--log-path", str(tmp_path)],
        env=built.environment() | own,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-4000:]
    written = sum(path.read_text("utf-8").count("    model: ") for path in (ROOT / "dbt/models").rglob("*.yml"))
    done = re.search(r"PASS=(\d+) WARN=0 ERROR=0 SKIP=0", run.stdout)
    assert done, run.stdout[-4000:]
    assert int(done[1]) == written > 0
