"""`now()` in UTC, the only clock; the tests hold its hands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

_read: Callable[[], datetime] = lambda: datetime.now(UTC)  # noqa: E731, TID251 - the one clock


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return _read()


@contextmanager
def stopped_at(moment: datetime) -> Iterator[Callable[[datetime], None]]:
    """Stop the clock at `moment` (aware); yields a function that moves its hands."""
    global _read  # noqa: PLW0603 - there is one clock for the whole process
    before = _read
    shown = [moment]

    def move(to: datetime) -> None:
        shown[0] = to

    _read = lambda: shown[0]  # noqa: E731 - as above
    try:
        yield move
    finally:
        _read = before
