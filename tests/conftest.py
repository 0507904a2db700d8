"""Fixtures for every test: app, database, client, clock, query counter, browser; sockets shut."""

import logging
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.config import Config, load_config
from shop.factory import create_app
from shop.kernel import clock as kernel_clock
from shop.kernel.db import db
from tests.support import sockets
from tests.support.client import Visitor
from tests.support.counting import Counted, counting
from tests.support.databases import Place, TestDatabase
from tests.support.hands import Hands
from tests.support.templates import TEMPLATES

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
pytest_plugins = ("tests.support.browsing", "tests.support.choosing")

sockets.shut()


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Return a folder that all workers of this test run share."""
    base = tmp_path_factory.getbasetemp()
    return base if worker_id == "master" else base.parent


@pytest.fixture(scope="session")
def test_config(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Config]:
    """Return a maker of settings for a database address."""

    def config(url: str) -> Config:
        instance = tmp_path_factory.mktemp("instance")
        return replace(
            load_config(
                {
                    "INSTANCE_PATH": str(instance),
                    "DATABASE_URL": url,
                    "LOG_LEVEL": "warning",
                }
            ),
            trusted_hosts=("localhost", "127.0.0.1"),
            testing=True,
        )

    return config


@pytest.fixture(scope="session")
def _database(
    shared_folder: Path,
    test_config: Callable[[str], Config],
    testrun_uid: str,
    worker_id: str,
) -> Iterator[TestDatabase]:
    place = Place(os.environ.get("TEST_DATABASE_URL", ""), shared_folder, testrun_uid[:8])
    database = TestDatabase(
        place, f"live_{worker_id}", TEMPLATES, lambda url: create_app(test_config(url))
    )
    yield database
    place.remove(database.name)


@pytest.fixture(scope="session")
def app(_database: TestDatabase, test_config: Callable[[str], Config]) -> Iterator[Flask]:
    """Return the shop, made once for each worker of the test run; its database is swapped."""
    _database.hold("empty")
    made = create_app(test_config(_database.url))
    made.test_client_class = Visitor
    with made.app_context():
        _database.follow(db.engine)
    yield made
    made.extensions["shared_pages"].forget()
    with made.app_context():
        db.engine.dispose()


@pytest.fixture
def database(app: Flask, _database: TestDatabase) -> Iterator[TestDatabase]:
    """Begin with empty tables, inside an app context; what the test writes is forgotten."""
    yield from _within(app, _database, "empty")


def _within(app: Flask, database: TestDatabase, template: str) -> Iterator[TestDatabase]:
    if database.hold(template):
        app.extensions["shared_pages"].forget()
    with app.app_context():
        yield database


@pytest.fixture
def client(app: Flask, database: TestDatabase) -> FlaskClient:
    """Return a visitor without cookies."""
    return app.test_client()


@pytest.fixture
def clock() -> Iterator[Hands]:
    """Stop the shop's clock at noon; the test moves its hands."""
    with kernel_clock.stopped_at(NOON) as move:
        yield Hands(NOON, move)


@pytest.fixture
def query_counter(app: Flask) -> Callable[[], AbstractContextManager[Counted]]:
    """Return a context manager that counts the statements of its block, on any session."""

    def counter() -> AbstractContextManager[Counted]:
        with app.app_context():
            return counting(db.engine)

    return counter


@pytest.fixture
def free_port() -> int:
    """Return a port that nothing listens on now."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the settings of who runs the tests out of them."""
    names: Any = (
        "DATABASE_URL",
        "REDIS_URL",
        "INSTANCE_PATH",
        "DUKA_ENV",
        "PORT",
        "HOST",
    )
    for name in names:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def _loggers() -> Iterator[None]:
    """Let every logger speak again: a tool that sets up logging (import-linter) mutes all."""
    yield
    for logger in logging.root.manager.loggerDict.values():
        if isinstance(logger, logging.Logger):
            logger.disabled = False
