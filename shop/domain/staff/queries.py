"""Who works here, and whose session this is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, exists, func, select

from shop.domain.staff import emails
from shop.domain.staff.actions.sessions import IDLE, digest
from shop.domain.staff.models import (
    Invitation,
    KeptForm,
    Member,
    Role,
    SecondFactor,
    Session,
    TrustedDevice,
)
from shop.domain.staff.permissions import Permission
from shop.domain.staff.roles import TEMPLATES, Grantor, granted, keys_of, label_of
from shop.domain.staff.statuses import AccountKind, MemberStatus, Proof
from shop.kernel import clock
from shop.kernel.db import session

RECENT = timedelta(minutes=5)
"""So long a password or code counts for sensitive acts."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The member a request comes from, and through which session."""

    session_id: int
    last_seen_at: datetime
    member_id: int
    name: str
    email: str
    locale: str | None
    role: str
    role_id: int
    keys: frozenset[str]
    permissions: frozenset[Permission]
    proof: Proof
    proved_at: datetime | None
    has_factor: bool

    @property
    def is_through(self) -> bool:
        """Whether the second factor was shown too, here or once on this trusted device."""
        return self.has_factor and self.proof in {Proof.FACTOR, Proof.DEVICE}

    @property
    def is_recent(self) -> bool:
        """Whether the member has just shown who they are; a trusted device never counts."""
        return (
            self.proof is Proof.FACTOR
            and self.proved_at is not None
            and self.proved_at > clock.now() - RECENT
        )

    @property
    def grantor(self) -> Grantor:
        """This member as somebody who gives others a role."""
        return Grantor(self.member_id, self.role_id, self.keys)

    def may(self, permission: Permission | None) -> bool:
        """Tell whether this member's role holds `permission`; None asks for nothing."""
        return permission is None or permission in self.permissions


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a password is compared with."""

    member_id: int
    password_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLine:
    """A member in a list."""

    id: int
    email: str
    name: str
    role: str
    role_key: str
    role_keys: frozenset[str]
    status: str
    joined: bool
    """Whether a password was chosen: before that, there is only an invitation."""
    has_factor: bool
    last_seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class RoleLine:
    """A role, or a template of which none was made yet: that has no number."""

    key: str
    id: int
    name: str
    keys: frozenset[str]
    members: int
    edited: bool


_HAS_FACTOR = exists().where(SecondFactor.member_id == Member.id).label("has_factor")
_MEMBERS = select(
    Member.id, Member.email, Member.name, Member.status, Member.password_hash, Member.role_id,
    Role.name.label("role"), Role.code, Role.permissions, Role.edited, _HAS_FACTOR,
    select(func.max(Session.last_seen_at)).where(Session.member_id == Member.id)
    .scalar_subquery().label("last_seen_at"),
).join(Role, Role.id == Member.role_id)  # fmt: skip
_BY_TOKEN = (
    select(
        Session.id,
        Session.last_seen_at,
        Session.ends_at,
        Session.proof,
        Session.proved_at,
        _HAS_FACTOR,
        Member.id.label("member_id"),
        Member.name,
        Member.email,
        Member.locale,
        Role.id.label("role_id"),
        Role.name.label("role"),
        Role.code,
        Role.permissions,
        Role.edited,
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
    keys = keys_of(row.code, row.permissions, edited=row.edited)
    return SignedIn(
        session_id=row.id,
        last_seen_at=row.last_seen_at,
        member_id=row.member_id,
        name=row.name,
        email=row.email,
        locale=row.locale,
        role=row.role,
        role_id=row.role_id,
        keys=keys,
        permissions=granted(keys),
        proof=Proof(row.proof),
        proved_at=row.proved_at,
        has_factor=bool(row.has_factor),
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
    return [_member_line(row) for row in session().execute(_MEMBERS.order_by(Member.email))]


def member(number: int) -> MemberLine | None:
    """Return one of them."""
    row = session().execute(_MEMBERS.where(Member.id == number)).one_or_none()
    return _member_line(row) if row else None


def _member_line(row: Any) -> MemberLine:
    return MemberLine(
        id=row.id,
        email=row.email,
        name=row.name,
        role=label_of(row.code, row.role),
        role_key=row.code or str(row.role_id),
        role_keys=keys_of(row.code, row.permissions, edited=row.edited),
        status=row.status,
        joined=bool(row.password_hash),
        has_factor=bool(row.has_factor),
        last_seen_at=row.last_seen_at,
    )


def roles() -> list[RoleLine]:
    """Return every role and the templates of which none was made yet, the shipped ones first."""
    counted = select(func.count()).where(Member.role_id == Role.id).scalar_subquery()
    rows = session().execute(select(Role, counted.label("members")).order_by(Role.name)).all()
    made = {row.Role.code: _role_line(row) for row in rows if row.Role.code}
    shipped = [
        made.get(code)
        or RoleLine(code, 0, str(one.label), frozenset(one.permissions), 0, edited=False)
        for code, one in TEMPLATES.items()
    ]
    own = [_role_line(row) for row in rows if row.Role.code not in set(TEMPLATES)]
    return [*shipped, *own]


def role(key: str) -> RoleLine | None:
    """Return the role with a template's code or a number as its key."""
    return next((line for line in roles() if line.key == key), None)


