"""Forgets what the process keeps of a database, for tests that swap it."""

from __future__ import annotations

from flask import Flask

from shop.domain.catalogue.queries.facets import facet_index
from shop.kernel.db import session
from shop.kernel.versions import Remembered


def forget(app: Flask) -> None:
    """Drop every value, index and page kept in this process."""
    Remembered.forget_all()
    facet_index.forget()
    app.extensions["shared_pages"].forget()


def forget_session() -> None:
    """Let the test's own session read afresh, as the next request's would."""
    session().rollback()
    session().info.clear()
    session().expire_all()
