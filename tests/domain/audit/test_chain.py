"""The audit is written with the act, in one chain, and nobody changes it afterwards."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from shop.domain.audit import actions, queries
from shop.domain.audit.actors import Actor, ActorKind, acting_as
from shop.domain.audit.checks import broken_links
from shop.domain.audit.models import AuditEntry
from shop.domain.audit.queries import PAGE_SIZE, Wanted
from shop.kernel.db import db, dialect_name, session
from shop.kernel.unit_of_work import before_commit, unit_of_work
from tests.support.hands import Hands

pytestmark = pytest.mark.usefixtures("database")
ASHA = Actor(ActorKind.MEMBER, 7, "Owner", "127.0.0.9")


def write(*verbs: str) -> None:
    """Write acts down, each in a unit of its own."""
    for verb in verbs:
        with unit_of_work():
            actions.record(verb, "thing", 1, after={"n": 1})


def test_an_act_says_who_did_what_from_where(clock: Hands) -> None:
    with acting_as(ASHA), unit_of_work():
        actions.record("role.changed", "role", 4, before={"name": "A"}, after={"name": "B"})
    with unit_of_work():
        actions.refused("page.opened", "page", "/admin/audit", reason="lacks audit:read")
    later, first = queries.acts(Wanted()).items
    assert (first.actor, first.member_id, first.role, first.address) == (
        "member", 7, "Owner", "127.0.0.9",
    )  # fmt: skip
    assert (first.verb, first.subject, first.subject_id) == ("role.changed", "role", "4")
    assert (first.before, first.after) == ({"name": "A"}, {"name": "B"})
    assert first.at == clock.now
    assert (later.actor, later.member_id, later.outcome) == ("system", None, "refused")
    assert broken_links() == []


def test_an_act_that_fails_leaves_no_trace_and_no_gap() -> None:
    write("a.first")
    with pytest.raises(RuntimeError, match="no"), unit_of_work():
        actions.record("a.lost", "thing")
        raise RuntimeError("no")
    write("a.second")
    assert list(session().scalars(select(AuditEntry.id).order_by(AuditEntry.id))) == [1, 2]
    assert broken_links() == []


def test_outside_a_unit_nothing_can_be_written() -> None:
    with pytest.raises(RuntimeError, match="unit of work"):
        actions.record("a.b", "thing")


def test_what_wants_to_be_last_is_called_in_order_and_sees_what_was_written() -> None:
    said: list[str] = []
    with unit_of_work():
        before_commit(lambda: before_commit(lambda: said.append("added")))
        before_commit(lambda: said.append("second"))
        said.append("body")
    assert said == ["body", "second", "added"]


@pytest.mark.parametrize(
    "change", ["UPDATE audit_entries SET verb = 'x'", "DELETE FROM audit_entries"]
)
def test_the_database_refuses_to_change_an_act(change: str) -> None:
    write("a.first")
    with pytest.raises(DBAPIError, match="the audit is never changed"), unit_of_work() as current:
        current.execute(text(change))
    assert broken_links() == []


def _unguard() -> None:
    """Take the triggers off, as somebody with the database's own password could."""
    with unit_of_work() as current:
        if dialect_name() == "postgresql":
            current.execute(text("ALTER TABLE audit_entries DISABLE TRIGGER ALL"))
        else:
            for verb in ("update", "delete"):
                current.execute(text(f"DROP TRIGGER audit_entries_no_{verb}"))


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("UPDATE audit_entries SET verb = 'x' WHERE id = 2", ["2"]),
        ("UPDATE audit_entries SET member_id = 9 WHERE id = 1", ["1"]),
        ("UPDATE audit_entries SET hash = 'f' WHERE id = 3", ["3"]),
        ("UPDATE audit_entries SET hash = 'f' WHERE id = 2", ["2", "3"]),
        ("DELETE FROM audit_entries WHERE id = 2", ["3"]),
        ("DELETE FROM audit_entries WHERE id = 1", ["2"]),
        ("DELETE FROM audit_entries WHERE id = 3", ["end"]),
        ("DELETE FROM audit_entries", ["end"]),
    ],
)
def test_the_check_finds_every_change(change: str, found: list[str]) -> None:
    write("a.first", "a.second", "a.third")
    _unguard()
    with unit_of_work() as current:
        current.execute(text(change))
    assert broken_links() == found


def test_acts_at_once_make_one_chain(app: Flask) -> None:
    start = threading.Barrier(4)

    def act() -> None:
        with app.app_context():
            start.wait(10)
            for _turn in range(5):
                write("a.raced")
            db.session.remove()

    hands = [threading.Thread(target=act) for _ in range(4)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join(30)
    assert queries.counted() == 20
    assert broken_links() == []


@pytest.mark.parametrize(
    ("wanted", "verbs"),
    [
        (lambda _clock: Wanted(area="role"), ["role.made"]),
        (lambda _clock: Wanted(member_id=7), ["members.odd", "role.made"]),
        (lambda _clock: Wanted(member_id=7, area="role"), ["role.made"]),
        (lambda _clock: Wanted(outcome="refused"), ["member.tried"]),
        (lambda clock: Wanted(since=clock.now), ["member.tried", "members.odd"]),
        (lambda clock: Wanted(until=clock.now), ["role.made"]),
    ],
)
def test_filters(clock: Hands, wanted: Callable[[Hands], Wanted], verbs: list[str]) -> None:
    with acting_as(ASHA):
        write("role.made")
        clock.forward(hours=1)
        write("members.odd")
    with unit_of_work():
        actions.refused("member.tried", "member", 1)
    assert [act.verb for act in queries.acts(wanted(clock)).items] == verbs


def test_acts_are_paged_by_key() -> None:
    with unit_of_work():
        for number in range(PAGE_SIZE + 3):
            actions.record("a.b", "thing", number)
    first = queries.acts(Wanted())
    assert first.next_cursor
    rest = queries.acts(Wanted(), first.next_cursor)
    assert rest.next_cursor is None
    ids = [act.id for act in (*first.items, *rest.items)]
    assert ids == list(range(PAGE_SIZE + 3, 0, -1))
