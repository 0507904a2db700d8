"""Find an order again by its number and a phone number or an e-mail address."""

from __future__ import annotations

from dataclasses import dataclass

from flask import redirect, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from shop.domain.catalogue.queries.facets import settings
from shop.domain.orders import links, queries
from shop.kernel.i18n import _
from shop.storefront.blueprint import bp
from shop.storefront.context import framed
from shop.storefront.orders.finding import private
from shop.web.access import public
from shop.web.csrf import from_shared_page
from shop.web.rate_limit import TRACKING, limiter, per_address, session_or_nobody, without_session
from shop.web.rendering import invalid, page

_LONGEST = 254
_EXAMPLE_DAY = "20261120-0001"


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed into the form."""

    number: str = ""
    contact: str = ""


def _form(typed: Typed, errors: dict[str, str]) -> ResponseReturnValue:
    """Return the form; with errors as 422, nothing typed is lost."""
    title = _("Find your order")
    problems = [(f"#{name}", sentence) for name, sentence in errors.items()]
    answer = invalid if errors else page
    return private(
        answer(
            "storefront/orders/track.html",
            **framed(
                _("Error: %(title)s", title=title) if errors else title,
                robots="noindex", typed=typed, errors=errors, problems=problems,
                example=f"{settings().order_prefix}-{_EXAMPLE_DAY}",
            ),
        )
    )  # fmt: skip


@bp.get("/track")
@public
def track() -> ResponseReturnValue:
    """The form; it says nothing about any order."""
    return _form(Typed(), {})


@bp.post("/track")
@public
@from_shared_page  # it may have been opened before its reader had a session
@limiter.limit(TRACKING, key_func=session_or_nobody, exempt_when=without_session)
@limiter.limit(per_address(TRACKING))
def track_order() -> ResponseReturnValue:
    """Lead to the order; an unknown number and a wrong phone number are answered alike."""
    generate_csrf()  # from here on this visitor has a session, by which the tries are counted
    typed = Typed(*(request.form.get(name, "")[:_LONGEST] for name in ("number", "contact")))
    errors = {}
    if not typed.number.strip():
        errors["number"] = _("Enter the order number")
    if not typed.contact.strip():
        errors["contact"] = _("Enter the phone number or the e-mail you gave")
    found = None if errors else queries.track(typed.number, typed.contact)
    if found:
        return private(redirect(links.order_path(found), 303))
    return _form(typed, errors or {"number": _("We found no order with this number and contact. "
                                               "Check both.")})  # fmt: skip
