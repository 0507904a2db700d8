"""The menu of the back office, declared once, each entry with what its page asks for."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request, url_for

from shop.domain.staff.permissions import Permission
from shop.domain.staff.queries import SignedIn
from shop.kernel.i18n import LazyText, lazy


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of the menu."""

    endpoint: str
    name: LazyText
    symbol: str
    permission: Permission | None = None


@dataclass(frozen=True, slots=True)
class MenuItem:
    """An entry as one member sees it on one page."""

    url: str
    name: str
    symbol: str
    current: bool


MENU = (
    Entry("backoffice.home", lazy("Home"), "home"),
    Entry("backoffice.searches", lazy("Searches"), "search", Permission.SEARCHES_READ),
    Entry("backoffice.members", lazy("People"), "people", Permission.MEMBERS_READ),
    Entry("backoffice.audit", lazy("Audit"), "list", Permission.AUDIT_READ),
)


def menu(member: SignedIn) -> list[MenuItem]:
    """Return the entries this member may open."""
    return [
        MenuItem(
            url_for(entry.endpoint), str(entry.name), entry.symbol,
            request.endpoint == entry.endpoint,
        )
        for entry in MENU
        if member.may(entry.permission)
    ]  # fmt: skip
