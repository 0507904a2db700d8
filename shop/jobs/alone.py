"""One run of a task at a time, on however many machines: a lease that its holder gives back."""

from __future__ import annotations

import os
import secrets
import socket

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from shop.kernel import clock
from shop.kernel.locks import Lease, release_lease, take_lease

_HOST = socket.gethostname()[:40]
_HELD = select(Lease.owner).where(
    Lease.name == bindparam("name"), Lease.until > bindparam("moment")
)


def new_owner() -> str:
    """Return a name for one run: the machine, the process, and something of its own."""
    return f"{_HOST}|{os.getpid()}|{secrets.token_hex(6)}"


def take(current: Session, task: str, owner: str, seconds: float) -> bool:
    """Take the lease of `task` for one run; False while another run holds it."""
    name = _name(task)
    free_if_gone(current, name)
    return take_lease(current, name, owner, seconds)


def free_if_gone(current: Session, name: str) -> None:
    """Free a lease whose holder was a process of this machine and is no more.

    So nobody waits for the end of a lease after a crash; one held elsewhere must run out.
    """
    held = current.execute(_HELD, {"name": name, "moment": clock.now()}).scalar()
    if held is not None and _is_gone(held):
        release_lease(current, name, held)


def give_back(current: Session, task: str, owner: str) -> None:
    """End a run."""
    release_lease(current, _name(task), owner)


def _name(task: str) -> str:
    return f"run {task}"


def _is_gone(owner: str) -> bool:
    host, _, rest = owner.partition("|")
    number = rest.partition("|")[0]
    if host != _HOST or not number.isdigit():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except PermissionError:  # somebody else's process: it lives
        return False
    return False
