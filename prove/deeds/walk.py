"""A random walk through all that moves money, in currencies of no, two and three decimals."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import text, update

from prove.deeds import flows, oracle, stock
from prove.deeds.placing import PAYMENTS
from shop.domain.catalogue.models import Variant
from shop.domain.orders.actions.cancel import cancel
from shop.domain.orders.actions.change_method import change_method
from shop.domain.orders.actions.place import place
from shop.domain.orders.draft import DraftLine, OrderDraft
from shop.domain.orders.models import Order
from shop.domain.payments.actions.confirm import confirm
from shop.domain.payments.actions.settle import settle
from shop.domain.payments.actions.start import open_payment
from shop.domain.payments.flows import attempts
from shop.domain.payments.flows.expire import expire_due
from shop.domain.payments.models import Payment
from shop.domain.payments.ports import FactState, PaymentFact
from shop.domain.tax.queries import class_id
from shop.domain.totals.calculate import Item, Terms, calculate
from shop.kernel import clock
from shop.kernel.db import session
from shop.kernel.errors import DomainError
from shop.kernel.money import Money
from shop.kernel.quantity import Unit
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.orders import ASHA, KILIMANI, MOTORBIKE

CURRENCIES = ("JPY", "KES", "KWD")
STEPS = {"JPY": (1, 10), "KES": (1, 100, 5), "KWD": (1, 10, 5)}
_STOCK = 1_000_000
_LOOK_EVERY = 250


@dataclass(slots=True)
class Held:
    """What the provider knows of a payment: the shop's books must agree to the cent."""

    order: int
    currency: str
    owed: int
    taken: int = 0
    back: int = 0


@dataclass(slots=True)
class Walker:
    """Takes one step after the other; refusals are steps too."""

    chance: random.Random
    variants: list[tuple[int, int]]
    tax_class: int
    orders: list[int] = field(default_factory=list)
    held: dict[int, Held] = field(default_factory=dict)
    transferred: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    number: int = 0

    def step(self) -> None:
        """Do something at random."""
        acts = (
            self.order, self.order, self.order, self.pay, self.pay, self.pay_wrongly, self.fail,
            self.give_back, self.expire, self.pay, self.cancel, self.change, self.retry,
            self.transfer, self.tell_again,
        )  # fmt: skip
        try:
            self.chance.choice(acts)()
        except DomainError:
            self.refused += 1
        finally:
            session().rollback()

    def order(self) -> None:
        """Place an order of odd sums."""
        self.number += 1
        currency, chance = self.chance.choice(CURRENCIES), self.chance
        kind = chance.choice(("cash", "test", "test", "transfer"))
        with unit_of_work():
            placed = place(self._draft(currency, kind))
            payment = open_payment(placed.id)
        self.orders.append(placed.id)
        if payment is not None:
            self._hold(payment)

    def _draft(self, currency: str, kind: str) -> OrderDraft:
        chance = self.chance
        lines = tuple(
            DraftLine(
                str(number), variant, product, f"W-{variant}", {"en": "Walk"}, "", "", Unit.PIECE,
                chance.randint(1, 3), Money(chance.randint(1, 10**chance.randint(1, 7)), currency),
            )
            for number, (variant, product) in enumerate(
                chance.sample(self.variants, chance.randint(1, 3))
            )
        )  # fmt: skip
        terms = Terms(
            currency, inclusive=chance.random() < 0.5,
            rates={self.tax_class: chance.choice((0, 500, 1600, 1775))},
            delivery_fee=Money(chance.randint(0, 9_999), currency),
            delivery_class_id=self.tax_class, step=chance.choice(STEPS[currency]),
            discount=Money(chance.choice((0, 0, 1, 333)), currency),
        )  # fmt: skip
        items = [
            Item(one.key, one.variant_id, one.unit_price, one.quantity, one.unit, self.tax_class)
            for one in lines
        ]
        return OrderDraft(
            checkout_key=f"walk-{self.number}-{chance.getrandbits(32)}", cart_id=None, locale="en",
            contact=ASHA, address=KILIMANI, delivery=MOTORBIKE, payment=PAYMENTS[kind],
            lines=lines, totals=calculate(items, terms),
        )  # fmt: skip

    def pay(self) -> None:
        """Have the provider take just what is owed; at times long after the deadline."""
        payment, held = self._some(lambda one: not one.taken)
        self._take(payment, held, held.owed)

    def pay_wrongly(self) -> None:
        """Have the provider take more or less."""
        payment, held = self._some(lambda one: not one.taken)
        wrong = held.owed + self.chance.choice((-7, -1, 1, 100))
        if wrong > 0 and self.chance.random() < 0.3:
            self._take(payment, held, wrong)

    def tell_again(self) -> None:
        """Have the provider repeat itself."""
        payment, held = self._some(lambda one: one.taken > 0)
        self._settle(payment, FactState.CAPTURED, held)

    def give_back(self) -> None:
        """Have the provider give a part back."""
        payment, held = self._some(lambda one: one.taken > one.back)
        held.back += self.chance.randint(1, held.taken - held.back)
        self._settle(payment, FactState.CAPTURED, held)

    def fail(self) -> None:
        """Have the provider refuse, or end, a payment."""
        payment, held = self._some(lambda one: not one.taken)
        ends = (FactState.FAILED, FactState.EXPIRED, FactState.CANCELLED, FactState.PENDING)
        self._settle(payment, self.chance.choice(ends), held)

    def expire(self) -> None:
        """Let the deadline of an order pass."""
        order, past = self._any_order(), clock.now() - timedelta(minutes=1)
        with unit_of_work() as current:
            current.execute(
                update(Order)
                .where(Order.id == order, Order.expires_at.is_not(None))
                .values(expires_at=past)
            )
        expire_due()

    def cancel(self) -> None:
        """Cancel an order."""
        order = self._any_order()
        attempts.close_open(order)
        with unit_of_work():
            cancel(order, "staff")

    def change(self) -> None:
        """Pay an order another way, which may round it otherwise."""
        order, kind = self._any_order(), self.chance.choice(list(PAYMENTS))
        attempts.close_open(order)
        with unit_of_work() as current:
            currency = current.get_one(Order, order).currency
            change_method(order, PAYMENTS[kind], step=self.chance.choice(STEPS[currency]))

    def retry(self) -> None:
        """Open another attempt where there is none."""
        with unit_of_work():
            payment = open_payment(self._any_order())
        if payment is not None:
            self._hold(payment)

    def transfer(self) -> None:
        """Have staff record money that came by itself."""
        order = session().get(Order, self._any_order())
        if order is None:
            return
        number, currency, owed = order.number, order.currency, order.total_minor - order.paid_minor
        amount = Money(max(1, owed + self.chance.choice((0, 0, 0, -1, 5))), currency)
        session().rollback()
        with unit_of_work():
            confirm(number, f"T-{self.chance.getrandbits(40)}", amount, "staff", difference=True)
        self.transferred[currency] += amount.minor

    def _any_order(self) -> int:
        if not self.orders:
            raise _NothingToDo("nothing to do")
        return self.chance.choice(self.orders)

    def _hold(self, payment: int) -> None:
        if payment not in self.held:
            row = session().get_one(Payment, payment)
            self.held[payment] = Held(row.order_id, row.currency, row.amount_minor)

    def _some(self, fits: Any) -> tuple[int, Held]:
        found = [(payment, held) for payment, held in self.held.items() if fits(held)]
        if not found:
            raise _NothingToDo("nothing to do")
        return self.chance.choice(found[-60:])

    def _take(self, payment: int, held: Held, amount: int) -> None:
        held.taken = amount
        self._settle(payment, FactState.CAPTURED, held)

    def _settle(self, payment: int, told: FactState, held: Held) -> None:
        captured = told is FactState.CAPTURED
        fact = PaymentFact(
            reference=f"W-{payment}", state=told,
            amount=Money(held.taken, held.currency) if captured else None,
            refunded=Money(held.back, held.currency) if captured else None,
        )  # fmt: skip
        with unit_of_work():
            settle(payment, fact)


