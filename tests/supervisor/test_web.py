"""The web server stops politely: who is being served is served, and nothing is complained of."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from shop.config import ROOT
from shop.kernel.kinship import children_of
from tests.processes.running import until

SLOW = '''
"""Answers after the seconds it is asked for."""
import time

def app(environ, start):
    time.sleep(float(environ["QUERY_STRING"]))
    start("200 OK", [("Content-Type", "text/plain")])
    return [b"served"]
'''


@pytest.fixture
def server(tmp_path: Path, free_port: int) -> Iterator[subprocess.Popen[str]]:
    """Serve an application that takes its time."""
    (tmp_path / "app.py").write_text(SLOW, "utf-8")
    settings = {"PORT": str(free_port), "INSTANCE_PATH": str(tmp_path), "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [sys.executable, "-m", "shop.supervisor", "web"],
        cwd=tmp_path,
        env={**os.environ, **settings},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert until(lambda: _ask(free_port, 0) == b"served")
    yield process
    process.kill()
    process.communicate()


def _ask(port: int, seconds: float) -> bytes:
    with suppress(URLError), urlopen(f"http://127.0.0.1:{port}/?{seconds}", timeout=30) as answer:
        return bytes(answer.read())
    return b""


def test_a_request_in_flight_is_answered_before_the_stop(
    server: subprocess.Popen[str], free_port: int
) -> None:
    with ThreadPoolExecutor() as visitors:
        waiting = [visitors.submit(_ask, free_port, 1.5) for _ in range(2)]
        with suppress(subprocess.TimeoutExpired):
            server.wait(0.5)  # until both are being served
        server.send_signal(signal.SIGTERM)
        assert [visitor.result() for visitor in waiting] == [b"served", b"served"]

    assert server.wait(30) == 0
    assert server.stderr is not None
    assert server.stderr.read() == ""


def test_workers_do_not_outlive_their_server(server: subprocess.Popen[str], free_port: int) -> None:
    workers = set(children_of(server.pid))
    assert workers

    server.kill()

    assert until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in workers))


def test_a_hup_brings_new_code_into_service(
    server: subprocess.Popen[str], tmp_path: Path, free_port: int
) -> None:
    (tmp_path / "app.py").write_text(SLOW.replace("served", "served anew"), "utf-8")

    server.send_signal(signal.SIGHUP)

    assert until(lambda: _ask(free_port, 0) == b"served anew")
