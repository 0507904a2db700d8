"""Who may do what is changed by those who may do as much themselves."""

from __future__ import annotations

from sqlalchemy import func, select

from shop.domain.audit import actions as audit
from shop.domain.staff.actions import devices, factors, sessions
from shop.domain.staff.actions.roles import by_key, held_by
from shop.domain.staff.errors import BeyondYou, LastOwner, OwnRole
from shop.domain.staff.models import Member, Role
from shop.domain.staff.roles import Grantor, Template, may_grant
from shop.domain.staff.statuses import MOVES, MemberStatus
from shop.kernel.db import session
from shop.kernel.errors import NotFound
from shop.kernel.i18n import _
from shop.kernel.status import transition


def may_give(role: Role, by: Grantor | None) -> None:
    """Raise `BeyondYou` where a role holds more than who gives it; a command may do everything."""
    if by is not None and not may_grant(by.keys, held_by(role)):
        raise BeyondYou


def change_role(member_id: int, key: str, by: Grantor | None = None) -> None:
    """Give a member another role and end all their sessions."""
    member, before = _other(member_id, by)
    role = by_key(key)
    may_give(role, by)
    if role.id == before.id:
        return
    _keep_an_owner(member)
    member.role_id = role.id
    session().flush()
    sessions.end_all(member.id)
    audit.record(
        "member.role_changed", "member", member.id,
        before={"role": before.name}, after={"role": role.name},
    )  # fmt: skip


def disable(member_id: int, by: Grantor | None = None) -> None:
    """Let a member in no more and end all their sessions; raises `LastOwner` for the last one."""
    member, _role = _other(member_id, by)
    if member.status == MemberStatus.ACTIVE:
        _keep_an_owner(member)
    transition(member, MemberStatus.DISABLED, MOVES)
    devices.forget_all(member.id)
    sessions.end_all(member.id)
    audit.record("member.disabled", "member", member.id)


def enable(member_id: int, by: Grantor | None = None) -> None:
    """Let a member in again."""
    member, _role = _other(member_id, by)
    transition(member, MemberStatus.ACTIVE, MOVES)
    audit.record("member.enabled", "member", member.id)


def reset_second_factor(member_id: int, by: Grantor | None = None) -> None:
    """Take a member's second factor away and end all their sessions: they set up another."""
    member, _role = _other(member_id, by)
    factors.take_away(member.id)
    audit.record("member.factor_reset", "member", member.id)


def end_sessions(member_id: int, by: Grantor | None = None) -> None:
    """End all sessions of a member."""
    member, _role = _other(member_id, by)
    sessions.end_all(member.id)
    audit.record("member.sessions_ended", "member", member.id)


def _other(member_id: int, by: Grantor | None) -> tuple[Member, Role]:
    """Return a member, locked, and their role, where `by` is somebody else who may do as much."""
    member = session().get(Member, member_id, with_for_update=True)
    role = session().get(Role, member.role_id) if member else None
    if member is None or role is None:
        raise NotFound(_("Nobody with that number works here."))
    if by is not None and by.member_id == member.id:
        raise OwnRole
    may_give(role, by)
    return member, role


def _keep_an_owner(member: Member) -> None:
    """Raise `LastOwner` where nobody else owns the shop who can sign in.

    The role is locked first, so that two owners cannot shut each other out at once.
    """
    role = session().scalar(select(Role).where(Role.code == Template.OWNER).with_for_update())
    if role is None or member.role_id != role.id:
        return
    others = select(func.count()).where(
        Member.role_id == role.id,
        Member.id != member.id,
        Member.status == MemberStatus.ACTIVE,
        Member.password_hash != "",
    )
    if not session().execute(others).scalar_one():
        raise LastOwner(
            _("%(email)s is the only owner: make another one first.", email=member.email)
        )
