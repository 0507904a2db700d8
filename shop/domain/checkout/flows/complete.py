"""Make an order of a checkout, once, whoever asks how often; then begin its payment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from shop.domain.cart.actions import close
from shop.domain.cart.queries import CartItem, items
from shop.domain.catalogue.queries.facets import settings
from shop.domain.checkout import seen
from shop.domain.checkout.actions.answering import lock, ordered
from shop.domain.checkout.answers import Answers
from shop.domain.checkout.draft import order_draft
from shop.domain.checkout.errors import (
    CartEmpty,
    CheckoutGone,
    NotSold,
    StepMissing,
    TotalChanged,
)
from shop.domain.checkout.queries import CheckoutView, Quote, of_cart, quote
from shop.domain.checkout.requirements import Known, first_missing, problems
from shop.domain.checkout.words import not_sold
from shop.domain.orders.actions.place import place
from shop.domain.orders.links import order_path
from shop.domain.orders.queries import Placed, by_checkout_key
from shop.domain.payments.actions.start import open_payment
from shop.domain.payments.flows.start import start
from shop.domain.payments.queries import open_attempt
from shop.domain.settings.actions import SHOPFRONT
from shop.kernel import versions
from shop.kernel.money import Money, divide_half_up
from shop.kernel.unit_of_work import unit_of_work


@dataclass(frozen=True, slots=True)
class Asked:
    """What the last form says: which checkout, how it is paid, and what the shopper was shown.

    `expected` is the sum before rounding, in minor units; `seen` only explains a difference.
    """

    cart_id: int
    key: str
    payment_method: str
    expected: int | None
    seen: seen.Seen
    locale: str
    base_url: str


@dataclass(frozen=True, slots=True)
class Completed:
    """The order that was made, and where its payment goes on; None where nothing is to be done."""

    public_id: str
    number: str
    continue_url: str | None


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A sum, and what it rests on: the shop as of a version, the lines, the answers.

    `missing` is the first step without a good answer, with what is wrong there.
    """

    version: int
    items: tuple[CartItem, ...]
    answers: Answers
    quote: Quote
    missing: StepMissing | None


@dataclass(frozen=True, slots=True)
class _Made:
    """The order, and the attempt to pay it that is to be started, if any."""

    placed: Placed
    payment_id: int | None
    repeated: bool = False


def complete(asked: Asked) -> Completed:
    """Place the order, or return the one that was placed before; nothing is left half done.

    Raises `CheckoutGone`, `CartEmpty`, `StepMissing`, `NotSold`, `NotEnoughStock`, `TotalChanged`.
    The payment is begun when the order stands; a gateway that is away or unwilling is the matter
    of the order's own page.
    """
    prepared = _prepare(asked)
    with unit_of_work():
        made = _place(asked, prepared)
    placed = made.placed
    return Completed(placed.public_id, placed.number, _pay(made, asked.base_url))


def _prepare(asked: Asked) -> _Prepared | None:
    """Work the sum out while nobody waits for us; the unit only looks whether it still holds."""
    checkout = of_cart(asked.cart_id)
    if checkout is None or checkout.order_id is not None:
        return None
    return _worked_out(asked, checkout, versions.current(SHOPFRONT), items(asked.cart_id))


def _worked_out(
    asked: Asked, checkout: CheckoutView, version: int, found: tuple[CartItem, ...]
) -> _Prepared:
    answers = replace(checkout.answers, payment_method=asked.payment_method)
    known = Known(answers, quote(found, answers), settings().country)
    step = first_missing(known)
    missing = StepMissing(step, problems(step, known)) if step else None
    return _Prepared(version, found, answers, known.quote, missing)


def _place(asked: Asked, prepared: _Prepared | None) -> _Made:
    """Make the order inside the unit; whoever comes second finds the first one's."""
    checkout = lock(asked.cart_id)
    if checkout is None or checkout.key != asked.key:
        raise CheckoutGone
    if checkout.order_id is not None or not close(asked.cart_id):
        return _Made(_placed_before(asked.key), None, repeated=True)
    now = _as_of_now(asked, checkout, prepared)
    _judge(asked, now)
    draft = order_draft(checkout, now.answers, now.quote, asked.locale)
    placed = place(draft)
    ordered(checkout, placed.id)
    elsewhere = not (draft.payment.on_delivery or draft.payment.offline)
    return _Made(placed, open_payment(placed.id) if elsewhere else None)


def _placed_before(key: str) -> Placed:
    placed = by_checkout_key(key)
    if placed is None:  # the cart was closed by something that is no checkout
        raise CheckoutGone
    return placed


def _as_of_now(asked: Asked, checkout: CheckoutView, prepared: _Prepared | None) -> _Prepared:
    """Return what was prepared where it rests on what holds now, else work it out again."""
    version, found = versions.current(SHOPFRONT), items(asked.cart_id)
    answers = replace(checkout.answers, payment_method=asked.payment_method)
    if (
        prepared is not None
        and (prepared.version, prepared.answers) == (version, answers)
        and _lines(prepared.items) == _lines(found)
    ):
        return prepared
    return _worked_out(asked, checkout, version, found)


def _lines(found: Iterable[CartItem]) -> list[CartItem]:
    """Return the lines without what others leave on the shelf, on which no sum rests."""
    return [replace(item, available=0) for item in found]


def _judge(asked: Asked, now: _Prepared) -> None:
    if not now.items:
        raise CartEmpty
    if reasons := not_sold(now.items):
        raise NotSold(reasons)
    if now.missing is not None:
        raise now.missing
    if asked.expected != now.quote.exact.total.minor:
        raise _changed(asked, now.quote)


def _changed(asked: Asked, now: Quote) -> TotalChanged:
    """Return what was expected and what it comes to, both as the chosen method can pay them."""
    method = now.method(asked.payment_method)
    step, after = (method.step, now.payable(method).total) if method else (1, now.exact.total)
    before = None
    if asked.expected is not None:
        before = Money(divide_half_up(asked.expected, step) * step, after.currency)
    return TotalChanged(before, after, seen.changes(asked.seen, now))


def _pay(made: _Made, base_url: str) -> str | None:
    """Return where the browser goes on paying; a repeat is led to the same place."""
    payment_id = made.payment_id
    if made.repeated:
        attempt = open_attempt(made.placed.id)
        if attempt is not None and attempt.resumes_at:
            return attempt.resumes_at
        payment_id = attempt.id if attempt else None
    if payment_id is None:
        return None
    page = base_url + order_path(made.placed.public_id)
    return start(payment_id, f"{page}/return", page)
