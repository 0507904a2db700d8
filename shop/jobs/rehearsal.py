"""One unit of work for an act, or the same taken back: what would it do?"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from shop.kernel.unit_of_work import unit_of_work

T = TypeVar("T")


class _TakenBack(Exception):
    """Ends a unit of work that was only a rehearsal."""


def in_unit(act: Callable[[], T], *, dry_run: bool) -> T:
    """Return what `act` returns, done in one unit of work; a dry run does it and takes it back."""
    done: list[T] = []
    with suppress(_TakenBack), unit_of_work():
        done.append(act())
        if dry_run:
            raise _TakenBack
    return done[0]
