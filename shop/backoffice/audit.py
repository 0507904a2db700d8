"""Who did what: the audit, filtered and paged by key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from shop.backoffice.acts import ACTORS, AREAS, FACTS, VERBS, in_words
from shop.backoffice.blueprint import bp
from shop.backoffice.context import moment_text, zone
from shop.domain.audit import queries
from shop.domain.audit.queries import Act, Wanted
from shop.domain.staff import queries as staff
from shop.domain.staff.permissions import Permission
from shop.kernel.i18n import _
from shop.web.access import requires
from shop.web.rendering import page

_FILTERS = ("who", "area", "outcome", "since", "until")
_LONGEST = 40
_YEARS = range(2000, 3000)


@dataclass(frozen=True, slots=True)
class ActLine:
    """An act, ready to be shown."""

    moment: str
    exact: str
    who: str
    role: str
    address: str
    what: str
    refused: bool
    about: str
    facts: list[tuple[str, str, str]]
    """Name, before and after."""


@bp.get("/audit")
@requires(Permission.AUDIT_READ)
def audit() -> ResponseReturnValue:
    """The acts, the newest first."""
    asked = {name: request.args.get(name, "")[:_LONGEST] for name in _FILTERS}
    people, after = staff.names(), request.args.get("after", "")
    found = queries.acts(_wanted(asked), after)
    filters: dict[str, Any] = {name: value for name, value in asked.items() if value}
    return page(
        "backoffice/audit.html",
        title=_("Audit"),
        lines=[_line(act, people) for act in found.items],
        asked=asked,
        filtered=bool(filters),
        people=[(str(key), name) for key, name in people.items()],
        areas=[(key, str(word)) for key, word in AREAS.items()],
        first_url=url_for(".audit", **filters) if after else None,
        next_url=url_for(".audit", **filters, after=found.next_cursor)
        if found.next_cursor
        else None,
    )


def _wanted(asked: dict[str, str]) -> Wanted:
    """Return what the filters ask for; nonsense asks for nothing."""
    who, until = asked["who"], _midnight(asked["until"])
    return Wanted(
        member_id=int(who) if who.isascii() and who.isdigit() and len(who) < 19 else None,  # noqa: PLR2004 - what a BIGINT holds
        area=asked["area"] if asked["area"] in AREAS else "",
        outcome=asked["outcome"] if asked["outcome"] in {"done", "refused"} else "",
        since=_midnight(asked["since"]),
        until=until + timedelta(days=1) if until else None,
    )


def _midnight(text: str) -> datetime | None:
    """Return when a day such as `2026-11-21` begins where the shop is."""
    try:
        day = date.fromisoformat(text)
        return datetime.combine(day, time(), zone()) if day.year in _YEARS else None
    except ValueError:
        return None


def _line(act: Act, people: dict[int, str]) -> ActLine:
    known = people.get(act.member_id or 0)
    return ActLine(
        moment=moment_text(act.at),
        exact=act.at.isoformat(),
        who=known or in_words(ACTORS, act.actor),
        role=act.role,
        address=act.address,
        what=in_words(VERBS, act.verb),
        refused=act.outcome == "refused",
        about=people.get(_number(act.subject_id), "")
        if act.subject == "member"
        else act.subject_id,
        facts=[
            (in_words(FACTS, name), _text(act.before.get(name)), _text(act.after.get(name)))
            for name in (act.before | act.after)
        ],
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0


def _text(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")
