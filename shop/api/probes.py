"""`/healthz`: alive. `/readyz`: able to serve, with the reason where not."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from shop.domain.ops import health
from shop.web.access import public

bp = Blueprint("probes", __name__)


@bp.get("/healthz")
@public
def healthz() -> Response:
    """Answer as long as the process can."""
    return jsonify(status="alive")


@bp.get("/readyz")
@public
def readyz() -> tuple[Response, int]:
    """Answer 200 where every part the shop cannot do without answers, else 503."""
    troubles = health.troubles()
    state = "ready" if not troubles else "not ready"
    answer = jsonify(status=state, troubles=troubles, warnings=health.warnings())
    return answer, 503 if troubles else 200
