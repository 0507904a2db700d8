"""Payments that come at the very moment their order expires."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from flask import Flask, current_app
from sqlalchemy import text, update

from prove.deeds import flows, stock
from prove.deeds.placing import drafted, try_to_place
from shop.domain.orders import queries as orders
from shop.domain.orders.actions.place import place
from shop.domain.orders.models import Order
from shop.domain.payments import queries as payments
from shop.domain.payments.actions.start import open_payment
from shop.domain.payments.flows.expire import expire_due
from shop.domain.payments.flows.start import start
from shop.domain.payments.models import Payment
from shop.kernel import clock
from shop.kernel.db import session
from shop.kernel.rerun import rerun
from shop.kernel.unit_of_work import unit_of_work
from shop.standins.test_gateway.bank import Act

Case = dict[str, Any]
KINDS = ("approved", "late", "meanwhile")
"""The bank captured it before the deadline; captures it near it; is asked near it."""


def prepare(*, count: int, seed: int, seconds: float) -> dict[str, Any]:
    """Place orders for the last unit of something; all their deadlines end in some seconds."""
    chance = random.Random(seed)
    made = stock.goods(left=1, kinds=count)
    at = clock.now() + timedelta(seconds=seconds)
    cases = []
    for number, one in enumerate(made):
        variant = int(str(one["variant"]))
        with unit_of_work():
            placed = place(drafted(f"expiry-{seed}-{number}", [(variant, 1)], "test"))
            payment = open_payment(placed.id)
        assert payment is not None
        start(payment, flows.BASE, flows.BASE)
        cases.append({
            "order": placed.id, "variant": variant, "key": f"expiry-{seed}-{number}",
            "kind": KINDS[number % len(KINDS)], "payment": payment,
            "jitter": chance.uniform(-0.05, 0.3 if number % len(KINDS) == 0 else 1.2),
            "rival": chance.random() < 0.5,
        })  # fmt: skip
    with unit_of_work() as current:
        ids = [case["order"] for case in cases]
        current.execute(update(Order).where(Order.id.in_(ids)).values(expires_at=at))
        current.execute(update(Payment).where(Payment.order_id.in_(ids)).values(expires_at=at))
    for case in cases:
        _ready_bank(case, at.timestamp())
    return {"cases": cases, "at": at.timestamp()}


def _ready_bank(case: Case, at: float) -> None:
    attempt = payments.open_attempt(case["order"])
    assert attempt is not None
    assert attempt.reference is not None
    case["reference"] = attempt.reference
    if case["kind"] == "meanwhile":
        return
    flows.bank().decide(attempt.reference, Act.APPROVE if case["kind"] == "approved" else Act.LATE)
    with flows.bank().file.transaction() as line:
        moment = at + case["jitter"]
        line.execute("UPDATE sessions SET pays_at = ? WHERE state = 'late' AND reference = ?",
                     (moment, attempt.reference))  # fmt: skip
        line.execute("UPDATE calls SET due_at = ? WHERE body LIKE ?",
                     (moment, f"%{attempt.reference}%"))  # fmt: skip


def pay(*, cases: list[Case], at: float) -> int:
    """Be the bank: approve what is approved meanwhile, and call the shop about each payment."""

    def one(case: Case) -> bool:
        _sleep_until(at + case["jitter"])
        if case["kind"] == "meanwhile":
            flows.bank().decide(case["reference"], Act.APPROVE)
        rerun(lambda: flows.bank_calls(about=case["reference"]))
        rerun(flows.drain)
        return True

    return sum(_all_at_once(one, cases))


def expire(*, at: float, seconds: float) -> int:
    """Be the clock: end what is due, again and again for a while."""
    expired = 0
    _sleep_until(at)
    while time.time() < at + seconds:
        expired += rerun(expire_due)["expired"]
        session().rollback()
    return expired


def buy(*, cases: list[Case], at: float) -> int:
    """Be the rivals, who take the last unit as soon as it is free again."""

    def one(case: Case) -> bool:
        _sleep_until(at)
        for turn in range(40):
            draft = drafted(f"rival-{case['key']}", [(case["variant"], 1)])
            session().rollback()
            if rerun(lambda made=draft: try_to_place(made)) == "placed":  # type: ignore[misc]  # of this turn
                return True
            time.sleep(0.01 * (turn + 1))
        return False

    return sum(_all_at_once(one, [case for case in cases if case["rival"]]))


def judge(*, cases: list[Case]) -> dict[str, Any]:
    """Return what became of each: paid with stock, held with a task, never paid, or limbo."""
    flows.drain()
    found: dict[str, Any] = {"paid": 0, "held": 0, "unpaid": 0, "limbo": []}
    for case in cases:
        order = orders.view(case["order"])
        assert order is not None
        charged = flows.bank().find(case["reference"])
        assert charged is not None
        stocked = bool(_count(
            "SELECT count(*) FROM allocations WHERE order_id = :order AND state = 'allocated'",
            case["order"],
        ))  # fmt: skip
        task = bool(_count(
            "SELECT count(*) FROM order_tasks WHERE order_id = :order AND done_at IS NULL",
            case["order"],
        ))  # fmt: skip
        session().rollback()
        seen = (charged.state == "captured", str(order.status), stocked, bool(order.hold_reason))
        if seen[0] and order.paid.minor != charged.minor:
            found["limbo"].append([case["kind"], *seen, "the books do not show the payment"])
        elif seen[0] and seen[1] in {"placed", "confirmed"} and stocked and not seen[3]:
            found["paid"] += 1
        elif seen[0] and order.hold_reason and task and not stocked:
            found["held"] += 1
        elif not seen[0] and seen[1] == "expired" and not stocked:
            found["unpaid"] += 1
        else:
            found["limbo"].append([case["kind"], *seen])
    return found


def _count(query: str, order: int) -> int:
    return int(session().execute(text(query), {"order": order}).scalar_one())


def _sleep_until(moment: float) -> None:
    time.sleep(max(0.0, moment - time.time()))


def _all_at_once(act: Callable[[Case], bool], cases: list[Case]) -> list[bool]:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined] # noqa: SLF001
    session().rollback()

    def inside(case: Case) -> bool:
        with app.app_context():
            return act(case)

    with ThreadPoolExecutor(max(1, len(cases))) as people:
        return [done.result(120) for done in [people.submit(inside, case) for case in cases]]
