"""Is everything well: runs the probes that wiring registered."""

from __future__ import annotations

from collections.abc import Callable

from shop.kernel.registry import Registry

probes: Registry[Callable[[], str | None]] = Registry("probe")
"""Each returns what is wrong in a few words, or None."""
worries: Registry[Callable[[], str | None]] = Registry("worry")
"""Like probes, of parts that the shop can do without for a while."""


def troubles() -> dict[str, str]:
    """Return what is wrong, by probe; empty where all is well."""
    return _asked(probes)


def warnings() -> dict[str, str]:
    """Return what somebody should see to while the shop goes on, by its part."""
    return _asked(worries)


def _asked(registry: Registry[Callable[[], str | None]]) -> dict[str, str]:
    found = {name: registry.get(name)() for name in registry.names()}
    return {name: trouble for name, trouble in found.items() if trouble}
