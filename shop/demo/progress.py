"""How long work tells how far it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

Step = Callable[[int], object]
"""Called with how many more are done."""
Progress = Callable[[str, int], AbstractContextManager[Step]]
"""Called with what is being done and how many there are; entered for as long as it takes."""


@contextmanager
def silent(_label: str, _length: int) -> Iterator[Step]:
    """Tell nobody."""
    yield lambda _number: None
