"""Fixtures for browser journeys: the live shop and pages with and without scripts."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from tests.support.browser import chromium, open_page
from tests.support.databases import TestDatabase
from tests.support.server import PooledServer, served


@pytest.fixture(scope="session")
def _server(app: Flask) -> Iterator[PooledServer]:
    with served(app, app.extensions["shared_pages"].version.forget) as server:
        yield server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return the browser, started once for each worker of the test run."""
    with chromium() as started:
        yield started


@pytest.fixture
def live_server(_server: PooledServer, database: TestDatabase) -> str:
    """Return the address of the running shop, whose database the test fills beforehand."""
    return _server.url


@pytest.fixture
def page(browser: Browser, live_server: str) -> Iterator[Page]:
    """Return a page of a phone's browser on the shop."""
    with open_page(browser, live_server) as opened:
        yield opened


@pytest.fixture
def no_js_page(browser: Browser, live_server: str) -> Iterator[Page]:
    """Return a page of a phone's browser whose scripts are off."""
    with open_page(browser, live_server, java_script_enabled=False) as opened:
        yield opened
