"""Second page: where the goods go and how; from here on they are kept for the shopper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import redirect, request
from flask.typing import ResponseReturnValue

from shop.domain.cart.actions import set_place
from shop.domain.catalogue.queries.facets import settings
from shop.domain.checkout import actions, words
from shop.domain.checkout.answers import FIELDS
from shop.domain.checkout.requirements import problems
from shop.domain.checkout.statuses import Step
from shop.domain.inventory.errors import NotEnoughStock
from shop.domain.shipping.queries import Option, towns
from shop.domain.shipping.rules import key_of
from shop.kernel.i18n import _
from shop.kernel.unit_of_work import unit_of_work
from shop.storefront.blueprint import bp
from shop.storefront.checkout import forms
from shop.storefront.checkout.frame import answer, step_page, title_of, when
from shop.storefront.checkout.summary import default_method, money, summary
from shop.storefront.checkout.visit import CART, PATHS, Visit, arrive
from shop.web import htmx
from shop.web.access import public
from shop.web.csrf import from_shared_page
from shop.web.rate_limit import POSTS, limiter

_HERE = Step.DELIVERY
_FRAGMENTS = {"delivery-choice": "storefront/checkout/_delivery_choice.html"}


@dataclass(frozen=True, slots=True)
class Way:
    """A way to get the goods, as a card draws it."""

    code: str
    title: str
    price: str
    when: str
    text: str
    kind: str
    chosen: bool


@bp.get("/checkout/delivery")
@public
def checkout_delivery() -> ResponseReturnValue:
    """Where to, with what was typed before."""
    visit = arrive(_HERE)
    texts = visit.typed(_HERE)
    judged = visit.is_answered(_HERE) if texts is None else visit.refused(_HERE)
    if texts is None:
        texts = {name: getattr(visit.answers, name) for name in FIELDS[_HERE]}
    tried = visit.answering(texts)
    return _page(tried, texts, problems(_HERE, tried.known) if judged else {})


@bp.post("/checkout/delivery")
@public
@from_shared_page  # a form of an ended session must not lose what was typed
@limiter.limit(POSTS)
def save_delivery() -> ResponseReturnValue:
    """Write the address down and keep the goods; "Update" only shows what there is in a town."""
    visit, form = arrive(_HERE), forms.read(_HERE)
    told = visit.answering(form.answers)
    if "update" in request.form:
        with unit_of_work():
            actions.keep(visit.head.id, _HERE, form.texts, refused=False)
        return _page(told, form.texts, {}) if htmx.target_id() else redirect(PATHS[_HERE], 303)
    wrong = problems(_HERE, told.known) | form.problems
    if wrong:
        with unit_of_work():
            actions.keep(visit.head.id, _HERE, form.texts, refused=True)
        return _page(told, form.texts, wrong, status=422)
    short = _save(told)
    if short:
        return _page(told, form.texts, {}, status=409, more=[(CART, text) for text in short])
    return redirect(PATHS[Step.PAYMENT], 303)


def _save(told: Visit) -> list[str]:
    """Write the answers down and hold the goods; returns what there is too little of."""
    known, place = settings(), told.quote.place
    with unit_of_work():
        kept = actions.answer(told.head.id, _HERE, told.answers)
        if place and (place.town, place.area) != (told.head.town, told.head.area):
            set_place(told.head.id, place.town, place.area)
        try:
            actions.keep_stock(kept, told.items, known)
        except NotEnoughStock as error:  # the answers are good: they stay
            return words.shortages(told.items, error.shortages)
    return []


def _page(
    visit: Visit,
    texts: Mapping[str, str],
    wrong: Mapping[str, str],
    *,
    status: int = 200,
    more: list[tuple[str, str]] | None = None,
) -> ResponseReturnValue:
    quote, code = visit.quote, visit.answers.payment_method
    cases = [quote.travelling(option) for option in quote.options] or [quote]
    shown = summary(
        visit, [(one, default_method(one, code), one.option is quote.option) for one in cases]
    )
    ordered = {name: wrong[name] for name in FIELDS[_HERE] if name in wrong}
    context = step_page(
        _HERE, visit, ordered, form=texts, summary=shown,
        towns=_towns(texts.get("town", "")), areas=_areas(visit),
        ways=[_way(one, chosen=one is quote.option) for one in quote.options],
        update=bool(htmx.target_id()),
    )  # fmt: skip
    context["problem_list"] += more or []
    return answer("delivery", title_of(_HERE), status=status, fragments=_FRAGMENTS, **context)


def _towns(typed: str) -> list[tuple[str, str, bool]]:
    """Return the list to choose from; a town that is not served (any more) is nobody's choice."""
    names = [town.name for town in towns()]
    chosen = next((name for name in names if key_of(name) == key_of(typed)), "")
    first = [] if chosen else [("", _("Choose a town"), True)]
    return first + [(name, name, name == chosen) for name in names]


def _areas(visit: Visit) -> tuple[str, ...]:
    place = visit.quote.place
    return next((town.areas for town in towns() if place and town.name == place.town), ())


def _way(option: Option, *, chosen: bool) -> Way:
    price = money(option.fee) if option.fee else _("Free")
    return Way(
        option.code, option.name, price, when(option), option.description, option.kind, chosen
    )
