"""Events that come before what they are about, and at the same moment as the buyer."""

from __future__ import annotations

import json
import random
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from typing import Any

from flask import Flask, current_app
from sqlalchemy import bindparam, select

from prove.deeds import flows, stock
from prove.deeds.placing import drafted
from shop.domain.orders.actions.place import place
from shop.domain.orders.links import order_path
from shop.domain.orders.models import Order
from shop.domain.payments import queries as payments
from shop.domain.payments.actions import start as opening
from shop.domain.payments.flows.start import start
from shop.domain.payments.ports import Started, StartRequest, gateways
from shop.kernel import clock
from shop.kernel.db import session
from shop.kernel.ids import public_id
from shop.kernel.unit_of_work import unit_of_work
from shop.standins.test_gateway.bank import Act
from shop.standins.test_gateway.courier import PATH
from shop.standins.test_gateway.signature import HEADER, signature

_chosen: ContextVar[str] = ContextVar("chosen", default="")
_PAID = select(Order.id).where(
    Order.id.in_(bindparam("orders", expanding=True)), Order.payment_state == "paid"
)


class _KnownBefore:
    """The test gateway, but each session's reference is known before it is asked for."""

    def __init__(self, genuine: Any) -> None:
        self._genuine = genuine

    def __getattr__(self, name: str) -> Any:
        return getattr(self._genuine, name)

    def start(self, request: StartRequest) -> Started:
        """Return the session that the event was about."""
        return Started(reference=f"tst_{request.payment_id}", continue_url="/test-gateway/x")


def first(*, count: int, seed: int, most: float, address: str) -> list[int]:
    """Have each payment told of some seconds before its order exists; returns the orders."""
    if not isinstance(gateways.get("test"), _KnownBefore):
        gateways.register("test", _KnownBefore(gateways.get("test")))
        # The payment's own name must be known before there is a payment.
        setattr(opening, "public_id", lambda prefix: _chosen.get() or public_id(prefix))  # noqa: B010 - mypy takes the name for private
    variant = int(str(stock.goods(left=count)[0]["variant"]))
    chance = random.Random(seed)
    waits = [chance.uniform(0, most) for _number in range(count)]
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined] # noqa: SLF001
    session().rollback()

    def one(number: int) -> int:
        name = public_id("pay")
        _chosen.set(name)
        with app.app_context():
            draft = drafted(f"early-{seed}-{number}", [(variant, 1)], "test")
            session().rollback()
            _tell(address, name, draft.totals.total.minor)
            time.sleep(waits[number])
            with unit_of_work():
                placed = place(draft)
                payment = opening.open_payment(placed.id)
            assert payment is not None
            start(payment, flows.BASE, flows.BASE)
            _chosen.set("")
            return placed.id

    with ThreadPoolExecutor(8) as people:
        return list(people.map(one, range(count)))


def _tell(address: str, payment: str, minor: int) -> None:
    body = json.dumps({
        "id": f"tev_{payment}", "kind": "payment.captured", "created": 0,
        "payment": {
            "reference": f"tst_{payment}", "payment_id": payment, "state": "captured",
            "minor": minor, "currency": "KES", "refunded": 0,
        },
    }).encode()  # fmt: skip
    asked = urllib.request.Request(  # noqa: S310 - the shop's own address
        address + PATH, body, {"Content-Type": "application/json", **_signed(body)}
    )
    with urllib.request.urlopen(asked, timeout=30) as answer:  # noqa: S310 - as above
        assert answer.status == 200


def together(*, count: int, seed: int) -> list[dict[str, Any]]:
    """Place orders whose payment is approved; returns each buyer's way back and the bank's call."""
    variant = int(str(stock.goods(left=count)[0]["variant"]))
    ready = []
    for number in range(count):
        with unit_of_work():
            placed = place(drafted(f"both-{seed}-{number}", [(variant, 1)], "test"))
            payment = opening.open_payment(placed.id)
        assert payment is not None
        start(payment, flows.BASE, flows.BASE)
        attempt = payments.open_attempt(placed.id)
        session().rollback()
        assert attempt is not None
        assert attempt.reference is not None
        flows.bank().decide(attempt.reference, Act.APPROVE)
        with flows.bank().file.transaction() as line:
            where = f"%{attempt.reference}%"
            row = line.execute("SELECT body FROM calls WHERE body LIKE ?", (where,)).fetchone()
            line.execute("UPDATE calls SET done = 1 WHERE body LIKE ?", (where,))
        ready.append({
            "order": placed.id, "back": f"{order_path(placed.public_id)}/return",
            "path": PATH, "body": row["body"], "headers": _signed(row["body"].encode()),
        })  # fmt: skip
    return ready


def paid(*, orders: list[int]) -> int:
    """Return how many of some orders are paid by now."""
    session().rollback()
    return len(session().execute(_PAID, {"orders": orders}).all())


def _signed(body: bytes) -> dict[str, str]:
    return {HEADER: signature(flows.bank().key, body, int(clock.now().timestamp()))}
