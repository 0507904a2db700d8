"""Shoppers on their way to an order: a shop that sells and delivers, carts, answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from flask import Flask, current_app
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from shop.domain.cart import actions as carts
from shop.domain.cart.queries import CartHead
from shop.domain.catalogue.models import Product, Variant
from shop.domain.checkout.models import Checkout
from shop.domain.checkout.queries import CheckoutView, of_cart
from shop.domain.orders.models import Order
from shop.domain.payments.actions.methods import offer_method
from shop.domain.payments.offers import USUAL
from shop.kernel import signing
from shop.kernel.db import session
from shop.kernel.unit_of_work import unit_of_work
from shop.web.customer_session import cookie_name
from tests.factories.catalogue import variants_of
from tests.factories.memory import forget_session
from tests.factories.shipping import delivering
from tests.storefront.reading import Page

CONTACT = {"phone": "0700 000 012", "name": "Asha Mwangi", "email": ""}
ADDRESS = {
    "town": "Nairobi", "area": "Kilimani", "landmark": "Green gate after the mosque",
    "delivery_method": "home",
}  # fmt: skip
BROWSER = {"Sec-Fetch-Site": "same-origin"}
_LATER = (USUAL["transfer"], USUAL["test"])


def selling(step: int = 100) -> None:
    """Make the shop deliver and take cash (to the shilling), transfers and pretended cards."""
    with unit_of_work():
        delivering()
        for position, offer in enumerate((replace(USUAL["cash"], step=step), *_LATER)):
            offer_method(offer, position=position)


def variant(slug: str, which: int = 0) -> Variant:
    """Return a variant of a product."""
    found = session().scalars(select(Product).where(Product.slug == slug)).one()
    return variants_of(found)[which]


def cart(lines: Sequence[tuple[Variant, int]], town: str = "") -> CartHead:
    """Fill a cart."""
    with unit_of_work():
        head = carts.start("KES", "en", town=town)
        for one, quantity in lines:
            carts.add(head.id, one.id, quantity)
    return head


@dataclass
class Shopper:
    """A browser with a cart, without scripts."""

    client: FlaskClient
    head: CartHead
    language: str = "en"
    last: Page = field(default_factory=lambda: Page(""))

    def get(self, path: str, **headers: str) -> TestResponse:
        """Read a page."""
        asked = {"Accept-Language": self.language, **headers}
        return self._read(self.client.get(path, headers=asked))

    def post(self, path: str, fields: Mapping[str, object], **headers: str) -> TestResponse:
        """Send a form."""
        asked = {"Accept-Language": self.language, **BROWSER, **headers}
        return self._read(self.client.post(path, data=dict(fields), headers=asked))

    def _read(self, answer: TestResponse) -> TestResponse:
        self.last = Page(answer.text)
        return answer

    def tell(self, **more: str) -> TestResponse:
        """Answer the first page."""
        return self.post("/checkout/contact", CONTACT | more)

    def send_to(self, **more: str) -> TestResponse:
        """Answer the second page."""
        return self.post("/checkout/delivery", ADDRESS | more)

    def arrive(self) -> Page:
        """Come as far as the last page."""
        assert self.tell().status_code == 303
        assert self.send_to().status_code == 303
        assert self.get("/checkout/payment").status_code == 200
        return self.last

    def last_form(self, page: Page | None = None) -> dict[str, str]:
        """Return the fields of the last page's form as a browser would send them."""
        fields = {
            one["name"]: one["value"]
            for one in (page or self.last).all("input", type="hidden")
            if one["name"] != "csrf_token"
        }
        chosen = [
            one["value"]
            for one in (page or self.last).all("input", name="payment_method")
            if "checked" in one.attributes
        ]
        return fields | {"payment_method": chosen[0]}

    def order(self, **more: str) -> TestResponse:
        """Press the button of the last page, which was just read."""
        return self.post("/checkout/completion", self.last_form() | more)

    @property
    def checkout(self) -> CheckoutView | None:
        """What is stored of the checkout."""
        forget_session()
        return of_cart(self.head.id)


def shopper(
    app: Flask, lines: Sequence[tuple[Variant, int]], town: str = "", language: str = "en"
) -> Shopper:
    """Return a browser whose cart holds `lines`."""
    head = cart(lines, town)
    client = app.test_client()
    client.set_cookie(cookie_name(current_app), signing.sign("cart", head.public_id))
    return Shopper(client, head, language)


def orders() -> list[Order]:
    """Return all orders, the oldest first."""
    forget_session()
    return list(session().scalars(select(Order).order_by(Order.id)))


def checkouts() -> list[Checkout]:
    """Return all checkouts."""
    forget_session()
    return list(session().scalars(select(Checkout)))
