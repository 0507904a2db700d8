"""Fixtures that several test folders take into their `conftest`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.factories import shop
from tests.factories.memory import forget
from tests.support.databases import TestDatabase
from tests.support.templates import TEMPLATES

TEMPLATES.setdefault("seeded", shop.seed)


@pytest.fixture(name="database")
def fresh(app: Flask, database: TestDatabase) -> TestDatabase:
    """Begin with empty tables and an empty memory."""
    forget(app)
    return database


@pytest.fixture(name="database")
def seeded(app: Flask, _database: TestDatabase) -> Iterator[TestDatabase]:
    """Begin with the small shop of `tests.factories.shop`, pictures included."""
    _database.hold("seeded")
    forget(app)
    with app.app_context():
        shop.put_pictures()
        yield _database