class _NothingToDo(DomainError):
    """There is nothing yet that this step could change."""


def walk(*, steps: int, seed: int) -> dict[str, Any]:
    """Take `steps` steps, looking at the books every now and then; returns what they say."""
    made = stock.goods(left=_STOCK, kinds=4)
    rows = [session().get_one(Variant, int(str(one["variant"]))) for one in made]
    variants = [(row.id, row.product_id) for row in rows]
    tax = class_id("standard")
    session().rollback()
    walker, broken = Walker(random.Random(seed), variants, tax), []
    for number in range(1, steps + 1):
        walker.step()
        if number % _LOOK_EVERY == 0 or number == steps:
            flows.drain()
            broken += [f"after step {number}: {said}" for said in oracle.violations()]
            if broken:
                break
    return _books(walker) | {"broken": broken, "refused": walker.refused}


def _books(walker: Walker) -> dict[str, Any]:
    """Return how many entries there are, their sums, and how far they are from the provider's."""
    session().rollback()
    by_gateway: Counter[str] = Counter()
    for held in walker.held.values():
        by_gateway[held.currency] += held.taken - held.back
    here = session()
    entries = int(here.execute(text("SELECT count(*) FROM ledger_entries")).scalar_one())
    sums = here.execute(
        text("SELECT currency, sum(amount_minor) FROM ledger_entries GROUP BY currency")
    ).all()
    clearing = {
        row[0]: int(row[1])
        for row in here.execute(
            text(
                "SELECT currency, sum(amount_minor) FROM ledger_entries"
                " WHERE account NOT IN ('receivable', 'sales', 'discounts', 'delivery', 'tax',"
                " 'rounding') GROUP BY currency"
            )
        )
    }
    off = int(
        here.execute(
            text(
                "SELECT count(*) FROM orders o WHERE o.paid_minor <> (SELECT COALESCE(SUM("
                "p.captured_minor), 0) FROM payments p WHERE p.order_id = o.id"
                " AND p.status = 'captured' AND p.captured_currency = o.currency)"
            )
        ).scalar_one()
    )
    known = by_gateway + walker.transferred
    return {
        "entries": entries,
        "sum": sum(abs(int(row[1])) for row in sums),
        "orders_off": off,
        "provider_diff": sum(
            abs(known[currency] - clearing.get(currency, 0)) for currency in CURRENCIES
        ),
    }
