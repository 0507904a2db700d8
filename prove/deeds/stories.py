"""Stories of payments, made up from a seed: what happens at the provider and in the shop.

A story is played several times with fresh orders; each time the provider's events are delivered
once to five times, shuffled and at the same moment. The end must always be the same.
"""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count
from typing import Any

from flask import Flask, current_app
from sqlalchemy import update

from prove.deeds import flows, state, stock
from prove.deeds.placing import drafted, try_to_place
from prove.deeds.providers import Event, Provider, provider
from shop.domain.orders.actions.cancel import cancel
from shop.domain.orders.actions.place import place
from shop.domain.orders.models import Order
from shop.domain.payments import queries as payments
from shop.domain.payments.flows import attempts
from shop.domain.payments.flows.expire import expire_due
from shop.domain.payments.flows.look_up import look_up_order
from shop.domain.payments.flows.process_event import process_waiting
from shop.domain.payments.models import Payment
from shop.kernel import clock
from shop.kernel.db import session
from shop.kernel.rerun import rerun
from shop.kernel.unit_of_work import unit_of_work

PRICE = 145_000
_THREADS = 4
_LONGEST_WAIT = timedelta(hours=1)
_numbers = count(1)
Step = list[Any]
"""`[what, amount]`; what begins with `shop:` happens in the shop, anything else at the provider."""


def invent(code: str, seed: int) -> list[Step]:
    """Return a story."""
    chance, who = random.Random(seed), provider(code)
    steps: list[Step] = []
    for _attempt in range(chance.choice((0, 0, 1))):
        steps += [["shop:begin", 0], [chance.choice(who.acts), 0]]
    steps.append(["shop:begin", 0])
    ending = chance.choice(("pay", "pay", "slow", "late", "late, gone", "cancelled", "nothing"))
    if code == "stripe" and chance.random() < 0.3:
        steps.append(["refuse", 0])  # another card is taken then
    if code == "test" and chance.random() < 0.1:
        steps.append(["less", 0])
    if ending == "nothing":
        return [*steps, [chance.choice(who.acts), 0]]
    if ending == "pay":
        steps.append(["pay", 0])
    else:
        steps.append(["slow", 0])
        steps += {
            "slow": [],
            "late": [["shop:expire", 0]],
            "late, gone": [["shop:expire", 0], ["shop:gone", 0]],
            "cancelled": [["shop:cancel", 0]],
        }[ending]
        steps.append(["clear", 0])
    for _refund in range(chance.choice((0, 0, 1, 2, 3))):
        steps.append(["refund", chance.choice((1_00, 250_00, 333_00))])
    return steps


def play(*, code: str, seed: int, copies: int) -> dict[str, Any]:
    """Play one story `copies` times; returns how it ended each time, and how much was delivered."""
    story, who = invent(code, seed), provider(code)
    delivered, ends = 0, []
    for copy in range(copies):
        told = _Telling(who, random.Random(f"{seed}-{copy}"))
        ends.append(told.tell(story))
        delivered += told.delivered
    return {"story": story, "delivered": delivered, "ends": ends}


class _Telling:
    """One copy of a story."""

    def __init__(self, who: Provider, chance: random.Random) -> None:
        self._who, self._chance = who, chance
        self._references: list[str] = []
        self.delivered = 0
        key = f"story-{who.code}-{next(_numbers)}-{chance.getrandbits(40)}"
        made = stock.goods(left=1, price=PRICE)[0]
        self._variant = int(str(made["variant"]))
        with unit_of_work():
            self._order = place(drafted(key, [(self._variant, 1)], who.code)).id
        self._key = key

    def tell(self, story: list[Step]) -> dict[str, Any]:
        """Let everything happen, then let the provider tell of it."""
        for what, amount in story:
            place_, _colon, act = what.partition(":")
            if place_ == "shop":
                getattr(self, f"_{act}")()
            else:
                self._who.act(self._references[-1], what, amount)
        self._deliver(self._who.told(self._references))
        found = state.of_order(self._order)
        booked = sum(row[-1] for row in found["books"] if str(row[1]).startswith("clearing"))
        taken = self._who.charged(self._references)
        return found | {"missing in the books": [] if taken == booked else [[taken, booked]]}

    def _begin(self) -> None:
        look_up_order(self._order)  # the buyer came back to the order's page
        session().rollback()
        attempts.begin(self._order, flows.BASE, flows.BASE)
        attempt = payments.open_attempt(self._order)
        session().rollback()
        if attempt is not None and attempt.reference not in self._references:
            self._references.append(str(attempt.reference))

    def _expire(self) -> None:
        past = clock.now() - _LONGEST_WAIT
        with unit_of_work() as current:
            current.execute(update(Order).where(Order.id == self._order).values(expires_at=past))
            current.execute(
                update(Payment).where(Payment.order_id == self._order).values(expires_at=past)
            )
        expire_due()

    def _gone(self) -> None:
        assert try_to_place(drafted(f"{self._key}-rival", [(self._variant, 1)])) == "placed"

    def _cancel(self) -> None:
        attempts.close_open(self._order)
        with unit_of_work():
            cancel(self._order, "staff")

    def _deliver(self, events: list[Event]) -> None:
        """Send each event once to five times, in any order, by several lines at once."""
        sent = [event for event in events for _copy in range(self._chance.randint(1, 5))]
        self._chance.shuffle(sent)
        self.delivered = len(sent)
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined] # noqa: SLF001
        path = f"/callbacks/{self._who.code}"

        def send(event: Event) -> None:
            body, sign = event
            answer = app.test_client().post(
                path, data=body, headers=sign(), content_type="application/json"
            )
            assert answer.status_code == 200, answer.text
            with app.app_context():
                rerun(flows.drain)

        session().rollback()
        with ThreadPoolExecutor(_THREADS) as lines:
            for done in [lines.submit(send, event) for event in sent]:
                done.result(60)
        flows.drain()
        process_waiting()
        flows.drain(to_the_end=True)
