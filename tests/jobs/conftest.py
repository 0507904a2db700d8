"""Each test begins with empty tables and an empty memory."""

from tests.factories.fixtures import fresh

__all__ = ["fresh"]
