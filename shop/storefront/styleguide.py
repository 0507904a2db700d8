"""Every component on one page, for those who build the shop; not there in production."""

from __future__ import annotations

from flask import Flask, render_template

from shop.storefront.context import framed
from shop.web.access import public


@public
def styleguide() -> str:
    """All components in both themes."""
    return render_template("styleguide.html", **framed("Style guide"))


def register(app: Flask) -> None:
    """Add the page to an app that is not in production."""
    app.add_url_rule("/styleguide", "styleguide", styleguide)
