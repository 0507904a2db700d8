"""Deadlocks and locks that lasted: who met one is run again, and without that fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import click
import pytest
from flask import Flask, flash, g, session
from flask.ctx import after_this_request
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response

from shop.cli import again
from shop.config import Config
from shop.factory import create_app
from shop.jobs import runtime
from shop.kernel import outbox, rerun
from shop.kernel.db import db
from shop.kernel.db import session as db_session
from shop.kernel.outbox import OutboxDelivery
from shop.kernel.unit_of_work import unit_of_work
from shop.web.dispatch import ShopFlask
from tests.factories.memory import forget_session
from tests.races.blocking import Blocker, Embrace, begin_counting, counted, impatient
from tests.support.client import Visitor
from tests.support.databases import TestDatabase

Start = Callable[..., Blocker]


@pytest.fixture
def shop(database: TestDatabase, test_config: Callable[[str], Config]) -> Iterator[Flask]:
    """Return an app of the test's own, to which it may add views."""
    begin_counting()
    made = create_app(test_config(database.url))
    made.test_client_class = Visitor
    database.touch()
    with made.app_context(), impatient(db.engine):
        yield made
        made.extensions["shared_pages"].forget()
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def blocker(database: TestDatabase, shop: Flask) -> Iterator[Start]:
    """Return what begins to hold the row that an act wants."""
    with ExitStack() as stack:

        def start(refusals: int = 1) -> Blocker:
            made = Blocker(database.url, refusals)
            stack.callback(made.free)
            return made

        yield start


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the re-runs away, for the twins."""
    monkeypatch.delattr(ShopFlask, "dispatch_request")
    monkeypatch.setattr(rerun, "RERUNS", 0)


def test_a_view_that_met_a_lock_is_run_again(shop: Flask, blocker: Start) -> None:
    held = blocker()
    shop.add_url_rule("/write", view_func=held.act)
    answer = shop.test_client().get("/write")
    assert (answer.status_code, answer.text) == (200, "written")
    assert held.runs == 2
    assert counted()["one"] == 1


@pytest.mark.usefixtures("plain")
def test_without_that_the_view_fails(shop: Flask, blocker: Start) -> None:
    held = blocker()
    shop.add_url_rule("/write", view_func=held.act)
    assert shop.test_client().get("/write").status_code == 503
    assert held.runs == 1
    held.free()
    assert counted()["one"] == 0


def test_three_times_and_no_more(shop: Flask, blocker: Start) -> None:
    held = blocker(9)
    shop.add_url_rule("/write", view_func=held.act)
    assert shop.test_client().get("/write").status_code == 503
    assert held.runs == 1 + rerun.RERUNS


def test_who_has_waited_long_is_not_made_to_wait_again(
    shop: Flask, blocker: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rerun, "PATIENCE_SECONDS", 0.0)
    held = blocker()
    with pytest.raises(OperationalError):
        rerun.rerun(held.act)
    assert held.runs == 1


def test_what_a_failed_run_left_in_the_request_is_gone(shop: Flask, blocker: Start) -> None:
    held = blocker(2)
    seen: list[tuple[object, ...]] = []

    def view() -> str:
        g.seen = g.get("seen", 0) + 1
        session["runs"] = session.get("runs", 0) + 1
        flash("Written.")
        after_this_request(_count)
        seen.append((g.seen, session["runs"], len(session["_flashes"])))
        return held.act()

    def _count(response: Response) -> Response:
        response.headers.add("X-Count", "1")
        return response

    shop.add_url_rule("/write", view_func=view, methods=["POST"])
    shop.add_url_rule("/told", view_func=lambda: f"{session['runs']} {session['_flashes']}")
    visitor = shop.test_client()
    answer = visitor.post("/write", headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.text == "written"
    assert seen == [(1, 1, 1)] * 3
    assert answer.headers.getlist("X-Count") == ["1"]
    assert visitor.get("/told").text == "1 [('message', 'Written.')]"


def test_a_view_that_only_reads_gets_no_cookie_and_no_vary(shop: Flask) -> None:
    answer = shop.test_client().get("/robots.txt")
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")


def _both(shop: Flask, act: Callable[[str, str], object]) -> list[object]:
    def one(first: str, second: str) -> object:
        try:
            with shop.app_context():
                return act(first, second)
        finally:
            shop.extensions["shared_pages"].version.forget()  # this thread's own line

    with ThreadPoolExecutor(2) as people:
        begun = [people.submit(one, "one", "two"), people.submit(one, "two", "one")]
        return [each.result(30) for each in begun]


@pytest.mark.only("postgresql")
def test_two_views_in_each_other_s_arms_both_end_well(shop: Flask) -> None:
    embrace = Embrace()
    shop.add_url_rule("/take/<first>/<second>", view_func=embrace.act)
    statuses = _both(shop, lambda a, b: Visitor(shop, Response).get(f"/take/{a}/{b}").status_code)
    assert statuses == [200, 200]
    assert embrace.runs == 3
    assert counted() == {"one": 2, "two": 2}


@pytest.mark.only("postgresql")
@pytest.mark.usefixtures("plain")
def test_without_that_one_of_the_two_fails(shop: Flask) -> None:
    embrace = Embrace()
    shop.add_url_rule("/take/<first>/<second>", view_func=embrace.act)
    statuses = _both(shop, lambda a, b: Visitor(shop, Response).get(f"/take/{a}/{b}").status_code)
    assert sorted(map(str, statuses)) == ["200", "503"]
    assert counted() == {"one": 1, "two": 1}


@pytest.mark.only("postgresql")
def test_two_jobs_in_each_other_s_arms(shop: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    embrace = Embrace()
    monkeypatch.setattr(runtime, "_function", lambda _job: embrace.act)
    monkeypatch.setattr(
        outbox, "_plumbing", outbox._Plumbing({"Taken": ("tests.take",)}, lambda *_given: None)
    )
    with unit_of_work():
        outbox.write("Taken", {"first": "one", "second": "two"})
        outbox.write("Taken", {"first": "two", "second": "one"})
    numbers = db_session().scalars(select(OutboxDelivery.id)).all()
    db_session().rollback()
    numbered = dict(zip(("one", "two"), numbers, strict=True))

    assert _both(shop, lambda first, _second: runtime.deliver(numbered[first])) == [True, True]

    forget_session()
    rows = db_session().scalars(select(OutboxDelivery)).all()
    assert [(row.state, row.attempts) for row in rows] == [("done", 1)] * 2
    assert counted() == {"one": 2, "two": 2}


def _job(monkeypatch: pytest.MonkeyPatch, blocker: Start) -> tuple[Blocker, OutboxDelivery]:
    monkeypatch.setattr(
        outbox, "_plumbing", outbox._Plumbing({"Asked": ("tests.act",)}, lambda *_given: None)
    )
    with unit_of_work():
        outbox.write("Asked", {})
    number = db_session().scalars(select(OutboxDelivery.id)).one()
    db_session().rollback()
    held: list[Blocker] = []

    def act() -> None:
        if not held:  # the delivery's own first unit of work must pass
            held.append(blocker())
        held[0].act()

    monkeypatch.setattr(runtime, "_function", lambda _job: act)
    try:
        runtime.deliver(number)
    finally:
        if held:
            held[0].free()
    forget_session()
    return held[0], db_session().get_one(OutboxDelivery, number)


def test_a_job_that_met_a_lock_is_run_again(
    shop: Flask, blocker: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, row = _job(monkeypatch, blocker)
    assert held.runs == 2
    assert (row.state, row.attempts) == ("done", 1)


@pytest.mark.only("postgresql")
@pytest.mark.usefixtures("plain")
def test_without_that_the_job_needs_another_delivery(
    shop: Flask, blocker: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, row = _job(monkeypatch, blocker)
    assert held.runs == 1
    assert row.state == "waiting"
    assert "LockNotAvailable" in str(row.last_error)


def _command(shop: Flask, act: Callable[[], object], *, with_reruns: bool) -> tuple[int, str]:
    group = click.Group("trial")

    @group.command("write")
    def write() -> None:
        click.echo(str(act()))

    if with_reruns:
        again.run_again(group)
        again.run_again(group)  # as every app of a test run does
    shop.cli.add_command(group)
    result = shop.test_cli_runner().invoke(args=["trial", "write"])
    return result.exit_code, result.output


def test_a_command_that_met_a_lock_is_run_again(shop: Flask, blocker: Start) -> None:
    held = blocker()
    assert _command(shop, held.act, with_reruns=True) == (0, "written\n")
    assert held.runs == 2


def test_without_that_the_command_fails(shop: Flask, blocker: Start) -> None:
    held = blocker()
    assert _command(shop, held.act, with_reruns=False)[0] == 1
    assert held.runs == 1


def test_every_short_command_of_the_shop_is_run_again(shop: Flask) -> None:
    from shop.cli import _BY_THEMSELVES  # noqa: PLC0415 - what is looked at here

    ours = [
        group
        for group in shop.cli.commands.values()
        if isinstance(group, click.Group) and group.name not in {"limiter", "db"}
    ]
    assert {"inventory", "outbox", "tasks"} <= {group.name for group in ours}
    for group in ours:
        marked = {hasattr(one.callback, again._MARK) for one in group.commands.values()}
        assert marked == {group not in _BY_THEMSELVES}, group.name


def test_other_errors_are_not_run_again(shop: Flask) -> None:
    runs: list[int] = []

    def act() -> None:
        runs.append(1)
        db_session().connection().exec_driver_sql("SELECT nothing FROM nowhere")

    with pytest.raises(Exception, match="nowhere"):
        rerun.rerun(act)
    assert runs == [1]


def test_inside_a_unit_nothing_is_run_again(shop: Flask) -> None:
    with pytest.raises(RuntimeError, match="inside a unit of work"), unit_of_work():
        rerun.rerun(lambda: None)
