"""`create_app(config)`: the only place where the pieces meet Flask."""

from __future__ import annotations

import os

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from shop import api, backoffice, storefront, wiring
from shop.config import ROOT, Config, environment, load_config
from shop.domain import tables  # noqa: F401 - so that every table is known
from shop.kernel import sealing, signing
from shop.kernel.db import db, engine_options, tune
from shop.web import (
    access,
    assets,
    bad_input,
    caching,
    csrf,
    customer_session,
    errors,
    locale,
    messages,
    office_guard,
    rate_limit,
    request_log,
    security,
    shared_pages,
    staff_session,
    templating,
    translations,
)
from shop.web.dispatch import ShopFlask
from shop.web.page_store import PageStore

LANGUAGES = ("en", "fr")


def create_app(config: Config | None = None) -> Flask:
    """Return the shop. Contacts nothing: no query, no Redis, no migration."""
    config = config or load_config(environment())
    app = ShopFlask("shop", template_folder=str(ROOT / "templates"), static_folder=None)
    app.extensions["config"] = config
    cookie = "__Host-duka" if config.is_secure else "duka_session"
    app.config.update(
        SECRET_KEY=config.secret_key,
        DEBUG=config.debug,
        TESTING=config.testing,
        LOG_REQUESTS=not config.testing,
        SESSION_COOKIE_NAME=cookie,
        SESSION_COOKIE_SECURE=config.is_secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        TRUSTED_HOSTS=list(config.trusted_hosts) or None,
        SQLALCHEMY_DATABASE_URI=config.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(config.database_url),
    )
    signing.connect([config.secret_key])
    sealing.connect([config.secret_key])
    templating.init_app(app)
    request_log.configure(config.log_level)
    db.init_app(app)
    with app.app_context():
        engine = db.engine
        tune(engine)
    redis = wiring.redis_client(config.redis_url)
    wiring.connect(config, redis)

    request_log.init_app(app)
    locale.init_app(app, LANGUAGES)
    bad_input.init_app(app)
    translations.init_app(app)
    csrf.init_app(app)
    messages.init_app(app)
    rate_limit.init_app(app, config.redis_url)
    errors.init_app(app)
    staff_session.init_app(app)
    office_guard.init_app(app)
    storefront.init_app(app)
    backoffice.init_app(app)
    api.init_app(app)
    if not config.is_production:
        from shop import standins  # noqa: PLC0415 - nothing pretended is even read where people buy

        standins.init_app(app)
    if config.testing or "FLASK_RUN_FROM_CLI" in os.environ:
        # Alembic and the commands cost a web process 0.2 s and 20 MB that it never needs.
        from shop import cli  # noqa: PLC0415 - a web process never runs a command

        cli.init_app(app)
    caching.init_app(app)
    security.init_app(app, secure=config.is_secure, providers=wiring.provider_pages(config))
    access.check_all(app)

    headers = security.security_headers(secure=config.is_secure)
    assets.init_app(app, config.instance_path / "assets", headers)
    pages = shared_pages.SharedPages(
        app.wsgi_app,
        PageStore(redis),
        shared_pages.VersionReader(engine),
        languages=LANGUAGES,
        session_cookies=(cookie, customer_session.cookie_name(app)),
        log=not config.testing,
    )
    shared_pages.init_app(app, pages)
    if config.proxy_hops:
        hops = config.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]  # the documented way
    return app
