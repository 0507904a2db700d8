"""What the template databases hold; each is built on the one before it."""

from flask import Flask
from flask_migrate import upgrade

from shop.cli.migrations import attach
from shop.config import ROOT


def empty(app: Flask) -> None:
    """Build the tables by the migrations, as a shop's own database is made."""
    attach(app)
    upgrade(str(ROOT / "migrations"))


TEMPLATES = {"empty": empty}
