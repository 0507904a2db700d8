"""`POST /callbacks/<provider>`: signed calls are kept once; everything else changes nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.api.callbacks import MOST_BYTES
from shop.domain.payments.models import GatewayEvent
from shop.kernel import clock as kernel_clock
from shop.kernel.db import session
from shop.standins.test_gateway.bank import the_bank
from shop.standins.test_gateway.signature import HEADER, signature
from tests.support.counting import Counted
from tests.support.databases import TestDatabase
from tests.support.hands import Hands

BODY = json.dumps(
    {
        "id": "tev_1",
        "kind": "payment.captured",
        "payment": {
            "reference": "tst_1", "payment_id": "pay_1", "state": "captured", "minor": 100,
            "currency": "KES", "refunded": 0,
        },
    }
).encode()  # fmt: skip
Count = Callable[[], AbstractContextManager[Counted]]


@pytest.fixture
def key(database: TestDatabase, clock: Hands) -> bytes:
    """Return the key of this shop's test gateway; the clock stands at noon."""
    return the_bank().key


def _signed(key: bytes, body: bytes, age: timedelta = timedelta()) -> dict[str, str]:
    return {HEADER: signature(key, body, int((kernel_clock.now() - age).timestamp()))}


def _kept() -> list[tuple[str, str]]:
    session().rollback()
    rows = session().execute(select(GatewayEvent.gateway, GatewayEvent.event_id))
    return [(row.gateway, row.event_id) for row in rows]


def test_a_signed_call_is_kept_once_and_answered_always(client: FlaskClient, key: bytes) -> None:
    for words in ("received\n", "known\n", "known\n"):
        answer = client.post("/callbacks/test", data=BODY, headers=_signed(key, BODY))
        assert (answer.status_code, answer.text) == (200, words)
        assert "Set-Cookie" not in answer.headers
    assert _kept() == [("test", "tev_1")]
    session().rollback()
    assert session().scalars(select(GatewayEvent.payload)).one() == BODY.decode()


def test_a_replay_inside_the_tolerance_is_harmless(client: FlaskClient, key: bytes) -> None:
    headers = _signed(key, BODY, timedelta(minutes=4))
    assert client.post("/callbacks/test", data=BODY, headers=headers).status_code == 200
    assert client.post("/callbacks/test", data=BODY, headers=headers).status_code == 200
    assert len(_kept()) == 1


@pytest.fixture
def refused(client: FlaskClient, key: bytes, query_counter: Count) -> Iterator[Callable[..., int]]:
    """Return what posts a call, sees that it asked the database nothing, and tells its status."""

    def post(body: bytes, headers: dict[str, str], provider: str = "test") -> int:
        with query_counter() as counted:
            answer = client.post(f"/callbacks/{provider}", data=body, headers=headers)
        assert counted.total == 0
        return answer.status_code

    yield post
    assert _kept() == []


def test_unsigned_tampered_and_stale_calls_are_refused(
    refused: Callable[..., int], key: bytes
) -> None:
    assert refused(BODY, {}) == 400
    assert refused(BODY + b" ", _signed(key, BODY)) == 400
    assert refused(BODY, _signed(b"another key", BODY)) == 400
    assert refused(BODY, _signed(key, BODY, timedelta(minutes=6))) == 400
    assert refused(BODY, _signed(key, BODY, timedelta(minutes=-6))) == 400
    assert refused(b"\0\xff", _signed(key, b"\0\xff")) == 400


def test_a_call_beyond_measure_is_not_even_read(refused: Callable[..., int], key: bytes) -> None:
    most = b" " * MOST_BYTES
    assert refused(most + b" ", _signed(key, most + b" ")) == 413
    assert refused(most, _signed(key, most)) == 400  # read, and found to be no call


@pytest.mark.parametrize("provider", ["nobody", "cash", "transfer", "TEST"])
def test_who_does_not_call_back_has_no_address(
    refused: Callable[..., int], key: bytes, provider: str
) -> None:
    assert refused(BODY, _signed(key, BODY), provider) == 404


def test_a_call_needs_no_token_of_a_session(app: Flask, client: FlaskClient, key: bytes) -> None:
    client.set_cookie(app.config["SESSION_COOKIE_NAME"], "something")
    headers = {**_signed(key, BODY), "Origin": "https://gateway.example"}
    assert client.post("/callbacks/test", data=BODY, headers=headers).status_code == 200


def test_a_call_is_not_read_by_get(client: FlaskClient) -> None:
    assert client.get("/callbacks/test").status_code == 405
