"""`Event` and `emit()`, which writes one outbox row in the caller's unit of work."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from shop.kernel import outbox


@dataclass(frozen=True)
class Event:
    """Something that happened; subclasses are frozen and carry ids and amounts only."""


def emit(event: Event) -> None:
    """Announce `event`: its jobs run after the commit, each at least once."""
    outbox.write(type(event).__name__, asdict(event))
