"""A gateway in memory stands where the test gateway does, and the clock at noon."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.factories.payments import FakeGateway, plugged
from tests.support.databases import TestDatabase
from tests.support.hands import Hands


@pytest.fixture
def bank(database: TestDatabase, clock: Hands) -> Iterator[FakeGateway]:
    """Return the gateway that orders by the method `test` are paid through."""
    fake = FakeGateway()
    with plugged(fake):
        yield fake
