"""What must be true before anything starts: a supervisor alone with its folder, and a free port."""

import fcntl
import os
import socket
from pathlib import Path
from typing import IO


class PreparationError(Exception):
    """The shop cannot start; the message is one line that says why and what to do."""


def lock_instance(instance: Path) -> IO[str]:
    """Hold the instance folder for this supervisor, as long as the returned file is open."""
    lock = (instance / "run.lock").open("a+", encoding="utf-8")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.seek(0)
        raise PreparationError(
            f"{instance} is in use by process {lock.read().strip()}:"
            " stop that one, or choose another folder with INSTANCE_PATH."
        ) from error
    lock.truncate(0)
    lock.write(str(os.getpid()))
    lock.flush()
    return lock


def check_port(host: str, port: int) -> None:
    """Bind once and let go, because the web server shares an occupied port without complaint."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
            trial.listen()
    except PermissionError as error:
        raise PreparationError(
            f"PORT is {port}, for which this user lacks the right: choose one above 1023."
        ) from error
    except socket.gaierror as error:
        raise PreparationError(
            f"HOST is {host}, which is no address of this machine: give one, such as 127.0.0.1."
        ) from error
    except OSError as error:
        raise PreparationError(
            f"PORT {port} on {host} cannot be used ({os.strerror(error.errno or 0)}):"
            f" stop what uses it, or choose another with PORT={port % 65535 + 1}."
        ) from error
