"""The order at a glance: what is in it, and what it comes to with each choice of the page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from shop.domain.cart.queries import CartItem
from shop.domain.catalogue.queries.facets import settings
from shop.domain.checkout.queries import Quote
from shop.domain.media.queries import pictures_named
from shop.domain.payments.queries import MethodView
from shop.domain.totals import words
from shop.domain.totals.result import StepKind, Totals
from shop.kernel.formatting import format_money, format_number, format_quantity
from shop.kernel.i18n import _, ngettext, pick
from shop.kernel.money import Money
from shop.kernel.quantity import Unit, amount_for
from shop.storefront.catalogue.pictures import Picture, picture_maker
from shop.storefront.checkout.visit import Visit


@dataclass(frozen=True, slots=True)
class Line:
    """A line as the summary draws it."""

    name: str
    options: str
    amount: str
    picture: Picture | None


@dataclass(frozen=True, slots=True)
class Case:
    """What it comes to with one choice of the page; one of them is chosen."""

    rows: list[tuple[str, str]]
    label: str
    total: str
    notes: list[str]
    chosen: bool


@dataclass(frozen=True, slots=True)
class Summary:
    """What `storefront/checkout/_summary.html` draws."""

    count: str
    lines: list[Line]
    cases: list[Case]

    @property
    def said(self) -> str:
        """What is read out when the sum has changed."""
        return next((f"{case.label} {case.total}" for case in self.cases if case.chosen), "")


def money(amount: Money) -> str:
    """Return an amount as this shop writes it."""
    return format_money(amount.minor, amount.currency, hide_zero=settings().hide_zero_cents)


def summary(visit: Visit, cases: Iterable[tuple[Quote, MethodView | None, bool]]) -> Summary:
    """Return the summary; `cases` are the page's choices: sum, way to pay, whether it is chosen."""
    count = visit.head.count
    return Summary(
        ngettext("%(shown)s item", "%(shown)s items", count, shown=format_number(count)),
        _lines(visit.items),
        [_case(*case) for case in cases],
    )  # fmt: skip


def default_method(quote: Quote, code: str) -> MethodView | None:
    """Return the way to pay that was chosen, else the shop's first."""
    return quote.method(code) or next(iter(quote.methods), None)


def _lines(items: tuple[CartItem, ...]) -> list[Line]:
    pictures = pictures_named(list({item.picture for item in items if item.picture}))
    made = picture_maker()
    return [
        Line(
            pick(item.name),
            ", ".join(filter(None, (item.options, _quantity(item)))),
            money(amount_for(item.unit_price, item.quantity, item.unit)),
            made(pictures.get(item.picture)),
        )
        for item in items
    ]


def _quantity(item: CartItem) -> str:
    """Return how much there is of a line; one piece goes without saying."""
    if item.unit is Unit.PIECE and item.quantity == 1:
        return ""
    if item.unit is Unit.PIECE:
        return ngettext("%(n)s piece", "%(n)s pieces", item.quantity)
    return format_quantity(item.quantity, item.unit)


def _case(quote: Quote, method: MethodView | None, chosen: bool) -> Case:  # noqa: FBT001 - one of a page's choices
    totals = quote.payable(method) if method else quote.exact
    if quote.physical and not totals.has_delivery:
        return Case(_rows(totals, quote), _("So far"), money(totals.total), [], chosen)
    later = method is not None and method.on_delivery
    label = _("To pay on delivery") if later else _("To pay")
    return Case(_rows(totals, quote), label, money(totals.total), _notes(totals, later), chosen)


def _rows(totals: Totals, quote: Quote) -> list[tuple[str, str]]:
    hide = settings().hide_zero_cents
    rows = []
    for step in totals.steps():
        if step.kind is StepKind.TOTAL or step.inside:
            continue
        name = words.label(step)
        if step.kind is StepKind.DELIVERY and quote.place:
            name = _delivery(quote)
        rows.append((name, words.amount(step, hide_zero=hide)))
    if quote.physical and not totals.has_delivery:
        rows.append((_("Delivery"), _("Chosen in the next step")))
    return rows


def _delivery(quote: Quote) -> str:
    if quote.option and quote.option.pickup:
        return quote.option.name
    place = quote.place
    return _("Delivery, %(town)s", town=place.town) if place else _("Delivery")


def _notes(totals: Totals, later: bool) -> list[str]:  # noqa: FBT001 - as above
    notes = []
    if totals.inclusive and totals.tax:
        notes.append(_("Tax of %(amount)s is included.", amount=money(totals.tax)))
    if later:
        notes.append(_("Nothing is charged today."))
    return notes
