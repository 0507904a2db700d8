"""Orders placed without a browser, many at once: drafts as a checkout hands them over."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from flask import Flask, current_app

from shop.domain.catalogue.models import Variant
from shop.domain.inventory.errors import NotEnoughStock
from shop.domain.orders.actions.place import place
from shop.domain.orders.draft import OrderDraft, PaymentChoice
from shop.domain.payments.actions.start import open_payment
from shop.domain.totals.calculate import Item, Terms, calculate
from shop.kernel.db import session
from shop.kernel.money import Money
from shop.kernel.rerun import rerun
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.orders import CASH, ONLINE, TRANSFER, draft, line

CARD = PaymentChoice("stripe", {"en": "Card"}, "stripe", expires_minutes=35)
PAYMENTS: dict[str, PaymentChoice] = {
    "cash": CASH, "test": ONLINE, "stripe": CARD, "transfer": TRANSFER,
}  # fmt: skip


def drafted(
    key: str, wanted: list[tuple[int, int]], payment: str = "cash", **more: Any
) -> OrderDraft:
    """Return a draft of (variant, quantity) lines, in this order; a variant may come twice."""
    pairs = [(session().get_one(Variant, variant), quantity) for variant, quantity in wanted]
    made = draft(pairs, payment=PAYMENTS[payment], checkout_key=key, **more)
    lines = tuple(
        replace(line(variant, quantity), key=f"{number}")
        for number, (variant, quantity) in enumerate(pairs)
    )
    items = [
        Item(one.key, one.variant_id, one.unit_price, one.quantity, one.unit, 0) for one in lines
    ]
    fee = Terms("KES", inclusive=True, rates={}, delivery_fee=Money(25_000, "KES"))
    return replace(made, lines=lines, totals=calculate(items, fee))


def race(*, orders: list[dict[str, Any]], at: float) -> list[dict[str, Any]]:
    """Place all `orders` at the moment `at` (Unix time); tells how each one went."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined] # noqa: SLF001
    drafts = [
        drafted(order["key"], [tuple(pair) for pair in order["lines"]], order["payment"])
        for order in orders
    ]
    session().rollback()
    together = threading.Barrier(len(drafts) + 1)

    def one(number: int) -> dict[str, Any]:
        with app.app_context():
            together.wait(60)
            begin = time.perf_counter()
            outcome = rerun(lambda: try_to_place(drafts[number]))
            return {"outcome": outcome, "seconds": time.perf_counter() - begin}

    with ThreadPoolExecutor(len(drafts) or 1) as people:
        placing = [people.submit(one, number) for number in range(len(drafts))]
        time.sleep(max(0.0, at - time.time()))
        together.wait(60)
        return [buying.result(120) for buying in placing]


def try_to_place(made: OrderDraft) -> str:
    """Place one; says `short` where there is not enough left."""
    try:
        with unit_of_work():
            placed = place(made)
            open_payment(placed.id)
    except NotEnoughStock:
        return "short"
    return "placed"
