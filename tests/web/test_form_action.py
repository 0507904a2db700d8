"""`form-action` names the providers' pages where a page asks for it, and only there."""

from __future__ import annotations

from flask import Flask

from shop.web import security

STRIPE = "https://checkout.stripe.com"


def _policy(path: str, providers: tuple[str, ...]) -> str:
    app = Flask("two-pages")

    @app.get("/payment")
    def payment() -> str:
        security.let_forms_lead_to_providers()
        return "form"

    @app.get("/")
    def home() -> str:
        return "home"

    security.init_app(app, secure=False, providers=providers)
    return app.test_client().get(path).headers["Content-Security-Policy"]


def test_a_page_that_asks_names_the_providers() -> None:
    assert f"form-action 'self' {STRIPE};" in _policy("/payment", (STRIPE,))
    assert _policy("/payment", (STRIPE,)).replace(f" {STRIPE}", "") == security.CSP


def test_every_other_page_keeps_its_forms_at_home() -> None:
    assert _policy("/", (STRIPE,)) == security.CSP


def test_without_a_provider_nothing_is_named() -> None:
    assert _policy("/payment", ()) == security.CSP
