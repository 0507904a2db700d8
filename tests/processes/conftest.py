"""A whole shop under its supervisor, on a free port and in a folder of its own."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from secrets import token_hex

import pytest

from tests.processes.running import Running, start
from tests.support.databases import TestDatabase

Start = Callable[..., Running]


@pytest.fixture
def shop(database: TestDatabase, free_port: int, tmp_path: Path) -> Iterator[Start]:
    """Return what starts the shop on a migrated database; everything is ended afterwards."""
    started: list[Running] = []
    database.touch()

    def begin(**environ: str) -> Running:
        settings = {
            "DUKA_ENV": "production",  # which prepares nothing but the tables
            "PORT": str(free_port),
            "PUBLIC_URL": f"http://localhost:{free_port}",
            "SECRET_KEY": token_hex(),
            "INSTANCE_PATH": str(tmp_path / "instance"),
            "DATABASE_URL": database.url,
            "WEB_WORKERS": "1",
        }
        running = start({**settings, **environ}, tmp_path / f"{len(started)}.log")
        started.append(running)
        return running

    yield begin
    for running in started:
        running.end()
    shutil.rmtree(tmp_path, ignore_errors=True)
