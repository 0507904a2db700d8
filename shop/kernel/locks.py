"""The queue of SQLite's writers, and leases: one holder at a time, for a while."""

from __future__ import annotations

import fcntl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import String, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from shop.kernel import clock
from shop.kernel.columns import UTCDateTime
from shop.kernel.model import Base

_threads = threading.Lock()


class Lease(Base):
    """A named right that one owner holds until `until`."""

    __tablename__ = "leases"
    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    owner: Mapped[str] = mapped_column(String(80), default="")
    until: Mapped[datetime] = mapped_column(UTCDateTime)


def take_lease(session: Session, name: str, owner: str, seconds: float) -> bool:
    """Take or extend the lease `name` for `owner`; False where somebody else holds it.

    Belongs inside a unit of work.
    """
    moment = clock.now()
    until = moment + timedelta(seconds=seconds)
    mine = update(Lease).where(Lease.name == name, or_(Lease.owner == owner, Lease.until <= moment))
    if session.execute(mine.values(owner=owner, until=until)).rowcount:  # type: ignore[attr-defined]  # an UPDATE has one
        return True
    if session.execute(select(Lease.name).where(Lease.name == name)).first():
        return False
    try:
        with session.begin_nested():
            session.execute(insert(Lease).values(name=name, owner=owner, until=until))
    except IntegrityError:  # somebody made the row between our look and our insert
        return False
    return True


def release_lease(session: Session, name: str, owner: str) -> None:
    """Give the lease `name` back, if `owner` holds it."""
    session.execute(
        update(Lease).where(Lease.name == name, Lease.owner == owner).values(until=clock.now())
    )


@contextmanager
def write_queue(session: Session) -> Iterator[None]:
    """Stand in line for SQLite's write lock: threads by a lock, processes by a file lock."""
    file = session.get_bind().engine.url.database
    if not file or file == ":memory:":
        yield
        return
    with _threads, Path(f"{file}.queue").open("a") as queue:
        fcntl.flock(queue, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(queue, fcntl.LOCK_UN)
