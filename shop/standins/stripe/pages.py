"""The hosted page, in the language of the session, for browsers with and without scripts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from shop.kernel.i18n import set_locale
from shop.standins.stripe import payments, refunds, sessions, sums
from shop.standins.stripe.account import Account
from shop.standins.stripe.api import account
from shop.standins.stripe.payments import Telling
from shop.standins.stripe.problems import Problem
from shop.standins.stripe.store import Object

bp = Blueprint("pages", __name__)
_PAY, _REFUNDS, _EVENTS = "/c/pay/", "/_standin/refunds/", "/_standin/events/"
_STYLE = Path(__file__).with_name("style.css")


def _twice(at: Account, reference: str) -> Object:
    return payments.pay(at, reference, Telling(copies=2))


def _late(at: Account, reference: str) -> Object:
    return payments.pay(at, reference, Telling(after=at.manners.late_seconds))


def _silent(at: Account, reference: str) -> Object:
    return payments.pay(at, reference, Telling(copies=0))


def _slow(at: Account, reference: str) -> Object:
    return payments.delay(at, reference, bounces=False)


def _bounces(at: Account, reference: str) -> Object:
    return payments.delay(at, reference, bounces=True)


# What the buttons do; every one but `refuse` and `lost` leads back to the shop.
_ACTS: dict[str, Callable[[Account, str], Object]] = {
    "pay": payments.pay,
    "refuse": payments.refuse,
    "lost": payments.pay,
    "twice": _twice,
    "late": _late,
    "silent": _silent,
    "slow": _slow,
    "bounces": _bounces,
}


@bp.get("/style.css")
def style() -> Response:
    """How the pages look."""
    return Response(_STYLE.read_text("utf-8"), mimetype="text/css")


@bp.get(f"{_PAY}<reference>")
def show(reference: str) -> Response:
    """Show what is to be paid, and what else can happen."""
    session = sessions.find(account(), reference)
    return _page(session, "standins/stripe/pay.html" if session["status"] == "open" else _over())


@bp.post(f"{_PAY}<reference>")
def act(reference: str) -> AnyResponse:
    """Do what was chosen and lead back to the shop."""
    at, chosen = account(), request.form.get("act", "")
    if chosen not in _ACTS:
        raise Problem(f"Invalid act: {chosen}")
    was_open = sessions.find(at, reference)["status"] == "open"
    session = _ACTS[chosen](at, reference)
    if not was_open:
        return _page(session, _over())
    if chosen == "lost":
        return _page(session, "standins/stripe/lost.html")
    if chosen == "refuse":
        return redirect(_PAY + reference, 303)
    return redirect(session["success_url"], 303)


def _over() -> str:
    return "standins/stripe/over.html"


def _page(session: Object, template: str) -> Response:
    """Draw a page; its forms end at the shop, which the policy must name."""
    language = _language(session["locale"])
    set_locale(language)
    made = session["payment_intent"]
    intent = account().store.get(payments.INTENT, made) if made else None
    answer = Response(
        render_template(
            template,
            title=session["_name"],
            language=language,
            session=session,
            here=_PAY + session["id"],
            amount=sums.shown(session["amount_total"], session["currency"]),
            refusal=intent["last_payment_error"] if intent else None,
            late=round(account().manners.late_seconds),
        )
    )
    shop = urlsplit(session["success_url"])
    answer.headers["Content-Security-Policy"] = (
        "default-src 'none'; img-src data:; style-src 'self'; base-uri 'none';"
        f" frame-ancestors 'none'; form-action 'self' {shop.scheme}://{shop.netloc}"
    )
    return answer


def _language(locale: str | None) -> str:
    if locale and locale != "auto":
        return locale
    return request.accept_languages.best_match(["en", "fr"], "en")


@bp.get("/")
def overview() -> str:
    """List the payments and what was told, for those who try things out."""
    at = account()
    found = [sessions.find(at, one["id"]) for one in at.store.all(sessions.KIND)]
    return render_template(
        "standins/stripe/overview.html",
        title="Stripe",
        language="en",
        payments=[(one, sums.shown(one["amount_total"], one["currency"])) for one in found[::-1]],
        events=at.events()[::-1],
        pages=_PAY,
        refunds=_REFUNDS,
        again=_EVENTS,
        callback_url=at.manners.callback_url,
    )


@bp.post(f"{_EVENTS}<reference>")
def again(reference: str) -> AnyResponse:
    """Deliver an event once more."""
    account().store.post(reference)
    return redirect("/", 303)


@bp.post(f"{_REFUNDS}<reference>")
def refund(reference: str) -> AnyResponse:
    """Give back all that is left of a payment, as the owner may do in Stripe's dashboard."""
    refunds.create(account(), {"payment_intent": reference})
    return redirect("/", 303)
