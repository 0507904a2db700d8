"""What the person who runs the shop types."""

from __future__ import annotations

from flask import Flask

from shop.cli import catalogue, demo, inventory, migrations, ops, outbox, processes, search, staff


def init_app(app: Flask) -> None:
    """Register the command groups on `flask`."""
    groups = (
        catalogue.group,
        demo.group,
        inventory.group,
        migrations.group,
        ops.group,
        outbox.group,
        processes.worker,
        processes.scheduler,
        search.group,
        staff.group,
    )
    for group in groups:
        app.cli.add_command(group)
