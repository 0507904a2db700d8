"""Where to go after somebody has proved who they are."""

from __future__ import annotations

from flask import url_for

from shop.web.addresses import safe_path


def onward_to(text: str | None) -> str:
    """Return where to go: a page of the office, the home page for all else."""
    home = url_for("backoffice.home")
    path = safe_path(text or "", home)
    return path if path.partition("?")[0].startswith(f"{home}/") else home
