"""The table of what the clock starts: each task with its pace."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Task:
    """Something done again and again; `run` is safe to repeat and tells what it did in numbers."""

    name: str
    every: timedelta
    run: Callable[[], Mapping[str, int]]


TASKS: tuple[Task, ...] = ()
