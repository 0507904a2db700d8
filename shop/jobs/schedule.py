"""The table of what the clock starts: each task with its pace."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from shop.jobs import catalogue, media, search


@dataclass(frozen=True, slots=True)
class Task:
    """Something done again and again; `run` is safe to repeat and tells what it did in numbers."""

    name: str
    every: timedelta
    run: Callable[[], Mapping[str, int]]


TASKS: tuple[Task, ...] = (
    Task("catalogue.apply_dates", timedelta(minutes=1), catalogue.apply_dates),
    Task("media.sweep", timedelta(minutes=30), media.sweep),
    Task("search.write_log", timedelta(minutes=1), search.write_log),
)
