"""Security headers: one list, sent with every answer, whoever makes it."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask, Response, g

CSP = (
    "default-src 'none'; "
    "script-src 'self'; "
    "style-src 'self'; "
    "img-src 'self' data:; "
    "font-src 'self'; "
    "connect-src 'self'; "
    "manifest-src 'self'; "
    "form-action 'self'; "
    "base-uri 'none'; "
    "object-src 'none'; "
    "frame-ancestors 'none'"
)
_ALWAYS = (
    ("Content-Security-Policy", CSP),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Permissions-Policy", "camera=(self), geolocation=(), microphone=(), payment=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
)
_HSTS = ("Strict-Transport-Security", "max-age=31536000; includeSubDomains")


def security_headers(*, secure: bool) -> tuple[tuple[str, str], ...]:
    """Return the headers of every answer; over https also HSTS (RFC 6797)."""
    return (*_ALWAYS, _HSTS) if secure else _ALWAYS


def let_forms_lead_to_providers() -> None:
    """Let the forms of this page end at a payment provider's own page.

    Chromium holds a form's redirects to `form-action` too (https://www.w3.org/TR/CSP3/#form-action
    leaves that open), so a page whose post answers 303 to a provider has to name it. The rest of
    the shop's forms stay at home.
    """
    g.forms_lead_to_providers = True


def init_app(app: Flask, *, secure: bool, providers: Sequence[str] = ()) -> None:
    """Add the headers to every answer; a view's own header of the same name stays.

    `providers` are the origins of the payment providers' pages.
    """
    headers = security_headers(secure=secure)
    forms_lead = CSP.replace("form-action 'self'", " ".join(("form-action 'self'", *providers)))

    @app.after_request
    def _add(response: Response) -> Response:
        if providers and "forms_lead_to_providers" in g:
            response.headers.setdefault("Content-Security-Policy", forms_lead)
        for name, value in headers:
            response.headers.setdefault(name, value)
        return response
