"""Members come, change their password, and leave."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from shop.domain.staff import emails, hashing, passwords
from shop.domain.staff.actions import sessions
from shop.domain.staff.actions.roles import from_template
from shop.domain.staff.errors import EmailTaken, LastOwner
from shop.domain.staff.models import Member, Role
from shop.domain.staff.roles import Template
from shop.domain.staff.statuses import MOVES, MemberStatus
from shop.kernel.db import session
from shop.kernel.errors import Invalid, NotFound
from shop.kernel.i18n import _
from shop.kernel.status import transition
from shop.kernel.text import clean

_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMember:
    """Somebody who is about to work here."""

    email: str
    name: str
    password: str
    role: Template
    demo: bool = False


def create(new: NewMember) -> int:
    """Add a member; returns the id. Raises `Invalid`, `WeakPassword` or `EmailTaken`."""
    email, name = emails.checked(new.email), clean(new.name)
    if not name or len(name) > _LONGEST_NAME:
        raise Invalid(_("Enter a name of 1 to 120 characters."), field="name")
    passwords.check(new.password, about=(email, name))
    if session().scalar(select(Member.id).where(Member.email == email)):
        raise EmailTaken(_("%(email)s already works here.", email=email), field="email")
    member = Member(
        email=email,
        name=name,
        password_hash=hashing.hashed(new.password),
        role_id=from_template(new.role).id,
        demo=new.demo,
    )
    session().add(member)
    session().flush()
    return member.id


def set_password(email: str, password: str) -> None:
    """Give a member another password and end all their sessions."""
    member = _member(email)
    passwords.check(password, about=(member.email, member.name))
    member.password_hash = hashing.hashed(password)
    session().flush()
    sessions.end_all(member.id)


def disable(email: str) -> None:
    """Let a member in no more and end all their sessions; raises `LastOwner` for the last one."""
    member = _member(email)
    if member.status == MemberStatus.ACTIVE and _is_last_owner(member):
        raise LastOwner(
            _("%(email)s is the only owner: make another one first.", email=member.email)
        )
    transition(member, MemberStatus.DISABLED, MOVES)
    sessions.end_all(member.id)


def _member(email: str) -> Member:
    address = emails.normalised(email)
    found = session().scalar(select(Member).where(Member.email == address).with_for_update())
    if found is None:
        raise NotFound(_("Nobody with the e-mail address %(email)s works here.", email=address))
    return found


def _is_last_owner(member: Member) -> bool:
    """Owners are locked in one order first, so that two cannot disable each other at once."""
    role = session().scalar(select(Role).where(Role.code == Template.OWNER).with_for_update())
    if role is None or member.role_id != role.id:
        return False
    owners = select(func.count()).where(
        Member.role_id == role.id, Member.status == MemberStatus.ACTIVE
    )
    return session().execute(owners).scalar_one() == 1
