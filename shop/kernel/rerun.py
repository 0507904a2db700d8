"""Run an act again where the database could not serialise it: deadlocks and locks that lasted."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import DBAPIError

from shop.kernel.db import session
from shop.kernel.unit_of_work import is_open

T = TypeVar("T")
_log = logging.getLogger(__name__)
RERUNS = 3
# Whoever waits has waited long enough: no run begins later than this after the first one.
PATIENCE_SECONDS = 15.0
_PAUSE_SECONDS = 0.02
# PostgreSQL, appendix A: deadlock_detected, serialization_failure, lock_not_available.
_SQLSTATES = frozenset({"40P01", "40001", "55P03"})
# sqlite.org/rescode.html: SQLITE_BUSY and SQLITE_LOCKED, whose extended codes end in the same byte.
_SQLITE_CODES = frozenset({5, 6})
_LAST_BYTE = 0xFF


def may_pass(error: BaseException) -> bool:
    """Tell whether the database refused only because of what others did at that moment."""
    if not isinstance(error, DBAPIError):
        return False
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return code & _LAST_BYTE in _SQLITE_CODES
    return getattr(error.orig, "sqlstate", None) in _SQLSTATES


def rerun(act: Callable[[], T], undo: Callable[[], None] = lambda: None) -> T:
    """Call `act`; where the database refused for the moment, again, three times at most.

    For dispatchers: a whole view, job or command. Its units of work were rolled back, what it read
    is forgotten, `undo` takes back what it left elsewhere in the process. An act with several units
    is one that a browser or a queue may repeat anyway: those that are committed are met again.
    """
    if is_open():
        raise RuntimeError("what runs inside a unit of work cannot be run again by itself")
    began = time.monotonic()
    for turn in range(1, RERUNS + 1):
        try:
            return act()
        except DBAPIError as error:
            if not may_pass(error) or time.monotonic() - began > PATIENCE_SECONDS:
                raise
            _log.warning("run again (%s of %s): %s", turn, RERUNS, error.orig)
        _forget()
        undo()
        time.sleep(_PAUSE_SECONDS * turn)
    return act()


def _forget() -> None:
    """Begin afresh: no open read, no row and no remembered version of the run that failed."""
    current = session()
    current.rollback()
    current.expunge_all()
    current.info.clear()
