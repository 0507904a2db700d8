"""Each test begins with a shop that sells and delivers, and owns nothing yet."""

from __future__ import annotations

import pytest

from shop.demo.ground import lay_ground
from shop.kernel.db import session
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.fixtures import closed, fresh
from tests.support.databases import TestDatabase

__all__ = ["closed", "fresh"]


@pytest.fixture
def shop_ground(database: TestDatabase) -> TestDatabase:
    """Lay the demo shop's ground: settings, taxes, deliveries, ways to pay."""
    with unit_of_work():
        lay_ground()
    session().rollback()
    return database
