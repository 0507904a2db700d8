"""Each test begins with the small seeded shop."""

from tests.factories.fixtures import closed, seeded

__all__ = ["closed", "seeded"]
