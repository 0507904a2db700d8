"""`flask media sweep`: announce pictures again whose sizes should long be made."""

from __future__ import annotations

from flask.cli import AppGroup

from shop.cli import tasks

group = AppGroup("media", help="Pictures.")
tasks.alias(group, "sweep", "media.sweep")
