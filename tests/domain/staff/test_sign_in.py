"""Signing in: one answer for all that is wrong, locks that grow, every try written down."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from shop.domain.staff import flows, queries
from shop.domain.staff.actions import attempts, members
from shop.domain.staff.errors import BadCredentials, TooManyAttempts
from shop.domain.staff.models import Member, SignInAttempt
from shop.kernel.db import session
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.staff import BROWSER, PASSWORD, member
from tests.support.databases import TestDatabase
from tests.support.hands import Hands

WRONG = "not the password"


def sign_in(password: str = PASSWORD, email: str = "asha@example.com") -> str:
    """Try from a browser of the tests."""
    return flows.sign_in(email, password, address="127.0.0.1", user_agent=BROWSER)


def fail(times: int, email: str = "asha@example.com") -> None:
    """Fail some times."""
    for _ in range(times):
        with pytest.raises(BadCredentials):
            sign_in(WRONG, email)


def outcomes() -> list[str]:
    """Return what the tries came to, in order."""
    return list(session().scalars(select(SignInAttempt.outcome).order_by(SignInAttempt.id)))


def test_the_right_password_opens_a_session(database: TestDatabase) -> None:
    number = member()
    found = queries.signed_in(sign_in(email=" Asha@Example.COM"))
    assert found is not None
    assert found.member_id == number
    assert outcomes() == ["succeeded"]


def test_stranger_wrong_password_and_disabled_get_one_answer(database: TestDatabase) -> None:
    member()
    member("former@example.com")
    with unit_of_work():
        members.disable("former@example.com")
    sentences = set()
    for email, password in (
        ("nobody@example.com", PASSWORD),
        ("asha@example.com", WRONG),
        ("former@example.com", PASSWORD),
    ):
        with pytest.raises(BadCredentials) as caught:
            sign_in(password, email)
        sentences.add(caught.value.sentence)
    assert len(sentences) == 1
    assert outcomes() == ["failed"] * 3


@pytest.mark.parametrize("email", ["asha@example.com", "nobody@example.com"])
def test_five_failures_lock_for_a_time_that_grows(
    database: TestDatabase, clock: Hands, email: str
) -> None:
    member()
    fail(5, email)
    with pytest.raises(TooManyAttempts) as caught:
        sign_in(PASSWORD, email)
    assert caught.value.wait == timedelta(minutes=15)
    clock.forward(minutes=15, seconds=1)
    fail(1, email)
    with pytest.raises(TooManyAttempts) as caught:
        sign_in(PASSWORD, email)
    assert caught.value.wait == timedelta(minutes=30)
    assert outcomes() == ["failed"] * 5 + ["locked", "failed", "locked"]


def test_tries_while_locked_do_not_lengthen_the_lock(database: TestDatabase, clock: Hands) -> None:
    member()
    fail(5)
    clock.forward(minutes=14)
    with pytest.raises(TooManyAttempts):
        sign_in()
    clock.forward(minutes=1, seconds=1)
    assert sign_in()


def test_success_forgets_failures(database: TestDatabase, clock: Hands) -> None:
    member()
    fail(4)
    sign_in()
    fail(4)
    assert sign_in()


def test_one_account_does_not_lock_another(database: TestDatabase) -> None:
    member()
    fail(5, "nobody@example.com")
    assert sign_in()


def test_a_try_counts_before_its_outcome_is_known(database: TestDatabase, clock: Hands) -> None:
    """Five at once are all that pass, however many are sent together."""
    member()
    claims = []
    for _ in range(20):
        with unit_of_work():
            claims.append(attempts.claim("asha@example.com", "127.0.0.1"))
    assert sum(claim.wait is None for claim in claims) == 5


def test_a_hash_of_lower_cost_is_renewed(database: TestDatabase) -> None:
    from argon2 import PasswordHasher  # noqa: PLC0415 - only this test makes a weak one

    number = member()
    weak = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
    with unit_of_work() as current:
        current.get_one(Member, number).password_hash = weak
    sign_in()
    kept = session().scalars(select(Member.password_hash)).one()
    assert "$m=19456,t=2,p=1$" in kept
    assert sign_in()


def test_the_log_is_kept_for_ninety_days(database: TestDatabase, clock: Hands) -> None:
    member()
    fail(1)
    clock.forward(days=91)
    sign_in()
    assert outcomes() == ["succeeded"]
