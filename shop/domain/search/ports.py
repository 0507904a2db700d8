"""The contract of the buffer in which searches wait to be written down."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from shop.domain.search.actions import Searched
from shop.kernel.registry import Registry


class SearchLogBuffer(Protocol):
    """Takes a line quickly and never fails: a lost line of the log is not worth a lost page."""

    def push(self, entry: Searched) -> None:
        """Keep a line until it is drained."""

    def drain(self, most: int) -> Sequence[Searched]:
        """Take up to `most` lines out, oldest first."""

    def waiting(self) -> int:
        """Return how many lines wait."""


buffers: Registry[SearchLogBuffer] = Registry("search log buffer")


def search_log() -> SearchLogBuffer:
    """Return the buffer of this shop."""
    return buffers.get("searches")
