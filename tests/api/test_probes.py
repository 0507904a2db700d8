"""`/healthz` and `/readyz`: alive, and able to serve."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from shop.domain.ops import health


def test_alive_asks_nothing(client: FlaskClient, query_counter: object) -> None:
    with query_counter() as counted:  # type: ignore[operator]
        answer = client.get("/healthz")
    assert (answer.status_code, answer.json) == (200, {"status": "alive"})
    assert counted.total == 0


@pytest.fixture
def broken(database: object) -> Iterator[str]:
    """Register a part that is broken."""
    health.probes.register("oven", lambda: "cold")
    yield "oven"
    health.probes._entries.pop("oven")


def test_ready_names_what_is_not(client: FlaskClient, broken: str) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json is not None
    assert answer.json["status"] == "not ready"
    assert answer.json["troubles"][broken] == "cold"


def test_ready_where_all_is_well(client: FlaskClient) -> None:
    answer = client.get("/readyz")
    assert answer.json is not None
    own = {name for name in answer.json["troubles"] if name in {"database", "disk"}}
    assert own == set()
