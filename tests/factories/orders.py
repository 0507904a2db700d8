"""Orders for tests: drafts as a checkout hands them over, and orders placed from them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import count
from typing import Any

from shop.domain.catalogue.models import Product, Variant
from shop.domain.orders import queries
from shop.domain.orders.actions.place import place
from shop.domain.orders.draft import (
    Address,
    Contact,
    DeliveryChoice,
    DraftLine,
    OrderDraft,
    PaymentChoice,
)
from shop.domain.orders.queries import OrderView, Placed
from shop.domain.totals.calculate import Item, Terms, calculate
from shop.kernel.db import session
from shop.kernel.money import Money
from shop.kernel.quantity import Unit
from tests.factories.catalogue import product, variants_of
from tests.factories.inventory import stock

_keys = count(1)
ASHA = Contact(phone="+254700000012", name="Asha Mwangi", email="asha@example.com")
KILIMANI = Address("Nairobi", "Kilimani", "Green gate after the mosque")
MOTORBIKE = DeliveryChoice(
    "motorbike", {"en": "Motorbike", "fr": "Moto"}, "delivery", "nairobi",
    date(2026, 11, 23), date(2026, 11, 24),
)  # fmt: skip
CASH = PaymentChoice(
    "cash", {"en": "Cash on delivery", "fr": "Paiement à la livraison"}, "cash", on_delivery=True
)
TRANSFER = PaymentChoice(
    "transfer", {"en": "Bank transfer", "fr": "Virement"}, "transfer",
    expires_minutes=3 * 24 * 60, offline=True,
)  # fmt: skip
ONLINE = PaymentChoice(
    "test", {"en": "Test payment", "fr": "Paiement d’essai"}, "test", expires_minutes=35
)


def goods(left: int = 10, **more: Any) -> Variant:
    """Make a published product with one variant and some stock of it; return the variant."""
    made: Product = stock(product(**more), left)
    return variants_of(made)[0]


def line(variant: Variant, quantity: int = 1) -> DraftLine:
    """Return a line of a draft as a cart would make it."""
    made = session().get_one(Product, variant.product_id)
    return DraftLine(
        key=str(variant.id),
        variant_id=variant.id,
        product_id=made.id,
        sku=variant.sku,
        name=made.name,
        options="",
        picture="",
        unit=Unit(made.unit),
        quantity=quantity,
        unit_price=Money(variant.price_minor, "KES"),
        physical=made.kind == "physical",
    )


def draft(
    lines: Sequence[tuple[Variant, int]] | None = None,
    *,
    payment: PaymentChoice = CASH,
    fee: int = 25_000,
    terms: Terms | None = None,
    **more: Any,
) -> OrderDraft:
    """Return a draft: cash on delivery, one piece of something in stock, to Kilimani.

    `lines` are pairs of a variant and a quantity in minor steps. `more` are fields of `OrderDraft`.
    """
    made = [line(variant, quantity) for variant, quantity in lines or [(goods(), 1)]]
    items = [
        Item(one.key, one.variant_id, one.unit_price, one.quantity, one.unit, 0) for one in made
    ]
    agreed = terms or Terms("KES", inclusive=True, rates={}, delivery_fee=Money(fee, "KES"))
    fields: dict[str, Any] = {
        "checkout_key": f"checkout-{next(_keys)}",
        "cart_id": None,
        "locale": "en",
        "contact": ASHA,
        "address": KILIMANI,
        "delivery": MOTORBIKE,
        "totals": calculate(items, agreed),
    }
    return OrderDraft(payment=payment, lines=tuple(made), **(fields | more))


def placed(lines: Sequence[tuple[Variant, int]] | None = None, **more: Any) -> Placed:
    """Place an order made by `draft`; belongs inside a unit of work."""
    return place(draft(lines, **more))


def seen(order: Placed) -> OrderView:
    """Return an order as it is now."""
    found = queries.view(order.id)
    assert found is not None
    return found
