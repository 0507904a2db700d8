"""`flask outbox sweep`: do what is overdue, for cron and for a shop without a queue."""

from __future__ import annotations

from flask.cli import AppGroup

from shop.cli import tasks

group = AppGroup("outbox", help="What must still happen.")
tasks.alias(group, "sweep", "outbox.sweep")
