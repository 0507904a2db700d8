"""Runs all tests twice, on SQLite and on a PostgreSQL cluster of its own; `make test` calls it."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from shop.config import ROOT
from tests.support import memory
from tests.support.cluster import cluster

PROCESSES = str(min(4, os.cpu_count() or 1))
OPTIONS = ("-n", PROCESSES, "--dist", "worksteal", "--durations", "20")


def main() -> int:
    """Return pytest's exit code: of the first run that fails, else of the last."""
    if failed := _run("SQLite", {}):
        return failed
    with cluster() as address:
        return _run("PostgreSQL", {"TEST_DATABASE_URL": address})


def _run(database: str, environ: Mapping[str, str]) -> int:
    print(f"\nAll tests on {database}", flush=True)
    with tempfile.TemporaryDirectory(prefix="duka-tests-", dir=memory.place()) as folder:
        command = [
            sys.executable,
            "-m",
            "pytest",
            *OPTIONS,
            f"--basetemp={Path(folder) / 'run'}",
        ]
        done = subprocess.run(
            [*command, *sys.argv[1:]],
            cwd=ROOT,
            env={**os.environ, **environ},
            check=False,
        )
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
