"""A throw-away PostgreSQL cluster, started here because Debian's own runs as a service."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from shop.kernel import kinship
from tests.support import memory

ACCOUNT = "postgres"
# Nothing here must survive a power cut, so nothing waits for a disk.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
SETTINGS = {
    **FAST,
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "128MB",
}
LAYOUT = ("--no-sync", "--auth=trust", "--username=postgres", "-E", "UTF8", "--locale=C.UTF-8")
PATIENCE = 30.0


class ClusterError(RuntimeError):
    """PostgreSQL cannot be started here."""


@contextmanager
def cluster() -> Iterator[str]:
    """Yield the address of an empty cluster on a unix socket; it is gone afterwards."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="duka-pg-", dir=memory.place()))
    try:
        _hand_over(folder)
        data = folder / "data"
        _run(programs / "initdb", *LAYOUT, "--pgdata", data)
        options = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
        parent = os.getpid()
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(
                [programs / "postgres", "-D", data, "-k", folder, *options],
                stdout=log,
                stderr=log,
                preexec_fn=lambda: kinship.die_with_parent(parent, signal.SIGINT),  # noqa: PLW1509 - one thread
                **_as_owner(),
            )
            try:
                _await(programs, folder, server)
                yield f"postgresql://{ACCOUNT}@/postgres?host={folder}"
            finally:
                server.send_signal(signal.SIGINT)  # "fast": ends sessions, then itself
                server.wait(PATIENCE)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    """Return the folder of the newest server on this machine."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda file: int(file.parts[-3]),
    )
    if found:
        return found[-1].parent
    if program := shutil.which("initdb"):
        return Path(program).parent
    raise ClusterError("PostgreSQL is missing: on Debian, apt-get install postgresql")


def _as_owner() -> dict[str, Any]:
    """PostgreSQL refuses root, so root lends it the account of Debian's package."""
    return {"user": ACCOUNT, "group": ACCOUNT} if os.geteuid() == 0 else {}


def _hand_over(folder: Path) -> None:
    if os.geteuid() == 0:
        account = pwd.getpwnam(ACCOUNT)
        os.chown(folder, account.pw_uid, account.pw_gid)


def _run(*command: str | Path) -> None:
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd="/", **_as_owner()
    )
    if done.returncode:
        raise ClusterError(f"{command[0]} failed: {done.stderr.strip()}")


def _await(programs: Path, folder: Path, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    ready: list[str | Path] = [programs / "pg_isready", "--quiet", "--host", folder]
    while subprocess.run(ready, check=False).returncode:
        if server.poll() is not None or time.monotonic() > until:
            raise ClusterError(f"PostgreSQL did not start: {(folder / 'log').read_text('utf-8')}")
        time.sleep(0.05)
