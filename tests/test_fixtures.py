"""The fixtures keep their promises: sockets are shut, databases untouched, requests strangers."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from shop.kernel import clock as kernel_clock
from shop.kernel.db import db, session
from shop.kernel.unit_of_work import unit_of_work
from tests.support.counting import Counted
from tests.support.databases import TestDatabase
from tests.support.hands import Hands
from tests.support.sockets import NetworkShutError

OUTSIDE = "192.0.2.1"  # an address for documentation: it belongs to nobody
WRITE = text("INSERT INTO versions (name, number) VALUES ('of a test', 1)")
READ = text("SELECT number FROM versions WHERE name = 'of a test'")


@pytest.mark.parametrize("host", [OUTSIDE, "shop.example"])
def test_the_network_is_shut(host: str) -> None:
    with pytest.raises(NetworkShutError, match="use a fake"), socket.socket() as line:
        line.connect((host, 80))
    with pytest.raises(NetworkShutError), socket.socket() as line:
        line.connect_ex((host, 80))
    with pytest.raises(NetworkShutError):
        socket.getaddrinfo(host, 80)


def test_loopback_is_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()


@pytest.mark.parametrize("time", ["first", "second"])
def test_what_a_test_writes_is_gone_in_the_next(database: TestDatabase, time: str) -> None:
    assert session().execute(READ).first() is None
    with unit_of_work() as current:
        current.execute(WRITE)
    assert session().execute(READ).scalar_one() == 1


def test_a_database_that_was_only_read_is_kept(database: TestDatabase) -> None:
    session().execute(READ)

    assert database.hold("empty") is False
    with unit_of_work() as current:
        current.execute(WRITE)
    session().rollback()
    db.session.remove()
    assert database.hold("empty") is True


def test_the_clock_stands_until_it_is_moved(clock: Hands) -> None:
    before = kernel_clock.now()
    clock.forward(hours=2)

    assert kernel_clock.now() - before == timedelta(hours=2)


def test_statements_are_counted_and_transactions_are_not(
    database: TestDatabase, query_counter: Callable[[], AbstractContextManager[Counted]]
) -> None:
    with query_counter() as counted:
        session().execute(READ)
        with unit_of_work() as current:
            current.execute(WRITE)

    assert counted.total == 2, counted
    assert str(counted).startswith("1. SELECT number FROM versions")


def test_a_request_sees_nothing_of_the_test_and_the_test_sees_what_it_did(
    app: Flask, client: FlaskClient
) -> None:
    mine = session()
    seen = []
    app.before_request_funcs.setdefault(None, []).append(lambda: seen.append(session()))
    try:
        client.get("/nowhere")
    finally:
        app.before_request_funcs[None].pop()

    assert seen
    assert seen[0] is not mine
