"""The API's own manners: keys, form bodies, idempotency, and trouble on the line when asked for.

https://docs.stripe.com/api/authentication, https://docs.stripe.com/api/idempotent_requests,
https://docs.stripe.com/error-low-level
"""

from __future__ import annotations

import json
import re
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from flask import Blueprint, Response, current_app, request

from shop.standins.stripe import payments, refunds, sessions
from shop.standins.stripe.account import Account, Fault, expanded
from shop.standins.stripe.forms import Tree, decode
from shop.standins.stripe.problems import (
    Problem,
    bad_key,
    key_in_use,
    key_reused,
)
from shop.standins.stripe.schema import fields, several, text
from shop.standins.stripe.store import Object

bp = Blueprint("api", __name__)
Act = Callable[[Account, Tree, str], Object]
_DAY = 24 * 60 * 60
_LONGEST_KEY = 255
_READING = {"expand": several(text(200), 20)}
# Not begun, so nothing is kept under the idempotency key.
_NOT_BEGUN = {
    "busy": Problem("Too many requests.", status=429, code="rate_limit"),
    "down": Problem("Stripe is not available.", status=503, kind="api_error"),
    "in_use": key_in_use(),
}
# Begun, so the answer is kept and repeated.
_BROKEN = {
    "broken": Problem("An unknown error occurred.", status=500, kind="api_error"),
    "declined": Problem(
        "Your card was declined.", status=402, kind="card_error", code="card_declined"
    ),
}


def account() -> Account:
    """Return the account this server pretends to be."""
    found: Account = current_app.extensions["account"]
    return found


def _creating(at: Account, given: Tree, _reference: str) -> Object:
    return sessions.public(sessions.create(at, given, request.host_url))


def _expiring(at: Account, given: Tree, reference: str) -> Object:
    fields(given, _READING)
    return sessions.public(sessions.expire(at, reference))


def _session(at: Account, given: Tree, reference: str) -> Object:
    fields(given, _READING)
    return sessions.public(sessions.find(at, reference))


def _intent(at: Account, given: Tree, reference: str) -> Object:
    fields(given, _READING)
    return payments.find(at, payments.INTENT, reference)


def _refunding(at: Account, given: Tree, _reference: str) -> Object:
    return refunds.create(at, given)


_ADDRESSES: tuple[tuple[str, re.Pattern[str], Act], ...] = (
    ("POST", re.compile(r"/v1/checkout/sessions"), _creating),
    ("GET", re.compile(r"/v1/checkout/sessions/(\w+)"), _session),
    ("POST", re.compile(r"/v1/checkout/sessions/(\w+)/expire"), _expiring),
    ("GET", re.compile(r"/v1/payment_intents/(\w+)"), _intent),
    ("POST", re.compile(r"/v1/refunds"), _refunding),
)


@bp.route("/v1/<path:_path>", methods=["GET", "POST", "DELETE"])
def call(_path: str) -> Response:
    """Answer one call."""
    at, key = account(), request.headers.get("Idempotency-Key", "")
    trouble = at.fault(request.path)
    if trouble.startswith("slow"):
        time.sleep(float(trouble.partition(":")[2] or 1))
    if trouble == "cut":
        _hang_up()
        return Response()
    try:
        _authenticate(at)
        if trouble in _NOT_BEGUN:
            raise _NOT_BEGUN[trouble]
        status, body, replayed = _keyed(at, key, trouble)
    except Problem as problem:
        status, body, replayed = problem.status, json.dumps(problem.body), False
    at.store.log(request.method, request.path, key, status)
    if trouble == "lose":
        _hang_up()
    answer = Response(
        "<html>" if trouble == "nonsense" else body, status, mimetype="application/json"
    )
    answer.headers["Request-Id"] = f"req_{abs(hash((request.path, key))):x}"
    if replayed:
        answer.headers["Idempotent-Replayed"] = "true"
    if trouble == "broken":
        answer.headers["Stripe-Should-Retry"] = "false"
    return answer


def _authenticate(at: Account) -> None:
    kind, _space, given = request.headers.get("Authorization", "").partition(" ")
    if kind == "Basic" and request.authorization is not None:
        given = request.authorization.username or ""
    if given != at.manners.key:
        raise bad_key(given)


def _keyed(at: Account, key: str, trouble: str) -> tuple[int, str, bool]:
    """Answer under an idempotency key: the first answer again, once an endpoint has begun."""
    given = decode([*request.args.items(multi=True), *request.form.items(multi=True)])
    if request.method != "POST" or not key:
        return (*_executed(at, given, trouble), False)
    if len(key) > _LONGEST_KEY:
        raise Problem("Idempotency keys may be at most 255 characters long.")
    asked = json.dumps([request.path, given], sort_keys=True)
    with at.store.alone():
        before = at.store.key(key)
        if before is not None and time.time() - before[3] < _DAY:
            if before[0] != asked:
                raise key_reused(key)
            if before[1] is None:
                raise key_in_use()
            return before[1], before[2] or "", True
        at.store.put_key(key, asked)
    try:
        status, body = _executed(at, given, trouble)
    except BaseException:
        at.store.drop_key(key)  # parameters that do not hold are not kept
        raise
    at.store.put_key(key, asked, status, body)
    return status, body, False


def _executed(at: Account, given: Tree, trouble: str) -> tuple[int, str]:
    if trouble in _BROKEN:
        return _BROKEN[trouble].status, json.dumps(_BROKEN[trouble].body)
    wishes: list[Any] = given.get("expand", [])
    for method, pattern, act in _ADDRESSES:
        found = pattern.fullmatch(request.path)
        if found is not None and method == request.method:
            reference = found[1] if pattern.groups else ""
            return 200, json.dumps(expanded(at, act(at, given, reference), wishes))
    raise Problem(f"Unrecognized request URL ({request.method}: {request.path}).", status=404)


def _hang_up() -> None:
    """Cut the line, as a network does: the caller never learns what became of his call."""
    line = request.environ.get("werkzeug.socket")
    if isinstance(line, socket.socket):
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)


@bp.post("/_standin/faults")
def trouble() -> tuple[str, int]:
    """Ask for trouble: `path`, `how` (slow:8, cut, lose, broken, down, busy, …) and `times`."""
    account().faults.append(
        Fault(request.form["path"], request.form["how"], int(request.form.get("times", "1")))
    )
    return "", 204


@bp.get("/_standin/calls")
def calls() -> Response:
    """Tell every call there was, for those who count them."""
    return Response(json.dumps(account().store.calls()), mimetype="application/json")
