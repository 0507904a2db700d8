"""The blueprint that every view of the staff hangs on; nothing of it is kept or indexed."""

from __future__ import annotations

from flask import Blueprint, Response

from shop.web.staff_session import OFFICE

bp = Blueprint("backoffice", __name__, url_prefix=OFFICE)


@bp.after_request
def _keep_private(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
