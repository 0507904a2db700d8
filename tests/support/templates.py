"""What the template databases hold; each is built on the one before it."""

from flask import Flask
from flask_migrate import upgrade

from shop.config import ROOT


def empty(_app: Flask) -> None:
    """Build the tables by the migrations, as a shop's own database is made."""
    upgrade(str(ROOT / "migrations"))


TEMPLATES = {"empty": empty}
