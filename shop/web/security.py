"""Security headers: one list, sent with every answer, whoever makes it."""

from __future__ import annotations

from flask import Flask, Response

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


def init_app(app: Flask, *, secure: bool) -> None:
    """Add the headers to every answer; a view's own header of the same name stays."""
    headers = security_headers(secure=secure)

    @app.after_request
    def _add(response: Response) -> Response:
        for name, value in headers:
            response.headers.setdefault(name, value)
        return response
