"""Tries to sign in: written down before the password is looked at, counted, slowed down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update

from shop.domain.staff.models import Member, SignInAttempt
from shop.domain.staff.statuses import Gate, Outcome
from shop.kernel import clock
from shop.kernel.db import session

FREE_FAILURES = 5
FIRST_LOCK = timedelta(minutes=15)
LONGEST_LOCK = timedelta(hours=4)
_REMEMBERED = timedelta(hours=24)
_KEPT = timedelta(days=90)
_ADDRESS = 45


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to one guess, or how long to wait for the next."""

    attempt_id: int
    wait: timedelta | None


def lock_after(failures: int) -> timedelta:
    """Return how long nothing is tried after so many failures in a row; it doubles with each."""
    if failures < FREE_FAILURES:
        return timedelta(0)
    doubled: int = 2 ** min(failures - FREE_FAILURES, 10)
    return min(FIRST_LOCK * doubled, LONGEST_LOCK)


def claim(
    email: str, address: str, gate: Gate = Gate.PASSWORD, device_id: int | None = None
) -> Claim:
    """Write a try down as failed, before anybody knows, and return the right to one guess.

    Each gate counts for itself, and so does each trusted device: others cannot lock it out.

    Many tries at once therefore count each other: nobody gets more than five guesses. The member's
    row is locked meanwhile; where nobody has this address there is nothing to guess.
    """
    session().execute(select(Member.id).where(Member.email == email).with_for_update())
    moment = clock.now()
    failures, latest = _failures(email, moment, gate, device_id)
    until = latest + lock_after(failures) if latest else moment
    locked = until > moment
    attempt = SignInAttempt(
        kind=gate,
        email=email,
        address=address[:_ADDRESS],
        device_id=device_id,
        outcome=Outcome.LOCKED if locked else Outcome.FAILED,
    )
    session().add(attempt)
    session().flush()
    return Claim(attempt.id, until - moment if locked else None)


def succeed(attempt_id: int) -> None:
    """The password was right: the failures before this try count no more."""
    current = session()
    current.execute(
        update(SignInAttempt)
        .where(SignInAttempt.id == attempt_id)
        .values(outcome=Outcome.SUCCEEDED)
        .execution_options(synchronize_session=False)
    )
    current.execute(
        delete(SignInAttempt)
        .where(SignInAttempt.at < clock.now() - _KEPT)
        .execution_options(synchronize_session=False)
    )


def _failures(
    email: str, moment: datetime, gate: Gate, device_id: int | None
) -> tuple[int, datetime | None]:
    """Return how often it failed since it last succeeded, within a day, and when last."""
    whom = (
        SignInAttempt.kind == gate,
        SignInAttempt.email == email,
        SignInAttempt.device_id.is_not_distinct_from(device_id),
    )
    success = select(func.coalesce(func.max(SignInAttempt.id), 0)).where(
        *whom, SignInAttempt.outcome == Outcome.SUCCEEDED
    )
    row = (
        session()
        .execute(
            select(func.count(), func.max(SignInAttempt.at)).where(
                *whom,
                SignInAttempt.outcome == Outcome.FAILED,
                SignInAttempt.id > success.scalar_subquery(),
                SignInAttempt.at > moment - _REMEMBERED,
            )
        )
        .one()
    )
    return row[0], row[1]
