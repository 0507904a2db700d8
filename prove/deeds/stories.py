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


def play(*, code: str, seed: int, copies: int, story: list[Step] | None = None) -> dict[str, Any]:
    """Play one story `copies` times; returns how it ended each time, and how much was delivered."""
    story, who = story or invent(code, seed), provider(code)
    delivered, ends = 0, []
    for copy in range(copies):
        told = Telling(who, f"{seed}-{copy}")
        told.happen(story)
        delivered += told.deliver()
        ends.append(told.end())
    return {"story": story, "delivered": delivered, "ends": ends}


class Telling:
    """One copy of a story, with an order of its own."""

    def __init__(self, who: Provider, seed: str) -> None:
        self._who, self._chance = who, random.Random(seed)
        self._app: Flask = current_app._get_current_object()  # type: ignore[attr-defined] # noqa: SLF001
        self._references: list[str] = []
        self._key = f"story-{who.code}-{next(_numbers)}-{self._chance.getrandbits(40)}"
        made = stock.goods(left=1, price=PRICE)[0]
        self._variant = int(str(made["variant"]))
        with unit_of_work():
            self._order = place(drafted(self._key, [(self._variant, 1)], who.code)).id

    def happen(self, story: list[Step]) -> None:
        """Let everything happen; what the provider tells of it waits."""
        for what, amount in story:
            place_, _colon, act = what.partition(":")
            if place_ == "shop":
                getattr(self, f"_{act}")()
            else:
                self._who.act(self._references[-1], what, amount)
            session().rollback()

    def events(self) -> list[Event]:
        """Return everything the provider has to tell, oldest first."""
        return self._who.told(self._references)

    def deliver(self) -> int:
        """Send each event once to five times, in any order, by several lines at once."""
        sent = [event for event in self.events() for _copy in range(self._chance.randint(1, 5))]
        self._chance.shuffle(sent)
        session().rollback()
        with ThreadPoolExecutor(_THREADS) as lines:
            for done in [lines.submit(self.send, event) for event in sent]:
                done.result(60)
        return len(sent)

    def send(self, event: Event) -> None:
        """Call the shop back, and let a worker do what follows."""
        body, sign = event
        answer = self._app.test_client().post(
            f"/callbacks/{self._who.code}", data=body, headers=sign(),
            content_type="application/json",
        )  # fmt: skip
        assert answer.status_code == 200, answer.text
        with self._app.app_context():
            rerun(flows.drain)

    def end(self) -> dict[str, Any]:
        """Let all that waits be done; return how the order stands, and what the books miss."""
        flows.drain()
        process_waiting()
        flows.drain(to_the_end=True)
        found = state.of_order(self._order)
        booked = sum(row[-1] for row in found["books"] if str(row[1]).startswith("clearing"))
        taken = self._who.charged(self._references)
        return found | {"missing in the books": [] if taken == booked else [[taken, booked]]}

    def _begin(self) -> None:
        look_up_order(self._order)  # the buyer came back to the order's page
        session().rollback()
        attempts.begin(self._order, flows.BASE, flows.BASE)
        attempt = payments.open_attempt(self._order)
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
