"""Fixtures that several test folders take into their `conftest`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from shop.kernel.db import db
from tests.factories import shop
from tests.factories.mail import put_sample
from tests.factories.memory import forget
from tests.factories.payments import put_session
from tests.support.databases import TestDatabase
from tests.support.templates import TEMPLATES

TEMPLATES.setdefault("seeded", shop.seed)


@pytest.fixture(scope="session")
def closed(app: Flask) -> Iterator[None]:
    """Close at the end what the pool and the version reader keep open."""
    yield
    app.extensions["shared_pages"].version.forget()
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(name="database")
def fresh(app: Flask, database: TestDatabase, closed: None) -> TestDatabase:
    """Begin with empty tables and an empty memory."""
    forget(app)
    return database


@pytest.fixture(name="database")
def seeded(app: Flask, _database: TestDatabase, closed: None) -> Iterator[TestDatabase]:
    """Begin with the small shop of `tests.factories.shop`, pictures included."""
    _database.hold("seeded")
    forget(app)
    with app.app_context():
        shop.put_pictures()
        put_sample()
        put_session()
        yield _database
