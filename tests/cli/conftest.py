"""Each test begins with empty tables and an empty memory."""

from tests.factories.fixtures import closed, fresh

__all__ = ["closed", "fresh"]
