"""The hands of the stopped clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(slots=True)
class Hands:
    """Shows the time of the test and moves it."""

    now: datetime
    _move: Callable[[datetime], None]

    def move(self, to: datetime) -> None:
        """Set the clock to `to`."""
        self.now = to
        self._move(to)

    def forward(self, **by: float) -> None:
        """Let time pass: `forward(minutes=10)`."""
        self.move(self.now + timedelta(**by))
