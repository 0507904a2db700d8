"""What the bench serves: the shop, and beside it two reference views without any of its hooks."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, render_template
from jinja2 import DictLoader
from sqlalchemy import select

from shop.domain.catalogue.models import Product
from shop.factory import create_app
from shop.kernel import versions
from shop.kernel.db import db, engine_options, session, tune
from shop.web.page_store import PageStore, StoredPage

PREFIX = "/_reference"
_LIST = "<ul>{% for row in rows %}<li>{{ row.slug }} {{ row.popularity }}</li>{% endfor %}</ul>"


def empty() -> str:
    """The bare view: nothing but Flask."""
    return ""


def rows() -> str:
    """The plain list: 24 rows by the ORM, rendered."""
    found = session().scalars(select(Product).order_by(Product.id).limit(24)).all()
    return render_template("rows.html", rows=found)


def reference_code() -> str:
    """Return the source of both views, for the report."""
    return "\n".join(inspect.getsource(view) for view in (empty, rows)) + f"# rows.html: {_LIST}\n"


def _reference(url: str) -> Flask:
    app = Flask("reference", static_folder=None)
    app.config.update(SQLALCHEMY_DATABASE_URI=url, SQLALCHEMY_ENGINE_OPTIONS=engine_options(url))
    app.jinja_loader = DictLoader({"rows.html": _LIST})
    db.init_app(app)
    with app.app_context():
        tune(db.engine)
    app.add_url_rule("/empty", view_func=empty)
    app.add_url_rule("/rows", view_func=rows)
    return app


class Forgetful(PageStore):
    """A page store that keeps nothing."""

    def put(self, key: str, page: StoredPage) -> None:
        """Keep nothing."""


def _without_memory() -> None:
    """Have everything that is remembered by version read anew on each request."""
    always = versions.Remembered.__call__

    def read_again(self: versions.Remembered[Any]) -> Any:
        info = session().info
        if info.get(id(self)) is None:
            self._kept = None
            info[id(self)] = True
        return always(self)

    versions.Remembered.__call__ = read_again  # type: ignore[method-assign]


def make_app() -> Callable[..., Iterable[bytes]]:
    """Return the WSGI app; `BENCH_CACHES=pages-off` keeps no pages, `off` nothing at all."""
    shop = create_app()
    reference = _reference(shop.config["SQLALCHEMY_DATABASE_URI"])
    caches = os.environ.get("BENCH_CACHES", "on")
    if caches in {"pages-off", "off"}:
        shop.extensions["shared_pages"].store = Forgetful(None)
    if caches == "off":
        _without_memory()

    def choose(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        path: str = environ["PATH_INFO"]
        if path.startswith(PREFIX):
            environ["PATH_INFO"] = path[len(PREFIX) :]
            return reference(environ, start)
        return shop(environ, start)

    return choose


app = make_app() if os.environ.get("BENCH_SERVER") else None
