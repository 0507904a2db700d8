"""`with unit_of_work():` begin, commit or roll back; the only place where commit happens."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar

from sqlalchemy.orm import Session

from shop.kernel.db import WRITE, WRITING, dialect_name, session
from shop.kernel.locks import write_queue

_log = logging.getLogger(__name__)
_open: ContextVar[bool] = ContextVar("unit_of_work_open", default=False)
_before: ContextVar[list[Callable[[], None]] | None] = ContextVar("before_commit", default=None)
_after: ContextVar[list[Callable[[], None]] | None] = ContextVar("after_commit", default=None)


def is_open() -> bool:
    """Tell whether a unit of work is running here."""
    return _open.get()


def before_commit(act: Callable[[], None]) -> None:
    """Have `act` called inside the running unit, just before it commits.

    For what must take its lock last; what such an act adds in its turn is called as well.
    """
    waiting = _before.get()
    if waiting is None:
        raise RuntimeError("before_commit() needs an open unit of work")
    waiting.append(act)


def after_commit(act: Callable[[], None]) -> None:
    """Have `act` called once the running unit has committed; never when it rolls back."""
    waiting = _after.get()
    if waiting is None:
        raise RuntimeError("after_commit() needs an open unit of work")
    waiting.append(act)


@contextmanager
def unit_of_work() -> Iterator[Session]:
    """Begin a transaction that may write; commit at the end, roll back on any error.

    It ends a read transaction that is still open and forgets what was read in it, so that no
    decision rests on old rows. It refuses to nest: a flow that calls outside must not find itself
    inside somebody's transaction. On SQLite writers queue behind a file lock, because its busy
    handler sleeps instead of queueing.
    """
    if _open.get():
        raise RuntimeError("a unit of work is already open")
    current = session()
    if current.new or current.dirty or current.deleted:
        raise RuntimeError("rows were changed outside a unit of work")
    current.rollback()
    current.expire_all()
    current.info.clear()  # what was remembered of the ended read transaction
    last: list[Callable[[], None]] = []
    waiting: list[Callable[[], None]] = []
    opened, before, after = _open.set(True), _before.set(last), _after.set(waiting)
    try:
        with ExitStack() as stack:
            if dialect_name() == "sqlite":
                stack.enter_context(write_queue(current))
            try:
                current.connection(execution_options=WRITE)
                current.info[WRITING] = True
                yield current
                _close(current, last)
                current.commit()
                del current.info[WRITING]
            except BaseException:
                current.rollback()
                current.info.clear()
                raise
    finally:
        _open.reset(opened)
        _before.reset(before)
        _after.reset(after)
    for act in waiting:
        try:
            act()
        except Exception:  # noqa: BLE001 - committed already: the sweep delivers what this could not
            _log.exception("after-commit act failed")


def _close(current: Session, last: list[Callable[[], None]]) -> None:
    """Write what is still in memory, then let those act that wanted to be last."""
    if last:
        current.flush()
    for act in last:
        act()
