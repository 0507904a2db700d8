"""Signing in: the try is committed before the password is looked at, the session after."""

from __future__ import annotations

from shop.domain.staff import emails, hashing
from shop.domain.staff.actions import attempts, sessions
from shop.domain.staff.errors import BadCredentials, TooManyAttempts
from shop.domain.staff.models import Member
from shop.domain.staff.queries import Credentials, credentials_of
from shop.domain.staff.statuses import MemberStatus
from shop.kernel.db import session
from shop.kernel.unit_of_work import unit_of_work


def sign_in(email: str, password: str, *, address: str, user_agent: str) -> str:
    """Return the id of a new session, for the browser's cookie.

    Raises `TooManyAttempts`, or `BadCredentials` whatever was wrong, also for the disabled; a
    stranger's e-mail address takes as long as a member's.
    """
    email = emails.normalised(email)
    with unit_of_work():
        claim = attempts.claim(email, address)
    if claim.wait is not None:
        raise TooManyAttempts(claim.wait)
    known = credentials_of(email)
    session().rollback()  # nothing stands open while the hash takes its time
    right = hashing.fits(known.password_hash if known else hashing.NOBODYS, password)
    if known is None or not right:
        raise BadCredentials
    fresh = hashing.hashed(password) if hashing.is_outdated(known.password_hash) else None
    with unit_of_work():
        member = _still(known)
        attempts.succeed(claim.attempt_id)
        if fresh:
            member.password_hash = fresh
            session().flush()
        return sessions.begin(member.id, address, user_agent)


def _still(known: Credentials) -> Member:
    """Return the member, unless disabled or given another password in the meantime."""
    member = session().get(Member, known.member_id, with_for_update=True)
    if (
        member is None
        or member.status != MemberStatus.ACTIVE
        or member.password_hash != known.password_hash
    ):
        raise BadCredentials
    return member
