"""First page: how the shopper can be reached."""

from __future__ import annotations

from collections.abc import Mapping

from flask import redirect
from flask.typing import ResponseReturnValue

from shop.domain.checkout import actions
from shop.domain.checkout.answers import FIELDS
from shop.domain.checkout.requirements import first_missing, problems
from shop.domain.checkout.statuses import Step
from shop.kernel import clock
from shop.kernel.unit_of_work import unit_of_work
from shop.storefront.blueprint import bp
from shop.storefront.checkout import forms
from shop.storefront.checkout.frame import answer, phone_shown, step_page, title_of
from shop.storefront.checkout.summary import default_method, summary
from shop.storefront.checkout.visit import PATHS, Visit, arrive
from shop.web.access import public
from shop.web.csrf import from_shared_page
from shop.web.rate_limit import POSTS, limiter

_HERE = Step.CONTACT


@bp.get("/checkout")
@public
def checkout() -> ResponseReturnValue:
    """Lead to the first page that is not answered."""
    return redirect(PATHS[first_missing(arrive().known) or Step.PAYMENT], 303)


@bp.get("/checkout/contact")
@public
def checkout_contact() -> ResponseReturnValue:
    """Who buys, with what was typed before."""
    visit = arrive(_HERE)
    texts = visit.typed(_HERE)
    if texts is None:
        return _page(visit, _stored(visit), {})
    tried = visit.answering(texts)
    return _page(tried, texts, problems(_HERE, tried.known) if visit.refused(_HERE) else {})


@bp.post("/checkout/contact")
@public
@from_shared_page  # a form of an ended session must not lose what was typed
@limiter.limit(POSTS)
def save_contact() -> ResponseReturnValue:
    """Write down who buys; what cannot be taken is kept and shown again."""
    visit, form = arrive(_HERE), forms.read(_HERE)
    told = visit.answering(form.answers)
    wrong = problems(_HERE, told.known) | form.problems
    with unit_of_work():
        if wrong:
            actions.keep(visit.head.id, _HERE, form.texts, refused=True)
        else:
            actions.answer(visit.head.id, _HERE, told.answers)
    if wrong:
        return _page(visit, form.texts, wrong, status=422)
    return redirect(PATHS[_next(told)], 303)


def _next(told: Visit) -> Step:
    """Return where to go on: whoever came back to change something has the rest answered."""
    kept = told.checkout.hold_until if told.checkout else None
    still_kept = not told.quote.physical or (kept is not None and kept > clock.now())
    if still_kept and first_missing(told.known, until=Step.PAYMENT) is None:
        return Step.PAYMENT
    return told.steps[1]


def _stored(visit: Visit) -> dict[str, str]:
    texts = {name: getattr(visit.answers, name) for name in FIELDS[_HERE]}
    return texts | {name: phone_shown(texts[name]) for name in ("phone", "recipient_phone")}


def _page(
    visit: Visit, texts: Mapping[str, str], wrong: Mapping[str, str], *, status: int = 200
) -> ResponseReturnValue:
    quote = visit.quote
    shown = summary(visit, [(quote, default_method(quote, visit.answers.payment_method), True)])
    # The problems in the order of the fields, whoever found them.
    ordered = {name: wrong[name] for name in FIELDS[_HERE] if name in wrong}
    context = step_page(_HERE, visit, ordered, form=texts, summary=shown)
    return answer("contact", title_of(_HERE), status=status, **context)
