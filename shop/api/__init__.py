"""What machines ask."""

from __future__ import annotations

from flask import Flask

from shop.api import callbacks, probes


def init_app(app: Flask) -> None:
    """Register the blueprints for machines."""
    app.register_blueprint(callbacks.bp)
    app.register_blueprint(probes.bp)
