"""Starts the server on one core, and reads what its processes used."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SERVER_CORE, CLIENT_CORE = 0, 1
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    address: tuple[str, int]
    pid: int
    first_answer: float
    """Seconds from the process's start to its first 200."""

    def tree(self) -> list[int]:
        """Return the server's process ids, its children included."""
        return family(self.pid)

    def cpu_seconds(self) -> float:
        """Return the processor seconds its processes used so far."""
        return sum(_cpu(pid) for pid in self.tree())

    def pss_kib(self) -> int:
        """Return the memory of its processes, shared pages counted by share."""
        return sum(pss(pid) for pid in self.tree())


def family(pid: int) -> list[int]:
    """Return `pid` and all its descendants."""
    found = [pid]
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in tasks.read_text().split():
                found += family(int(child))
    return found


def _cpu(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICK


def pss(pid: int) -> int:
    """Return one process's proportional share of memory in KiB."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))


def free_port() -> int:
    """Return a port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def on_server_core() -> None:
    """Keep this process to the server's core."""
    os.sched_setaffinity(0, {SERVER_CORE})


def _first_200(port: int, limit: float) -> float:
    start = time.perf_counter()
    while time.perf_counter() - start < limit:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1) as link:
            link.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            if link.recv(64).startswith(b"HTTP/1.1 200"):
                return time.perf_counter() - start
        time.sleep(0.01)
    raise TimeoutError("the server did not answer")


@contextlib.contextmanager
def serving(instance: Path, environ: dict[str, str], *, log: Path) -> Iterator[Server]:
    """Run two web processes on one core until the block ends."""
    port = free_port()
    command = [sys.executable, "-m", "bench.processes"]
    env = os.environ | {
        "INSTANCE_PATH": str(instance), "BENCH_SERVER": "1", "PORT": str(port), "DUKA_ENV": "demo",
        "LOG_LEVEL": "warning", "PYTHONPATH": str(ROOT), "WEB_WORKERS": "2", "WEB_THREADS": "4",
    } | environ  # fmt: skip
    with log.open("ab") as out:
        process = subprocess.Popen(
            command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
            preexec_fn=on_server_core,  # noqa: PLW1509 - no threads yet
            start_new_session=True,
        )  # fmt: skip
        try:
            yield Server(("127.0.0.1", port), process.pid, _first_200(port, 60))
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _serve() -> None:
    """Serve the bench's app as the shop's own is served."""
    from shop.config import environment, load_config  # noqa: PLC0415 - for the server alone
    from shop.supervisor.web import serve  # noqa: PLC0415 - as above

    serve(load_config(environment()), "bench.server")


if __name__ == "__main__":
    _serve()
