"""Pretended providers for tests, development and the demo; never in production."""

from __future__ import annotations

from flask import Flask

from shop.standins import outbox
from shop.standins.test_gateway import pages as test_gateway


def init_app(app: Flask) -> None:
    """Register the pages of what is only pretended; the factory does not where people buy."""
    outbox.init_app(app)
    test_gateway.init_app(app)
