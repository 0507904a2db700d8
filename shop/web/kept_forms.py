"""A form that an ended session interrupts is kept, and shown again to the same account."""

from __future__ import annotations

import json
import logging
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import g, request
from sqlalchemy.exc import OperationalError
from werkzeug.datastructures import MultiDict

from shop.domain.staff import queries
from shop.domain.staff.actions import kept_forms
from shop.kernel import sealing
from shop.kernel.unit_of_work import unit_of_work
from shop.web.addresses import safe_path
from shop.web.staff_session import OFFICE, current_member

_NAME = "kept"
_log = logging.getLogger(__name__)


def keep(member_id: int) -> str:
    """Keep the fields that were just sent; returns the page they stood on, empty where none.

    Files are not among `request.form`; passwords and tokens are left out.
    """
    page = _page_it_stood_on()
    if not page:
        return ""
    try:
        with unit_of_work():
            fields = request.form.to_dict(flat=False)
            secret = kept_forms.keep(member_id, request.endpoint or "", fields)
    except OperationalError as error:
        _log.warning("an interrupted form could not be kept: %s", error)
        return ""
    return f"{page}{'&' if '?' in page else '?'}{_NAME}={secret}" if secret else ""


def _page_it_stood_on() -> str:
    try:
        parts = urlsplit(request.headers.get("Referer", ""))
    except ValueError:  # such as a bracket that never closes
        return ""
    path = safe_path(parts.path or "/", "")
    if not path.startswith(f"{OFFICE}/"):
        return ""
    asked = [pair for pair in parse_qsl(parts.query) if pair[0] != _NAME]
    return f"{path}?{urlencode(asked)}" if asked else path


def fields_for(endpoint: str) -> MultiDict[str, str] | None:
    """Return what this member had typed into the form that goes to `endpoint`."""
    kept = _kept()
    return kept[1] if kept and kept[0] == endpoint else None


def is_shown() -> bool:
    """Tell whether the page of this request shows a form as it was typed before."""
    return _kept() is not None


def _kept() -> tuple[str, MultiDict[str, str]] | None:
    if "kept_form" not in g:
        g.kept_form = _read()
    found: tuple[str, MultiDict[str, str]] | None = g.kept_form
    return found


def _read() -> tuple[str, MultiDict[str, str]] | None:
    secret, member = request.args.get(_NAME, "")[:100], current_member()
    if not secret or request.method != "GET" or member is None or not member.is_through:
        return None
    kept = queries.kept_form(member.member_id, secret)
    if kept is None:
        return None
    try:
        fields = json.loads(sealing.unseal(kept_forms.PURPOSE, kept.body))
    except sealing.CannotOpen:
        return None
    return kept.endpoint, MultiDict(fields)
