"""`POST /callbacks/<provider>`: verify, keep, answer; what it means is a job's work."""

from __future__ import annotations

import logging

from flask import Blueprint, Response, request

from shop.domain.payments.actions.receive_event import receive as keep
from shop.domain.payments.ports import BadSignature, StaleCallback, gateway, gateways, is_offline
from shop.kernel.unit_of_work import unit_of_work
from shop.web.access import public

bp = Blueprint("callbacks", __name__)
MOST_BYTES = 256 * 1024
_log = logging.getLogger(__name__)


@bp.post("/callbacks/<provider>")
@public
def receive(provider: str) -> Response:
    """Take a callback in, once however often it is sent; what is not signed changes nothing."""
    if provider not in gateways.names() or is_offline(provider):
        return _said(404, "unknown provider")
    request.max_content_length = MOST_BYTES
    if (request.content_length or 0) > MOST_BYTES:
        return _said(413, "too large")
    body = request.get_data(cache=False)
    try:
        event = gateway(provider).read_callback(body, dict(request.headers))
    except (BadSignature, StaleCallback) as error:
        _log.warning("callback of %s refused: %s", provider, error.code)
        return _said(400, "refused")
    with unit_of_work():
        new = keep(provider, event, body)
    return _said(200, "received" if new else "known")


def _said(status: int, words: str) -> Response:
    return Response(f"{words}\n", status, mimetype="text/plain")
