"""What the staff sees."""

from __future__ import annotations

from flask import Flask

from shop.backoffice import audit, context, dashboard, searches
from shop.backoffice.account import browsers, enrolment, factor, sessions
from shop.backoffice.blueprint import bp
from shop.backoffice.people import invitations, members, roles


def init_app(app: Flask) -> None:
    """Register the back office."""
    context.init_app(app)
    app.register_blueprint(bp)


__all__ = [
    "audit",
    "browsers",
    "context",
    "dashboard",
    "enrolment",
    "factor",
    "init_app",
    "invitations",
    "members",
    "roles",
    "searches",
    "sessions",
]
