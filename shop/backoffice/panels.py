"""The parts of the first page: figures, and panels of what needs somebody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask import url_for

from shop.backoffice.context import moment_text
from shop.domain.catalogue.queries import attention
from shop.domain.catalogue.statuses import ProductStatus, StockState
from shop.domain.ops import deliveries
from shop.domain.search.queries import log
from shop.domain.staff.permissions import Permission
from shop.domain.staff.queries import SignedIn
from shop.kernel import clock
from shop.kernel.formatting import format_number
from shop.kernel.i18n import _, ngettext, pick

StockCounts = dict[StockState, int]
_WEEK = timedelta(days=7)
_LINES = 6


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure."""

    label: str
    number: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """Something that needs somebody: its name and address, a word about it, a detail."""

    name: str
    url: str | None
    word: str
    tone: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """Some lines of one kind; `rest` says how many more there are."""

    key: str
    title: str
    lines: Sequence[Line]
    nothing: str
    rest: str = ""
    link: tuple[str, str] | None = None


def _stock_line(item: attention.RunningOut, state: StockState) -> Line:
    low = state is StockState.LOW
    word = _("Running low") if low else _("Sold out")
    if low and item.left:
        word = ngettext("%(n)s left", "%(n)s left", item.left)
    url = url_for("storefront.product", slug=item.slug)
    return Line(pick(item.name), url, word, "low" if low else "")


def stock_panel(counts: StockCounts) -> Panel:
    """Return what is sold out, then what runs low, the most wanted first."""
    lines = [
        _stock_line(item, state)
        for state in (StockState.OUT, StockState.LOW)
        for item in attention.running_out(state, _LINES)
    ]
    hidden = sum(counts.values()) - len(lines)
    rest = ngettext("and %(n)s more product", "and %(n)s more products", hidden)
    return Panel(
        "stock", _("Sold out and running low"), lines, _("Nothing is sold out or running low."),
        rest=rest if hidden > 0 else "",
    )  # fmt: skip


def deliveries_panel() -> Panel:
    """Return what the shop announced and could not finish."""
    lines = [
        Line(
            item.job, None, _("Given up") if item.given_up else _("Overdue"),
            "sale" if item.given_up else "low",
            " · ".join(part for part in (moment_text(item.due_at), item.last_error) if part),
        )
        for item in deliveries.unfinished(_LINES)
    ]  # fmt: skip
    hidden = deliveries.count() - len(lines) if len(lines) == _LINES else 0
    rest = ngettext("and %(n)s more", "and %(n)s more", hidden)
    return Panel(
        "deliveries", _("Not finished by itself"), lines,
        _("Everything the shop had to do is done."), rest=rest if hidden > 0 else "",
    )  # fmt: skip


def searches_panel() -> Panel:
    """Return what shoppers looked for in vain this week."""
    lines = [
        Line(
            item.words, url_for("storefront.search", q=item.words),
            ngettext("%(n)s time", "%(n)s times", item.times), "",
        )
        for item in log.in_vain(clock.now() - _WEEK, _LINES)
    ]  # fmt: skip
    return Panel(
        "searches", _("Searched for this week, not found"), lines,
        _("Every search of this week found something."),
        link=(url_for("backoffice.searches"), _("All searches")),
    )  # fmt: skip


def figures(member: SignedIn, stock: StockCounts) -> list[Tile]:
    """Return the numbers this member may know."""
    tiles = []
    if member.may(Permission.CATALOGUE_READ):
        counts = attention.status_counts()
        words = {ProductStatus.PUBLISHED: _("Published"), ProductStatus.DRAFT: _("Drafts")}
        tiles += [Tile(words[s], format_number(counts.get(s, 0))) for s in words]
    if member.may(Permission.STOCK_READ):
        words_of = {StockState.OUT: _("Sold out"), StockState.LOW: _("Running low")}
        tiles += [
            Tile(words_of[s], format_number(stock.get(s, 0)), "#stock" if stock.get(s) else None)
            for s in words_of
        ]
    return tiles
