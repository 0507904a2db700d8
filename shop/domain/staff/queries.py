"""Who works here, and whose session this is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from shop.domain.staff.actions.sessions import IDLE, digest
from shop.domain.staff.models import Member, Role, Session
from shop.domain.staff.permissions import Permission
from shop.domain.staff.roles import granted
from shop.domain.staff.statuses import AccountKind, MemberStatus
from shop.kernel import clock
from shop.kernel.db import session


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The member a request comes from, and through which session."""

    session_id: int
    last_seen_at: datetime
    member_id: int
    name: str
    email: str
    locale: str | None
    permissions: frozenset[Permission]

    def may(self, permission: Permission | None) -> bool:
        """Tell whether this member's role holds `permission`; None asks for nothing."""
        return permission is None or permission in self.permissions


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a password is compared with."""

    member_id: int
    password_hash: str


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A member in a list."""

    email: str
    name: str
    role: str
    status: str


_BY_TOKEN = (
    select(
        Session.id,
        Session.last_seen_at,
        Session.ends_at,
        Member.id.label("member_id"),
        Member.name,
        Member.email,
        Member.locale,
        Role.permissions,
    )
    .join(Member, Member.id == Session.member_id)
    .join(Role, Role.id == Member.role_id)
    .where(
        Session.token_hash == bindparam("digest"),
        Session.kind == AccountKind.STAFF,
        Member.status == MemberStatus.ACTIVE,
    )
)


def signed_in(secret: str) -> SignedIn | None:
    """Return whose session has the id `secret`; None where it has ended or never was."""
    row = session().execute(_BY_TOKEN, {"digest": digest(secret)}).one_or_none()
    moment = clock.now()
    if row is None or row.ends_at <= moment or row.last_seen_at <= moment - IDLE:
        return None
    return SignedIn(
        session_id=row.id,
        last_seen_at=row.last_seen_at,
        member_id=row.member_id,
        name=row.name,
        email=row.email,
        locale=row.locale,
        permissions=granted(row.permissions),
    )


def credentials_of(email: str) -> Credentials | None:
    """Return what the member with a normalised address signs in with, disabled or not."""
    row = (
        session()
        .execute(select(Member.id, Member.password_hash).where(Member.email == email))
        .one_or_none()
    )
    return Credentials(row.id, row.password_hash) if row else None


def members() -> list[MemberLine]:
    """Return everybody who works or worked here, by e-mail address."""
    rows = session().execute(
        select(Member.email, Member.name, Role.name.label("role"), Member.status)
        .join(Role, Role.id == Member.role_id)
        .order_by(Member.email)
    )
    return [MemberLine(row.email, row.name, row.role, row.status) for row in rows]


def anybody() -> bool:
    """Tell whether anybody works or worked here."""
    return session().scalar(select(Member.id).limit(1)) is not None
