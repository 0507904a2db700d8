"""What every page of the back office shows: the shop's name, the member, the menu."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from flask import Flask

from shop.backoffice.blueprint import bp
from shop.backoffice.navigation import menu
from shop.domain.catalogue.queries.facets import settings
from shop.kernel.formatting import format_date, format_time
from shop.kernel.i18n import _
from shop.web import kept_forms
from shop.web.staff_session import current_member


@cache
def _own_name(code: str) -> str:
    """Return what a language calls itself, such as `Français`."""
    return (Locale.parse(code).get_display_name() or code).capitalize()


@bp.context_processor
def frame() -> dict[str, Any]:
    """Return what the layout of the office needs beside a title."""
    member, known = current_member(), settings()
    if member and not member.is_through:  # half signed in, nobody sees the menu
        member = None
    return {
        "member": member,
        "menu": menu(member) if member else [],
        "shop_name": known.name,
        "kept": kept_forms.is_shown(),
        "languages": [(code, _own_name(code)) for code in known.languages],
    }


def init_app(app: Flask) -> None:
    """Let error pages of the office, which may belong to no view, have its frame."""
    app.extensions["office_frame"] = frame


def zone() -> ZoneInfo:
    """Return the shop's time zone."""
    return ZoneInfo(settings().time_zone)


def moment_text(moment: datetime) -> str:
    """Return a moment such as `Friday 20 Nov 14:05`, in the shop's time zone."""
    here = zone()
    return _("%(day)s %(time)s", day=format_date(moment, here), time=format_time(moment, here))
