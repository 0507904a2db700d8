"""The tools that read the code are content; `make lint` runs the same ones."""

from __future__ import annotations

import subprocess
import sys

import pytest

from scripts.lint import TOOLS
from shop.config import ROOT


@pytest.mark.only("sqlite")  # they know no database: once is enough
@pytest.mark.parametrize("tool", TOOLS)
def test_the_code_reads_well(tool: str) -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "lint.py", tool],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout
