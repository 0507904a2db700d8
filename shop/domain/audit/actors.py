"""Who is acting now: set by the door somebody came in by, read when an act is written down."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    """What kind of hand an act came from."""

    COMMAND = "command"
    MEMBER = "member"
    STRANGER = "stranger"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """Whose hand it was, in which role, from which address."""

    kind: ActorKind
    member_id: int | None = None
    role: str = ""
    address: str = ""


SYSTEM = Actor(ActorKind.SYSTEM)
_acting: ContextVar[Actor] = ContextVar("acting", default=SYSTEM)


def acting() -> Actor:
    """Return who is acting in this request, job or command."""
    return _acting.get()


def act_as(actor: Actor) -> None:
    """Say who is acting for the rest of this request or command."""
    _acting.set(actor)


@contextmanager
def acting_as(actor: Actor) -> Iterator[None]:
    """Say who is acting in a block."""
    mark = _acting.set(actor)
    try:
        yield
    finally:
        _acting.reset(mark)
