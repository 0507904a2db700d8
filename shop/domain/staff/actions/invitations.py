"""People join by a link that holds once."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select

from shop.domain.audit import actions as audit
from shop.domain.staff import hashing, passwords
from shop.domain.staff.actions.access import may_give
from shop.domain.staff.actions.sessions import digest
from shop.domain.staff.errors import LinkOver
from shop.domain.staff.models import Invitation, Member, Role
from shop.domain.staff.roles import Grantor
from shop.domain.staff.statuses import MemberStatus
from shop.kernel import clock
from shop.kernel.db import session
from shop.kernel.errors import Conflict
from shop.kernel.i18n import _
from shop.kernel.ids import token

HOLDS = timedelta(days=3)


def issue(member_id: int, by: Grantor | None = None) -> str:
    """Return what the link of a member who has no password yet ends in; an older one is over."""
    member = session().get(Member, member_id, with_for_update=True)
    role = session().get(Role, member.role_id) if member else None
    if member is None or role is None or member.password_hash:
        raise Conflict(_("This person has joined already."), code="JOINED")
    may_give(role, by)
    _end(member.id)
    secret = token()
    session().add(
        Invitation(member_id=member.id, token_hash=digest(secret), until=clock.now() + HOLDS)
    )
    session().flush()
    audit.record("member.invited", "member", member.id)
    return secret


def accept(secret: str, password: str) -> int:
    """Let who follows a link choose a password; returns the member's id. Raises `LinkOver`."""
    found = session().scalar(
        select(Invitation).where(
            Invitation.token_hash == digest(secret), Invitation.until > clock.now()
        )
    )
    member = session().get(Member, found.member_id, with_for_update=True) if found else None
    if member is None or member.status != MemberStatus.ACTIVE or member.password_hash:
        raise LinkOver
    passwords.check(password, about=(member.email, member.name))
    member.password_hash = hashing.hashed(password)
    session().flush()
    _end(member.id)
    audit.record("member.joined", "member", member.id)
    return member.id


def _end(member_id: int) -> None:
    session().execute(
        delete(Invitation)
        .where(Invitation.member_id == member_id)
        .execution_options(synchronize_session=False)
    )
