"""Third page: how it is paid, and the one button that orders."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from flask import Response, redirect
from flask.typing import ResponseReturnValue

from shop.domain.catalogue.queries.facets import settings
from shop.domain.checkout import actions, seen
from shop.domain.checkout.queries import Quote
from shop.domain.checkout.requirements import problems
from shop.domain.checkout.statuses import Step
from shop.domain.content.queries import page_at
from shop.domain.inventory.errors import NotEnoughStock
from shop.domain.payments.queries import MethodView
from shop.domain.settings.actions import SHOPFRONT
from shop.kernel import clock
from shop.kernel.formatting import format_time
from shop.kernel.i18n import _
from shop.kernel.money import Money
from shop.kernel.unit_of_work import unit_of_work
from shop.kernel.versions import Remembered
from shop.storefront.blueprint import bp
from shop.storefront.checkout import forms
from shop.storefront.checkout.frame import answer, step_page, title_of
from shop.storefront.checkout.summary import default_method, money, summary
from shop.storefront.checkout.visit import PATHS, Visit, arrive
from shop.web import htmx
from shop.web.access import public
from shop.web.csrf import from_shared_page
from shop.web.rate_limit import POSTS, limiter
from shop.web.security import let_forms_lead_to_providers

_HERE = Step.PAYMENT
_TERMS = "terms"
_has_terms = Remembered(SHOPFRONT, lambda: page_at(_TERMS) is not None)


@dataclass(frozen=True, slots=True)
class Method:
    """A way to pay, as a card draws it; `button` says what pressing it does."""

    code: str
    title: str
    price: str
    text: str
    prepare: str
    button: str
    chosen: bool


@bp.get("/checkout/payment")
@public
def checkout_payment() -> ResponseReturnValue:
    """The ways to pay, with the exact sum of each."""
    visit = arrive(_HERE)
    judged = visit.is_answered(_HERE) or not visit.quote.methods
    return payment_page(visit, problems(_HERE, visit.known) if judged else {})


@bp.post("/checkout/payment")
@public
@from_shared_page  # a form of an ended session must not lose what was typed
@limiter.limit(POSTS)
def save_payment() -> ResponseReturnValue:
    """Remember which way was chosen, and keep the goods for a while more."""
    visit = arrive(_HERE)
    told = visit.answering(forms.read(_HERE).answers)
    wrong = problems(_HERE, told.known)
    if wrong:
        return payment_page(visit, wrong, status=422)
    known = settings()
    with unit_of_work():
        kept = actions.answer(told.head.id, _HERE, told.answers)
        with suppress(NotEnoughStock):  # it is said when the order is placed
            actions.keep_stock(kept, told.items, known)
    return Response(status=204) if htmx.is_fragment() else redirect(PATHS[_HERE], 303)


def payment_page(
    visit: Visit, wrong: Mapping[str, str], *, status: int = 200
) -> ResponseReturnValue:
    """Answer with the page; completion does so too where the choice cannot be taken."""
    let_forms_lead_to_providers()
    quote = visit.quote
    chosen = default_method(quote, visit.answers.payment_method)
    cases: list[tuple[Quote, MethodView | None, bool]] = [
        (quote, one, one is chosen) for one in quote.methods
    ]
    context = step_page(
        _HERE, visit, wrong, summary=summary(visit, cases or [(quote, None, True)]),
        methods=_methods(quote, chosen),
        key=visit.checkout.key if visit.checkout else "",
        expected=quote.exact.total.minor, seen=seen.seen_of(quote),
        kept_until=_kept_until(visit), terms=f"/pages/{_TERMS}" if _has_terms() else "",
    )  # fmt: skip
    return answer("payment", title_of(_HERE), status=status, **context)


def _methods(quote: Quote, chosen: MethodView | None) -> list[Method]:
    """Return the cards; each names its sum where the sums differ."""
    sums = {one.code: quote.payable(one).total for one in quote.methods}
    differ = len(set(sums.values())) > 1
    collected = quote.option is not None and quote.option.pickup
    return [
        _method(_said(one, here=collected), sums[one.code], priced=differ, chosen=one is chosen)
        for one in quote.methods
    ]


def _said(method: MethodView, *, here: bool) -> MethodView:
    """Return a method in the words of who collects the goods: no rider comes to them."""
    if not (here and method.on_delivery):
        return method
    return replace(
        method,
        name=_("Cash when you collect it"),
        instructions=_("Pay in the shop, with the goods in your hands."),
    )


def _method(method: MethodView, total: Money, *, priced: bool, chosen: bool) -> Method:
    amount = money(total)
    at_once = not method.on_delivery and not method.offline and total
    return Method(
        code=method.code,
        title=method.name,
        price=amount if priced else "",
        text=method.instructions,
        prepare=_("Have exactly %(amount)s ready.", amount=amount) if method.on_delivery else "",
        button=_("Pay %(amount)s", amount=amount) if at_once else _("Place order"),
        chosen=chosen,
    )


def _kept_until(visit: Visit) -> str:
    """Return until when the goods are kept, as a time of day; empty where they are not."""
    until = visit.checkout.hold_until if visit.checkout else None
    if until is None or until <= clock.now() or not visit.quote.physical:
        return ""
    return format_time(until, ZoneInfo(settings().time_zone))
