"""Members come, change their password, and leave."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from shop.domain.audit import actions as audit
from shop.domain.staff import emails, hashing, passwords
from shop.domain.staff.actions import access, devices, factors, sessions
from shop.domain.staff.actions.roles import by_key
from shop.domain.staff.errors import EmailTaken
from shop.domain.staff.models import Member
from shop.domain.staff.roles import Grantor
from shop.kernel.db import session
from shop.kernel.errors import Invalid, NotFound
from shop.kernel.i18n import _
from shop.kernel.text import clean

_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMember:
    """Somebody who is about to work here."""

    email: str
    name: str
    role: str
    """The key of a role: a template's code, or a number."""
    password: str = ""
    """Without one, nobody can sign in before a link was followed."""
    seed: str = ""
    """Of the second factor; without one the first sign-in sets it up."""
    demo: bool = False


def create(new: NewMember, by: Grantor | None = None) -> int:
    """Add a member; returns the id. Raises `Invalid`, `WeakPassword`, `EmailTaken`, `BeyondYou`."""
    email, name = emails.checked(new.email), clean(new.name)
    if not name or len(name) > _LONGEST_NAME:
        raise Invalid(_("Enter a name of 1 to 120 characters."), field="name")
    role = by_key(new.role)
    access.may_give(role, by)
    if new.password:
        passwords.check(new.password, about=(email, name))
    if session().scalar(select(Member.id).where(Member.email == email)):
        raise EmailTaken(_("%(email)s already works here.", email=email), field="email")
    member = Member(
        email=email,
        name=name,
        password_hash=hashing.hashed(new.password) if new.password else "",
        role_id=role.id,
        demo=new.demo,
    )
    session().add(member)
    session().flush()
    if new.seed:
        factors.set_up(member.id, new.seed)
    audit.record(
        "member.added", "member", member.id, after={"email": email, "role": role.name}, people=True
    )
    return member.id


def set_password(email: str, password: str) -> None:
    """Give a member another password and end all their sessions."""
    member = by_email(email)
    passwords.check(password, about=(member.email, member.name))
    member.password_hash = hashing.hashed(password)
    session().flush()
    devices.forget_all(member.id)
    sessions.end_all(member.id)
    audit.record("member.password_set", "member", member.id)


def by_email(email: str) -> Member:
    """Return the member with an e-mail address, locked."""
    address = emails.normalised(email)
    found = session().scalar(select(Member).where(Member.email == address).with_for_update())
    if found is None:
        raise NotFound(_("Nobody with the e-mail address %(email)s works here.", email=address))
    return found


def disable(email: str) -> None:
    """Let a member in no more and end all their sessions; raises `LastOwner` for the last one."""
    access.disable(by_email(email).id)
