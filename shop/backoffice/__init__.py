"""What the staff sees."""

from __future__ import annotations

from flask import Flask

from shop.backoffice import context, dashboard, searches
from shop.backoffice.account import sessions
from shop.backoffice.blueprint import bp


def init_app(app: Flask) -> None:
    """Register the back office."""
    context.init_app(app)
    app.register_blueprint(bp)


__all__ = ["context", "dashboard", "init_app", "searches", "sessions"]
