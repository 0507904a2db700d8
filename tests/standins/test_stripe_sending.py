"""The pretended Stripe tells the shop until it listens, and more than once where asked to."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from shop.kernel.money import Money
from shop.standins.stripe import pages, payments
from tests.support.stripe import Stripe, pretended, request_for


class _Shop(BaseHTTPRequestHandler):
    """A shop that is down for its first callbacks, and keeps what it is told."""

    heard: list[str]
    deaf_for: int

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        kind = type(self)
        kind.deaf_for -= 1
        if kind.deaf_for < 0:
            kind.heard.append(body.decode())
        self.send_response(503 if kind.deaf_for >= 0 else 204)
        self.end_headers()

    def log_message(self, *_arguments: Any) -> None:
        """Say nothing."""


@pytest.fixture
def shop() -> Iterator[tuple[str, type[_Shop]]]:
    kind = type("Shop", (_Shop,), {"heard": [], "deaf_for": 0})
    server = ThreadingHTTPServer(("127.0.0.1", 0), kind)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/callbacks/stripe", kind
    server.shutdown()
    thread.join()
    server.server_close()


def _started(stripe: Stripe) -> str:
    return stripe.gateway.start(request_for(Money(145000, "KES"))).reference


def test_it_tries_again_until_the_shop_hears(shop: tuple[str, type[_Shop]]) -> None:
    url, heard = shop
    heard.deaf_for = 2
    with pretended(callback_url=url) as stripe:
        payments.pay(stripe.account, _started(stripe))
        due = len(stripe.account.store.due())
        assert stripe.sender.send_due() == due - 2
        assert stripe.sender.send_due(ahead=60) == 2
        assert len(heard.heard) == due
        assert stripe.account.store.due(ahead=3600) == []


def test_it_gives_up_in_the_end(free_port: int) -> None:
    with pretended(callback_url=f"http://127.0.0.1:{free_port}/callbacks/stripe") as stripe:
        payments.refuse(stripe.account, _started(stripe))
        for _try in range(8):
            assert stripe.sender.send_due(ahead=3600) == 0
        assert stripe.account.store.due(ahead=3600) == []


@pytest.mark.parametrize(
    ("act", "at_once", "later"), [("pay", 4, 0), ("twice", 7, 0), ("silent", 1, 0), ("late", 1, 3)]
)
def test_callbacks_come_as_chosen(
    act: str, at_once: int, later: int, shop: tuple[str, type[_Shop]]
) -> None:
    url, heard = shop
    with pretended(callback_url=url) as stripe:
        pages._ACTS[act](stripe.account, _started(stripe))
        assert stripe.sender.send_due() == at_once
        assert stripe.sender.send_due(ahead=60) == later
        assert len(heard.heard) == at_once + later


def test_it_sends_by_itself(shop: tuple[str, type[_Shop]]) -> None:
    url, heard = shop
    with pretended(callback_url=url, sends=True) as stripe:
        payments.refuse(stripe.account, _started(stripe))
        for _wait in range(100):
            if len(heard.heard) == 3:
                break
            threading.Event().wait(0.02)
    assert len(heard.heard) == 3
