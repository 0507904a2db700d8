"""Each test begins with the small seeded shop."""

from tests.factories.fixtures import seeded

__all__ = ["seeded"]
