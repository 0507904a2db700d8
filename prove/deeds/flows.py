"""What shopper, bank and clock do to one order, as plain functions that may be done again.

Each flow has a `set_…` (the world before it) and a `do_…` (the flow, as whoever waits for it would
repeat it). They take and return plain values, because they run in processes that die.
"""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy import select

from shop.domain.cart.actions import add, start
from shop.domain.cart.queries import items
from shop.domain.checkout.actions import answer, keep_stock
from shop.domain.checkout.answers import Answers
from shop.domain.checkout.flows.complete import Asked, complete
from shop.domain.checkout.queries import of_cart, quote
from shop.domain.checkout.seen import Seen
from shop.domain.checkout.statuses import Step
from shop.domain.orders import queries as orders
from shop.domain.orders.actions.cancel import cancel
from shop.domain.orders.actions.moves import SHOPPER
from shop.domain.orders.errors import NotCancellable
from shop.domain.orders.queries import by_checkout_key
from shop.domain.payments import queries as payments
from shop.domain.payments.flows import attempts
from shop.domain.payments.flows.expire import expire_due
from shop.domain.payments.flows.look_up import look_up_order
from shop.domain.settings.queries import shop_settings
from shop.jobs import runtime
from shop.jobs.schedule import TASKS
from shop.kernel import clock, outbox
from shop.kernel.db import session
from shop.kernel.unit_of_work import unit_of_work
from shop.standins.test_gateway.bank import Act, Bank, the_bank
from shop.standins.test_gateway.courier import PATH
from shop.standins.test_gateway.signature import HEADER, signature

BASE = "http://127.0.0.1"
ANSWERS = Answers(
    phone="+254712345678", name="Asha Mwangi", email="asha@example.com", town="Mombasa",
    area="Nyali", landmark="Green gate", delivery_method="home",
)  # fmt: skip
_MOST_ROUNDS = 100
_OPEN = select(outbox.OutboxDelivery.id).where(
    outbox.OutboxDelivery.state.in_(("waiting", "running"))
)
_RUNNING = select(outbox.OutboxDelivery.id).where(outbox.OutboxDelivery.state == "running").limit(1)

Ids = dict[str, Any]


def cart(*, variants: list[list[int]], payment: str) -> Ids:
    """Go as far as the last step of a checkout with a cart of [variant, quantity] lines."""
    with unit_of_work():
        head = start("KES", "en")
        for variant, quantity in variants:
            add(head.id, variant, quantity)
    for step in (Step.CONTACT, Step.DELIVERY):
        with unit_of_work():
            kept = answer(head.id, step, ANSWERS)
            if step is Step.DELIVERY:
                keep_stock(kept, items(head.id), shop_settings())
    session().rollback()
    checkout = of_cart(head.id)
    assert checkout is not None
    expected = quote(items(head.id), checkout.answers).exact.total.minor
    return {"cart": head.id, "key": checkout.key, "expected": expected, "payment": payment}


def do_place(ids: Ids) -> None:
    """Press the button that orders."""
    complete(
        Asked(
            cart_id=ids["cart"], key=ids["key"], payment_method=ids["payment"],
            expected=ids["expected"], seen=Seen(), locale="en", base_url=BASE,
        )
    )  # fmt: skip


def do_pay(ids: Ids) -> None:
    """Order, approve at the bank, be called by the bank, come back to the order's page."""
    do_place(ids)
    approve(ids, Act.APPROVE)
    bank_calls()
    order = _order(ids)
    if order is not None:
        look_up_order(order)


def set_late(ids: Ids) -> None:
    """Order, approve too late, and let the order expire meanwhile."""
    do_place(ids)
    approve(ids, Act.LATE)
    drain()


def do_late(ids: Ids) -> None:
    """Let the bank tell of the payment that came late."""
    assert ids
    bank_calls()


def do_cancel(ids: Ids) -> None:
    """Cancel as the order's page does."""
    order = _order(ids)
    assert order is not None
    attempts.close_open(order)
    try:
        with unit_of_work():
            cancel(order, SHOPPER)
    except NotCancellable:
        pass


def do_expire(ids: Ids) -> None:
    """Let the clock end what nobody paid."""
    assert ids
    expire_due()


def approve(ids: Ids, act: Act) -> None:
    """Decide at the bank's page."""
    order = _order(ids)
    attempt = payments.open_attempt(order) if order is not None else None
    if attempt is not None and attempt.reference is not None:
        bank().decide(attempt.reference, act)


def bank() -> Bank:
    """Return the pretended bank of this shop."""
    return the_bank()


def bank_calls(about: str = "") -> int:
    """Make every call the bank owes by now; returns how many were taken."""
    now, taken = clock.now().timestamp(), 0
    with bank().file.transaction() as line:
        calls = line.execute(
            "SELECT number, body FROM calls WHERE done = 0 AND due_at <= ? AND body LIKE ?"
            " ORDER BY number",
            (now, f"%{about}%"),
        ).fetchall()
    client = current_app.test_client()
    session().rollback()
    for call in calls:
        body = call["body"].encode()
        headers = {HEADER: signature(bank().key, body, int(now))}
        answer_ = client.post(PATH, data=body, headers=headers, content_type="application/json")
        if answer_.status_code == 200:
            taken += 1
            with bank().file.transaction() as line:
                line.execute("UPDATE calls SET done = 1 WHERE number = ?", (call["number"],))
    return taken


def drain(*, to_the_end: bool = False) -> None:
    """Do what waits in the outbox, as a worker would, until nothing is due.

    `to_the_end`: wait for what other processes do just now, too.
    """
    session().rollback()
    for _round in range(_MOST_ROUNDS):
        due = outbox.due(grace=timedelta(0))
        session().rollback()
        if not due and not (to_the_end and _is_busy()):
            return
        for number, _job in due:
            runtime.deliver(number)
        if not due:
            time.sleep(0.1)
    raise AssertionError(f"the outbox never empties: {due}")


def waiting() -> int:
    """Return how many deliveries are neither done nor given up."""
    session().rollback()
    return len(session().execute(_OPEN).all())


def _is_busy() -> bool:
    busy = session().execute(_RUNNING).first() is not None
    session().rollback()
    return busy


def do_sweep(ids: Ids) -> None:
    """Let the scheduler do its round."""
    assert ids
    sweep()


def sweep() -> None:
    """Let the scheduler run everything once, then do what is due."""
    for task in TASKS:
        task.run()
        session().rollback()
    drain()


def _order(ids: Ids) -> int | None:
    found = by_checkout_key(ids["key"])
    session().rollback()
    return found.id if found else None


def view(ids: Ids) -> Any:
    """Return the order as its page shows it."""
    order = _order(ids)
    return orders.view(order) if order else None
