"""How a guest buys, as scripts: product, add to cart, contact, delivery, payment, order page."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bench.browser import Answer, Browser, Gate, Script
from bench.forms import Form, names

_STEPS = ("checkout-contact", "checkout-delivery", "checkout-payment")
_MOST_PAGES = 8
_TROUBLE = re.compile(r'<p class="field-error".*?</p>', re.DOTALL)
_TITLE = re.compile(r"<h1.*?</h1>", re.DOTALL)
_TAGS = re.compile(r"<[^>]*>")


class Lost(AssertionError):
    """A page did not lead on as it should; the message says which, and what it said."""


@dataclass(frozen=True, slots=True)
class Guest:
    """Who buys, what and how."""

    browser: Browser
    slug: str
    variant: int | None = None
    quantity: str = ""
    payment: str = "cash"
    details: Mapping[str, str] = field(
        default_factory=lambda: {
            "phone": "0712 345 678",
            "name": "Asha Mwangi",
            "email": "asha@example.com",
            "town": "Mombasa",
            "area": "Nyali",
            "landmark": "Green gate behind the mosque",
            "delivery_method": "home",
        }
    )

    @property
    def product(self) -> str:
        """Return the path of the product's page."""
        return f"/p/{self.slug}" + (f"?variant={self.variant}" if self.variant else "")


def add_to_cart(guest: Guest, page: Answer | None = None) -> Script[Answer]:
    """Open the product's page, unless it is open, and put the product into the cart."""
    if page is None:
        page = yield from guest.browser.get(guest.product, "product")
    form = _of(page, "cart-add")
    if guest.quantity:
        form.fill(quantity=guest.quantity)
    return (yield from guest.browser.submit(page, form, "add"))


def to_payment(guest: Guest, note: Callable[[str], None] = lambda _name: None) -> Script[Answer]:
    """Answer the checkout's questions, up to the page with the button that orders.

    `note` hears of each form just before it is sent. A refusal is returned as it came.
    """
    page = yield from guest.browser.get("/checkout", "checkout")
    for _turn in range(_MOST_PAGES):
        name = next((step for step in _STEPS if step in names(page.text)), None)
        if name is None:
            raise Lost(f"no step of the checkout at {page.path}: {_said(page)}")
        if name == _STEPS[-1]:
            return page
        form = fill(page.form(name), guest.details)
        note(name)
        page = yield from guest.browser.submit(page, form, name.removeprefix("checkout-"))
        if page.status >= 500 or page.status == 409:
            return page
    raise Lost(f"the checkout goes round and round: {_said(page)}")


def order_form(guest: Guest, page: Answer) -> Form:
    """Return the last form, filled: sending it orders."""
    form = _of(page, "checkout-payment")
    wanted = form.choices.get("payment_method", [])
    if guest.payment not in wanted:
        raise Lost(f"{guest.payment} is not offered, only {', '.join(wanted) or 'nothing'}")
    return form.fill(payment_method=guest.payment)


def place(guest: Guest, page: Answer) -> Script[Answer]:
    """Press the button, and go where it leads."""
    return (yield from guest.browser.submit(page, order_form(guest, page), "placing"))


def purchase(guest: Guest, gate: Gate | None = None) -> Script[Answer]:
    """Buy, from the product's page to the order's; with a gate, wait there before ordering."""
    good((yield from add_to_cart(guest)))
    page = yield from to_payment(guest)
    if gate:
        yield gate
    if page.status != 200:
        return page
    return (yield from place(guest, page))


def ready(guest: Guest) -> Script[Answer]:
    """Go up to the last step and stop there."""
    good((yield from add_to_cart(guest)))
    return good((yield from to_payment(guest)))


def fill(form: Form, details: Mapping[str, str]) -> Form:
    """Answer what a form asks; of choices the first, where the wanted one is not offered."""
    for name, value in details.items():
        if name in form.choices:
            offered = form.choices[name]
            form.fill(**{name: value if value in offered else offered[0]})
        elif name in form.values:
            form.fill(**{name: value})
    return form


def _of(page: Answer, name: str) -> Form:
    if not page.ok:
        raise Lost(f"no page with the form {name}: {_said(page)}")
    return page.form(name)


def good(page: Answer) -> Answer:
    """Return a page that is as it should be; raise Lost for any other."""
    if not page.ok:
        raise Lost(_said(page))
    return page


def _said(page: Answer) -> str:
    told = _TROUBLE.findall(page.text) or _TITLE.findall(page.text) or [page.text[:300]]
    words = " · ".join(" ".join(_TAGS.sub(" ", one).split()) for one in told)
    return f"{page.status} at {page.path}: {words[:500]}"
