"""From a cart to what its page draws."""

from __future__ import annotations

from dataclasses import dataclass

from shop.domain.cart.queries import CartLine, CartView
from shop.domain.catalogue.queries.facets import settings
from shop.domain.totals import words
from shop.domain.totals.result import StepKind, Totals
from shop.kernel.formatting import format_quantity
from shop.kernel.i18n import _, ngettext
from shop.kernel.quantity import Unit
from shop.storefront.catalogue.buying import Stepper, plain, stepper
from shop.storefront.catalogue.cards import PRODUCT_PATH
from shop.storefront.catalogue.pictures import Picture, PictureMaker, picture_maker
from shop.storefront.ways import amount

# url_for twice a line costs more than the line; a test follows the forms.
_LINES = "/cart/lines/"


@dataclass(frozen=True, slots=True)
class Wrong:
    """What was typed into a line and refused."""

    line_id: int
    typed: str
    sentence: str


@dataclass(frozen=True, slots=True)
class LineView:
    """A line; without a `stepper` it can only be removed. `about` says options and number.

    Its forms post to `path`, its name leads to `url`.
    """

    id: int
    path: str
    url: str
    name: str
    options: str
    about: str
    picture: Picture | None
    price: str
    total: str
    notice: str
    problem: str
    stepper: Stepper | None


@dataclass(frozen=True, slots=True)
class CartPage:
    """What `storefront/cart/_cart.html` draws; `blocked`: it cannot be bought as it stands.

    A `whole` page begins with its problems, also with what was typed wrong; a part that arrives
    while somebody counts up does not take the focus away for that.
    """

    lines: list[LineView]
    problems: list[tuple[str, str]]
    blocked: bool
    whole: bool
    rows: list[tuple[str, str]]
    total: str
    note: str


def page_of(view: CartView, wrong: Wrong | None = None, *, whole: bool = True) -> CartPage:
    """Return the cart's page; `wrong` keeps what was typed beside what is wrong with it."""
    made = picture_maker()
    lines = [line_of(line, made, wrong) for line in view.lines]
    totals = view.totals
    return CartPage(
        lines=lines,
        problems=[
            (f"#line-{line.id}", line.problem)
            for line in lines
            if line.problem and (whole or not wrong or line.id != wrong.line_id)
        ],
        blocked=bool(view.problems),
        whole=whole,
        rows=_rows(view),
        total=amount(totals.total),
        note=_note(totals),
    )


def line_of(line: CartLine, made: PictureMaker, wrong: Wrong | None = None) -> LineView:
    """Return a line as page and drawer draw it."""
    mine = wrong if wrong and wrong.line_id == line.id else None
    price = amount(line.unit_price)
    to_be_had = line.sellable and line.available >= line.step
    number = mine.typed if mine else plain(line.quantity, line.unit)
    return LineView(
        id=line.id,
        path=f"{_LINES}{line.id}",
        url=f"{PRODUCT_PATH}{line.slug}?variant={line.variant}",
        name=line.name,
        options=line.options,
        about=", ".join(filter(None, (line.options, _number(line)))),
        picture=made(line.picture),
        price=_("%(price)s a metre", price=price)
        if line.unit is Unit.METRE
        else _("%(price)s each", price=price),
        total=amount(line.total) if line.sellable else "",
        notice=line.notice if line.sellable else "",
        problem=mine.sentence if mine else line.problem,
        stepper=stepper(number, line.unit, line.step) if to_be_had else None,
    )


def _number(line: CartLine) -> str:
    """Return how much there is of a line; one piece goes without saying."""
    if line.unit is Unit.METRE:
        return format_quantity(line.quantity, line.unit)
    if line.quantity == 1:
        return ""
    return ngettext("%(n)s piece", "%(n)s pieces", line.quantity)


def _rows(view: CartView) -> list[tuple[str, str]]:
    hide = settings().hide_zero_cents
    rows = []
    for step in view.totals.steps():
        if step.kind is StepKind.TOTAL or step.inside:
            continue
        name = words.label(step)
        if step.kind is StepKind.DELIVERY:
            name = _delivery(view)
        rows.append((name, words.amount(step, hide_zero=hide)))
    if view.is_carried and not view.totals.has_delivery:
        rows.append((_("Delivery"), _("not yet included")))
    return rows


def _delivery(view: CartView) -> str:
    if view.delivery is not None and view.delivery.pickup:
        return view.delivery.name
    return _("Delivery, %(town)s", town=view.place.town) if view.place else _("Delivery")


def _note(totals: Totals) -> str:
    if not totals.inclusive or not totals.tax:
        return ""
    return _("Tax of %(amount)s is included.", amount=amount(totals.tax))
