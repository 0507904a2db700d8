"""A member's own account: where they are signed in, which devices are trusted, backup codes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import url_for
from flask.typing import ResponseReturnValue

from shop.backoffice.blueprint import bp
from shop.backoffice.context import moment_text
from shop.domain.audit import actions as audit
from shop.domain.staff import queries
from shop.domain.staff.actions import devices, factors, sessions
from shop.domain.staff.queries import BrowserLine
from shop.kernel.i18n import _
from shop.kernel.unit_of_work import unit_of_work
from shop.web.access import own_account, staff_only
from shop.web.messages import Message
from shop.web.rendering import page, updates
from shop.web.staff_session import this_member

# The more particular one first: Edge and Opera also call themselves Chrome, and all Safari.
_BROWSERS = (
    ("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
    ("Mac OS", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Browser:
    """A session or a device, ready to be shown."""

    id: int
    name: str
    address: str
    began: str
    until: str
    here: bool


def _named(user_agent: str) -> str:
    parts = (
        next((name for sign, name in table if re.search(sign, user_agent)), "")
        for table in (_BROWSERS, _SYSTEMS)
    )
    return " · ".join(filter(None, parts)) or _("A browser")


def _browser(line: BrowserLine, here: int | None = None) -> Browser:
    return Browser(
        line.id, _named(line.user_agent), line.address, moment_text(line.began),
        moment_text(line.until), line.id == here,
    )  # fmt: skip


@bp.get("/account")
@staff_only
def account() -> ResponseReturnValue:
    """Where this member is signed in, and what is trusted."""
    member = this_member()
    return page(
        "backoffice/account/account.html",
        title=_("Your account"),
        sessions=[
            _browser(one, member.session_id) for one in queries.sessions_of(member.member_id)
        ],
        devices=[_browser(one) for one in queries.devices_of(member.member_id)],
    )


@bp.post("/account/sessions/<int:number>/end")
@staff_only
def end_one(number: int) -> ResponseReturnValue:
    """End one of the member's own sessions; a foreign one stays."""
    member = this_member()
    with unit_of_work():
        sessions.end_own(member.member_id, number)
        audit.record("account.session_ended", "session", number)
    return updates(url_for(".account"), message=Message(_("That session is ended.")))


@bp.post("/account/sessions/end")
@staff_only
def end_others() -> ResponseReturnValue:
    """End all of the member's sessions but this one."""
    member = this_member()
    with unit_of_work():
        sessions.end_all(member.member_id, but=member.session_id)
        audit.record("account.sessions_ended", "member", member.member_id)
    return updates(
        url_for(".account"), message=Message(_("You are signed out everywhere but here."))
    )


@bp.post("/account/devices/<int:number>/forget")
@staff_only
def forget_device(number: int) -> ResponseReturnValue:
    """Trust a device no more."""
    member = this_member()
    with unit_of_work():
        devices.forget(member.member_id, number)
        audit.record("account.device_forgotten", "device", number)
    return updates(
        url_for(".account"), message=Message(_("That device is asked for a code again."))
    )


@bp.post("/account/backup-codes")
@own_account
def renew_backup_codes() -> ResponseReturnValue:
    """Make new backup codes and show them, once."""
    member = this_member()
    with unit_of_work():
        codes = factors.renew_backup_codes(member.member_id)
        audit.record("account.backup_codes_renewed", "member", member.member_id)
    return page(
        "backoffice/account/backup_codes.html",
        title=_("Your backup codes"),
        codes=codes,
        onward=url_for(".account"),
    )
