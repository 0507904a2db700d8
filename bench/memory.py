"""Memory of everything that `make run` starts, after some browsing."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from bench import ground
from bench.client import drive, request_bytes
from bench.processes import ROOT, family, free_port, pss
from bench.report import Report, verdict

_PROMISE_MB = 350


def _name(pid: int) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode().strip()[-60:]
    return "gone"


def whole(report: Report, folder: Path, *, quick: bool) -> None:
    """Start the supervisor as `make run` does, browse, and add up the shares of memory."""
    instance = ground.catalogue(folder, 1_000 if quick else 10_000)
    port = free_port()
    env = os.environ | {"INSTANCE_PATH": str(instance), "PORT": str(port), "DUKA_ENV": "demo"}
    with (folder / "supervisor.log").open("ab") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "shop.supervisor", "run"],
            cwd=ROOT,
            env=env,
            stdout=out,
            stderr=out,
        )
        try:
            _wait(port)
            known = ground.words_and_slugs(instance)
            paths = ["/"] + [f"/c/{path}" for path in known["categories"][:10]]
            paths += [f"/p/{slug}" for slug in known["slugs"][:100]]
            paths += [f"/search?q={text.split()[0]}" for text in known["names"][:50]]
            requests = [request_bytes(path, {"Accept-Encoding": "br"}) for path in paths]
            drive(("127.0.0.1", port), requests, clients=4, seconds=2 if quick else 8, sources=40)
            rows = [(pid, f"{pss(pid) / 1024:.1f}", _name(pid)) for pid in family(process.pid)]
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)
    total = sum(float(row[1]) for row in rows)
    report.table("Memory after the run, PSS in MB", ("process", "MB", "command"), rows)
    report.say(
        f"Together {total:.0f} MB (promise {_PROMISE_MB}: "
        f"{verdict(total, _PROMISE_MB, at_least=False)})."
    )


def _wait(port: int) -> None:
    for _ in range(300):
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1).close()
            return
        time.sleep(0.1)
    raise TimeoutError("the supervisor's web server did not answer")
