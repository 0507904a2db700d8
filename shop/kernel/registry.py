"""A named registry with good error messages; every port keeps its providers in one."""

from __future__ import annotations

from typing import Generic, TypeVar

T = TypeVar("T")


class Registry(Generic[T]):
    """Providers of one port by name; filled once by `wiring`, read by everyone else."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._entries: dict[str, T] = {}

    def register(self, name: str, entry: T) -> None:
        """Set the `entry` that answers to `name`; a later one takes the place of an earlier one."""
        self._entries[name] = entry

    def get(self, name: str) -> T:
        """Return the entry called `name`, or raise `LookupError` naming those there are."""
        try:
            return self._entries[name]
        except KeyError:
            known = ", ".join(sorted(self._entries)) or "none registered"
            raise LookupError(f"no {self._what} is called {name!r} (known: {known})") from None

    def names(self) -> list[str]:
        """Return the registered names in alphabetical order."""
        return sorted(self._entries)
