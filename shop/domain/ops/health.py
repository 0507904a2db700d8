"""Is everything well: runs the probes that wiring registered."""

from __future__ import annotations

from collections.abc import Callable

from shop.kernel.registry import Registry

probes: Registry[Callable[[], str | None]] = Registry("probe")
"""Each returns what is wrong in a few words, or None."""


def troubles() -> dict[str, str]:
    """Return what is wrong, by probe; empty where all is well."""
    found = {name: probes.get(name)() for name in probes.names()}
    return {name: trouble for name, trouble in found.items() if trouble}
