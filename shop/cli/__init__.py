"""What the person who runs the shop types."""

from __future__ import annotations

from flask import Flask

from shop.cli import (
    catalogue,
    demo,
    inventory,
    mail,
    media,
    migrations,
    ops,
    orders,
    outbox,
    payments,
    processes,
    search,
    staff,
    tasks,
)
from shop.cli.again import run_again

tasks.alias(inventory.group, "expire-holds", "holds.expire")
tasks.alias(inventory.group, "scan-low-stock", "inventory.scan_low_stock")
tasks.alias(orders.group, "expire", "orders.expire")
tasks.alias(payments.group, "expire", "orders.expire")
tasks.alias(payments.group, "poll", "payments.poll")
# These look after themselves for hours, or are more than one act.
_BY_THEMSELVES = (demo.group, migrations.group, processes.worker, processes.scheduler)


def init_app(app: Flask) -> None:
    """Register the command groups on `flask`."""
    groups = (
        catalogue.group,
        demo.group,
        inventory.group,
        mail.group,
        media.group,
        migrations.group,
        ops.group,
        orders.group,
        outbox.group,
        payments.group,
        processes.worker,
        processes.scheduler,
        search.group,
        staff.group,
        tasks.group,
    )
    for group in groups:
        app.cli.add_command(group)
        if group not in _BY_THEMSELVES:
            run_again(group)
