"""The page of the pretended bank, where a person decides what becomes of a payment."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, Response, abort, current_app, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from shop.config import Config
from shop.kernel import clock
from shop.kernel.formatting import format_money
from shop.kernel.i18n import _
from shop.standins.test_gateway.bank import Act, Session, State, the_bank
from shop.standins.test_gateway.courier import Address, Courier, over_http
from shop.web.access import public
from shop.web.rendering import page

bp = Blueprint("test_gateway", __name__)
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - compared with, never listened on


@bp.get("/test-gateway/<reference>")
@public
def session(reference: str) -> Response:
    """Ask what the bank should do, or tell what it did."""
    found = the_bank().find(reference)
    if found is None:
        abort(404)
    return _shown(found)


@bp.post("/test-gateway/<reference>")
@public
def decide(reference: str) -> AnyResponse:
    """Do it, call the shop, and lead the browser back to it."""
    act = request.form.get("act", "")
    if act not in {known.value for known in Act}:
        abort(400)
    decided = the_bank().decide(reference, Act(act))
    if decided is None:
        abort(404)
    current_app.extensions["test_gateway"].wake()
    lost = act == Act.LOSE
    return redirect(request.path if lost else _own(decided.return_url), 303)


def _shown(found: Session) -> Response:
    left = (found.expires_at - clock.now()).total_seconds()
    context: dict[str, Any] = {
        "title": _("Test gateway"),
        "open": found.state == State.OPEN,
        "state": found.state,
        "amount": format_money(found.minor, found.currency, hide_zero=False),
        "description": found.description,
        "payment": found.payment_id,
        "minutes": max(1, round(left / 60)),
        "action": request.path,
        "back": _own(found.return_url),
        "leave": _own(found.cancel_url),
    }
    answer = page("standins/test_gateway/session.html", **context)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _own(address: str) -> str:
    """Return an address of the shop as a path: the browser may know the shop by another name."""
    config: Config = current_app.extensions["config"]
    return address.removeprefix(config.public_url) or "/"


def address_of(config: Config) -> Address:
    """Return where this shop listens: the bank calls it on this machine, by its public name."""
    host = _EVERYWHERE.get(config.host, config.host)
    return Address(host, config.port, config.public_url.partition("://")[2])


def init_app(app: Flask) -> None:
    """Register the page; a process's first request begins the thread that calls the shop back."""
    config: Config = app.extensions["config"]
    app.register_blueprint(bp)
    courier = Courier(the_bank(), over_http(address_of(config)))
    app.extensions["test_gateway"] = courier
    if not config.testing:

        @app.before_request
        def _begin() -> None:
            courier.begin()
