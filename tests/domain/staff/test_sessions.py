"""Sessions end when idle, when old, when there are too many, and with their member."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from shop.domain.ops import checks
from shop.domain.staff import queries
from shop.domain.staff.actions import members, sessions
from shop.domain.staff.checks import CHECKS
from shop.domain.staff.errors import EmailTaken, LastOwner, WeakPassword
from shop.domain.staff.models import Session
from shop.domain.staff.roles import Template
from shop.kernel.db import session
from shop.kernel.errors import Conflict, Invalid, NotFound
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.staff import PASSWORD, member, session_of
from tests.support.databases import TestDatabase
from tests.support.hands import Hands

ASHA = "asha@example.com"


def count() -> int:
    """Return how many sessions there are."""
    return session().execute(select(func.count()).select_from(Session)).scalar_one()


def test_only_the_hash_of_an_id_is_kept(database: TestDatabase) -> None:
    secret = session_of(member())
    row = session().scalars(select(Session)).one()
    assert secret not in str(vars(row))
    assert len(secret) >= 43  # 256 bits
    assert queries.signed_in(secret)
    assert queries.signed_in(row.token_hash) is None
    assert queries.signed_in("") is None


def test_idle_sessions_end(database: TestDatabase, clock: Hands) -> None:
    secret = session_of(member())
    clock.forward(minutes=29, seconds=59)
    assert queries.signed_in(secret)
    clock.forward(seconds=1)
    assert queries.signed_in(secret) is None


def test_use_keeps_a_session_alive_for_twelve_hours(database: TestDatabase, clock: Hands) -> None:
    secret = session_of(member())
    for _ in range(28):
        clock.forward(minutes=25)
        found = queries.signed_in(secret)
        assert found is not None
        with unit_of_work():
            sessions.touch(found.session_id)
    clock.forward(minutes=20)
    assert queries.signed_in(secret) is None


def test_a_touch_is_written_once_a_minute(database: TestDatabase, clock: Hands) -> None:
    found = queries.signed_in(secret := session_of(member()))
    assert found is not None
    clock.forward(seconds=59)
    with unit_of_work():
        sessions.touch(found.session_id)
    again = queries.signed_in(secret)
    assert again is not None
    assert again.last_seen_at == found.last_seen_at


def test_the_oldest_of_more_than_five_ends(database: TestDatabase) -> None:
    number, other = member(), session_of(member("other@example.com"))
    secrets = [session_of(number) for _ in range(6)]
    assert [bool(queries.signed_in(secret)) for secret in secrets] == [False] + [True] * 5
    assert queries.signed_in(other)


def test_expired_sessions_are_cleared_away(database: TestDatabase, clock: Hands) -> None:
    number = member()
    session_of(number)
    clock.forward(hours=1)
    session_of(number)
    assert count() == 2  # kept for a day, to know whose interrupted form it was
    clock.forward(days=2)
    session_of(number)
    assert count() == 1


def test_another_password_ends_every_session(database: TestDatabase) -> None:
    secret = session_of(member())
    with pytest.raises(WeakPassword), unit_of_work():
        members.set_password(ASHA, "password1234")
    assert queries.signed_in(secret)
    with unit_of_work():
        members.set_password(ASHA, PASSWORD + " 2")
    assert queries.signed_in(secret) is None
    assert count() == 0


def test_disabling_ends_every_session(database: TestDatabase) -> None:
    member()
    secret = session_of(member("former@example.com", Template.VIEWER))
    with unit_of_work():
        members.disable("former@example.com")
    assert queries.signed_in(secret) is None
    assert checks.run(CHECKS) == []
    with pytest.raises(Conflict), unit_of_work():
        members.disable("former@example.com")


def test_a_session_of_a_disabled_member_opens_nothing_and_is_reported(
    database: TestDatabase,
) -> None:
    member()
    number = member("former@example.com", Template.VIEWER)
    with unit_of_work():
        members.disable("former@example.com")
    secret = session_of(number)
    assert queries.signed_in(secret) is None
    assert [broken.check.code for broken in checks.run(CHECKS)] == ["X3"]


def test_the_last_owner_stays(database: TestDatabase) -> None:
    member()
    member("viewer@example.com", Template.VIEWER)
    with pytest.raises(LastOwner), unit_of_work():
        members.disable(ASHA)
    member("second@example.com")
    with unit_of_work():
        members.disable(ASHA)
    with pytest.raises(LastOwner), unit_of_work():
        members.disable("second@example.com")


def test_members_are_checked_when_they_come(database: TestDatabase) -> None:
    member()
    with pytest.raises(EmailTaken):
        member("ASHA@example.com")
    with pytest.raises(Invalid):
        member("no address")
    nameless = members.NewMember(
        email="b@example.com", name=" \0", password=PASSWORD, role=Template.VIEWER
    )
    with pytest.raises(Invalid), unit_of_work():
        members.create(nameless)
    with pytest.raises(NotFound), unit_of_work():
        members.disable("nobody@example.com")
