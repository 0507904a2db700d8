"""Counts the statements an engine runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, event

_FRAME = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA")


@dataclass(slots=True)
class Counted:
    """The statements of a block, transactions' own words aside."""

    statements: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """Return how many there were."""
        return len(self.statements)

    def __str__(self) -> str:
        """List them, for the message of a failing assertion."""
        return "\n".join(f"{number}. {said}" for number, said in enumerate(self.statements, 1))


@contextmanager
def counting(engine: Engine) -> Iterator[Counted]:
    """Count what `engine` runs during the block."""
    counted = Counted()

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(_FRAME):
            counted.statements.append(" ".join(statement.split()))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield counted
    finally:
        event.remove(engine, "before_cursor_execute", note)
