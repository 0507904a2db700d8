"""Each test begins with empty tables, on a Friday at noon, and ends with its books in order."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from shop.domain.inventory.checks import CHECKS as INVENTORY
from shop.domain.ledger.checks import CHECKS as LEDGER
from shop.domain.ops import checks
from shop.domain.orders.checks import CHECKS as ORDERS
from shop.kernel.db import session
from tests.support.databases import TestDatabase
from tests.support.hands import Hands


@pytest.fixture(autouse=True)
def books(database: TestDatabase, clock: Hands) -> Iterator[None]:
    """Hold every invariant of orders, stock and money after each test."""
    yield
    session().rollback()
    broken = checks.run([*ORDERS, *INVENTORY, *LEDGER])
    assert [(one.check.code, one.examples) for one in broken] == []
