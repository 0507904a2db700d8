"""A shopper at one of the checkout's pages: the cart, what was answered, what it comes to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NoReturn

from flask import abort, redirect

from shop.domain.cart.queries import CartHead, CartItem, items
from shop.domain.catalogue.queries.facets import settings
from shop.domain.checkout.answers import FIELDS, Answers, with_typed
from shop.domain.checkout.queries import CheckoutView, Quote, of_cart, quote
from shop.domain.checkout.requirements import Known, first_missing, steps_of
from shop.domain.checkout.statuses import Step
from shop.domain.orders.links import order_path
from shop.domain.orders.queries import by_checkout_key
from shop.web.customer_session import current_cart, ordered_cart
from shop.web.town import chosen_town

CART = "/cart"
PATHS = {step: f"/checkout/{step}" for step in Step}
"""The pages' addresses; a test compares them with the routes."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What every page of the checkout rests on."""

    head: CartHead
    checkout: CheckoutView | None
    items: tuple[CartItem, ...]
    answers: Answers
    quote: Quote

    @property
    def known(self) -> Known:
        """What the requirements judge by."""
        return Known(self.answers, self.quote, settings().country)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The pages there are for this cart."""
        return steps_of(self.quote)

    def typed(self, step: Step) -> dict[str, str] | None:
        """Return what was typed at a step without becoming an answer."""
        kept = self.checkout.typed.get(step) if self.checkout else None
        return kept["texts"] if kept else None

    def refused(self, step: Step) -> bool:
        """Tell whether that was sent as an answer and could not be taken."""
        kept = self.checkout.typed.get(step) if self.checkout else None
        return bool(kept and kept["refused"])

    def answering(self, texts: dict[str, str]) -> Visit:
        """Return the visit as if `texts` had been answered."""
        answers = with_typed(self.answers, texts, settings().country)
        if answers == self.answers:
            return self
        return replace(self, answers=answers, quote=quote(self.items, answers))

    def is_answered(self, step: Step) -> bool:
        """Tell whether a step was answered before, whatever its answers are worth by now."""
        return any(getattr(self.answers, name) for name in FIELDS[step] if name not in _PREFILLED)


_PREFILLED = frozenset({"town", "area"})
"""The cart may know these before anybody was asked."""


def arrive(step: Step | None = None) -> Visit:
    """Return this shopper's visit to a step; leads elsewhere where it cannot be opened yet."""
    head = current_cart()
    if head is None or not head.count:
        leave()
    checkout = of_cart(head.id)
    answers = checkout.answers if checkout else Answers()
    if not answers.town:
        town, area = (head.town, head.area) if head.town else chosen_town()
        answers = replace(answers, town=town, area=area)
    found = items(head.id)
    visit = Visit(head, checkout, found, answers, quote(found, answers))
    missing = first_missing(visit.known, until=step) if step else None
    if missing:
        abort(redirect(PATHS[missing], 303))
    if step and step not in visit.steps:
        abort(redirect(PATHS[Step.PAYMENT], 303))
    return visit


def leave() -> NoReturn:
    """Lead to the order that was made of this visitor's cart, else to the cart."""
    cart = ordered_cart()
    checkout = of_cart(cart.id) if cart else None
    placed = by_checkout_key(checkout.key) if checkout else None
    abort(redirect(order_path(placed.public_id) if placed else CART, 303))
