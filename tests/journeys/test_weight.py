"""The first view of the demo shop on a phone stays inside its budget of bytes and requests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser

from shop.demo import load
from shop.demo.catalogue import demo_products
from tests.factories.memory import forget
from tests.support.browser import open_page
from tests.support.databases import TestDatabase

KB = 1000
BUDGET = {"Document": 10 * KB, "Stylesheet": 12 * KB, "Script": 18 * KB}
REQUESTS = 30
IN_VIEW = """[...document.images].filter(image => {
  const box = image.getBoundingClientRect();
  return box.top < innerHeight && box.bottom > 0 && box.left < innerWidth && box.right > 0;
}).map(image => image.currentSrc)"""


@pytest.fixture(name="database")
def demo(app: Flask, _database: TestDatabase, closed: None) -> Iterator[TestDatabase]:
    """Load the demo shop itself, pictures included."""
    _database.hold("empty")
    forget(app)
    with app.app_context():
        load.load_nyuzi()
        yield _database


@dataclass
class Wire:
    """What came over the wire."""

    kinds: dict[str, str] = field(default_factory=dict)
    urls: dict[str, str] = field(default_factory=dict)
    size: dict[str, int] = field(default_factory=dict)
    body: dict[str, int] = field(default_factory=dict)

    def response(self, said: dict[str, Any]) -> None:
        """Note what a request was for."""
        self.kinds[said["requestId"]] = said["type"]
        self.urls[said["requestId"]] = said["response"]["url"]

    def data(self, said: dict[str, Any]) -> None:
        """Count what came of a body."""
        number = said["requestId"]
        self.body[number] = self.body.get(number, 0) + int(said["encodedDataLength"])

    def finished(self, said: dict[str, Any]) -> None:
        """Note what it weighed, headers included."""
        self.size[said["requestId"]] = int(said["encodedDataLength"])

    def of(self, kind: str) -> int:
        """Return the bytes of one kind."""
        return sum(size for number, size in self.size.items() if self.kinds.get(number) == kind)


def _first_view(browser: Browser, live_server: str, path: str, pictures: int, whole: int) -> None:
    wire = Wire()
    with open_page(browser, live_server, device_scale_factor=2) as page:
        devtools = page.context.new_cdp_session(page)
        devtools.send("Network.enable")
        devtools.on("Network.responseReceived", wire.response)
        devtools.on("Network.dataReceived", wire.data)
        devtools.on("Network.loadingFinished", wire.finished)
        page.goto(path, wait_until="networkidle")
        seen = set(page.evaluate(IN_VIEW))
    ours = [number for number, url in wire.urls.items() if url in seen]
    shown = sum(wire.body.get(number, 0) for number in ours)
    weights = {kind: wire.of(kind) for kind in BUDGET}
    total = sum(weights.values()) + sum(wire.size.get(number, 0) for number in ours)
    report = (path, weights, shown, total, len(wire.size))
    assert seen, report
    assert all(weights[kind] <= most for kind, most in BUDGET.items()), report
    assert len(wire.size) <= REQUESTS, report
    assert {url.partition("/")[0] for url in wire.urls.values()} <= {"http:", "data:"}
    assert shown <= pictures, report
    assert total <= whole, report


def test_lists_are_light(browser: Browser, live_server: str) -> None:
    for path in ("/", "/c/all"):
        _first_view(browser, live_server, path, 60 * KB, 100 * KB)


def test_products_are_light(browser: Browser, live_server: str) -> None:
    for product in demo_products()[::20]:
        _first_view(browser, live_server, f"/p/{product.slug}", 50 * KB, 90 * KB)
