"""What shoppers search for, and what they did not find."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from flask import request, url_for
from flask.typing import ResponseReturnValue

from shop.backoffice.blueprint import bp
from shop.backoffice.context import moment_text
from shop.domain.search.queries import log
from shop.domain.staff.permissions import Permission
from shop.kernel import clock
from shop.kernel.formatting import format_number
from shop.kernel.i18n import _
from shop.web.access import requires
from shop.web.rendering import page

PERIOD = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class SearchLine:
    """Words that were searched for, ready to be shown."""

    words: str
    url: str
    times: str
    found: str
    in_vain: bool
    latest: str


@bp.get("/searches")
@requires(Permission.SEARCHES_READ)
def searches() -> ResponseReturnValue:
    """The words of the last thirty days: those that found nothing first, then by how often."""
    after = request.args.get("after", "")
    found = log.asked(clock.now() - PERIOD, after)
    lines = [
        SearchLine(
            words=item.words,
            url=url_for("storefront.search", q=item.words),
            times=format_number(item.times),
            found=format_number(item.results),
            in_vain=item.results == 0,
            latest=moment_text(item.last_at),
        )
        for item in found.items
    ]
    return page(
        "backoffice/searches.html",
        title=_("Searches"),
        lines=lines,
        first=not after,
        next_url=url_for(".searches", after=found.next_cursor) if found.next_cursor else None,
    )
