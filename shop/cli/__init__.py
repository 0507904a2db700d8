"""What the person who runs the shop types."""

from __future__ import annotations

from flask import Flask
from flask_migrate import Migrate

from shop.cli import catalogue, demo, ops, outbox, processes, staff
from shop.kernel.db import db


def init_app(app: Flask) -> None:
    """Register the command groups on `flask`, those of migrations among them."""
    Migrate(app, db, render_as_batch=True)
    groups = (
        catalogue.group,
        demo.group,
        ops.group,
        outbox.group,
        processes.worker,
        processes.scheduler,
        staff.group,
    )
    for group in groups:
        app.cli.add_command(group)