def _role_line(row: Any) -> RoleLine:
    one: Role = row.Role
    return RoleLine(
        key=one.code or str(one.id),
        id=one.id,
        name=label_of(one.code, one.name),
        keys=keys_of(one.code, one.permissions, edited=one.edited),
        members=row.members,
        edited=one.edited,
    )


def invited(secret: str) -> MemberLine | None:
    """Return who may join by a link, while it holds."""
    number = session().scalar(
        select(Invitation.member_id)
        .join(Member, Member.id == Invitation.member_id)
        .where(
            Invitation.token_hash == digest(secret),
            Invitation.until > clock.now(),
            Member.status == MemberStatus.ACTIVE,
        )
    )
    return member(number) if number else None


def lapsed_member(secret: str) -> int | None:
    """Return whose session this was that expired by itself, not long ago."""
    return session().scalar(
        select(Session.member_id)
        .join(Member, Member.id == Session.member_id)
        .where(
            Session.token_hash == digest(secret),
            Session.kind == AccountKind.STAFF,
            Session.proof.in_((Proof.FACTOR, Proof.DEVICE)),
            Member.status == MemberStatus.ACTIVE,
        )
    )


def kept_form(member_id: int, secret: str) -> KeptForm | None:
    """Return what a member had typed, while it is kept; nobody else's."""
    return session().scalar(
        select(KeptForm).where(
            KeptForm.member_id == member_id,
            KeptForm.token_hash == digest(secret),
            KeptForm.until > clock.now(),
        )
    )


def anybody() -> bool:
    """Tell whether anybody works or worked here."""
    return session().scalar(select(Member.id).limit(1)) is not None


def names() -> dict[int, str]:
    """Return the names of everybody who works or worked here, by id."""
    rows = session().execute(select(Member.id, Member.name).order_by(Member.name, Member.id))
    return {row.id: row.name for row in rows}


@dataclass(frozen=True, slots=True)
class BrowserLine:
    """A session or a trusted device in its member's list."""

    id: int
    user_agent: str
    address: str
    began: datetime
    until: datetime


def sessions_of(member_id: int) -> list[BrowserLine]:
    """Return a member's living sessions, the one used last first; `until` is its last use."""
    moment = clock.now()
    rows = session().execute(
        select(Session.id, Session.user_agent, Session.address, Session.created_at,
               Session.last_seen_at)
        .where(
            Session.member_id == member_id,
            Session.ends_at > moment,
            Session.last_seen_at > moment - IDLE,
        )
        .order_by(Session.last_seen_at.desc(), Session.id.desc())
    )  # fmt: skip
    return [BrowserLine(*row) for row in rows]


def devices_of(member_id: int) -> list[BrowserLine]:
    """Return the devices that a member trusts, the newest first."""
    rows = session().execute(
        select(TrustedDevice.id, TrustedDevice.user_agent, TrustedDevice.address,
               TrustedDevice.created_at, TrustedDevice.until)
        .where(TrustedDevice.member_id == member_id, TrustedDevice.until > clock.now())
        .order_by(TrustedDevice.id.desc())
    )  # fmt: skip
    return [BrowserLine(*row) for row in rows]


def device_of(email: str, secret: str) -> int | None:
    """Return the trusted device that is known by `secret`, where it is this member's."""
    return session().scalar(
        select(TrustedDevice.id)
        .join(Member, Member.id == TrustedDevice.member_id)
        .where(
            Member.email == email,
            TrustedDevice.token_hash == digest(secret),
            TrustedDevice.until > clock.now(),
        )
    )


def demo_id_of(email: str) -> int | None:
    """Return the id of an account that the demo made."""
    return session().scalar(
        select(Member.id).where(Member.email == emails.normalised(email), Member.demo.is_(True))
    )


def id_of(email: str) -> int | None:
    """Return the id of the member with an e-mail address."""
    return session().scalar(select(Member.id).where(Member.email == emails.normalised(email)))
