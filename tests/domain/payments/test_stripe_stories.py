"""Stripe's events through the whole domain: in any order, any number of times, one end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from shop.domain.ledger.queries import standing
from shop.domain.orders.actions.expire import expire
from shop.domain.orders.draft import PaymentChoice
from shop.domain.orders.queries import Placed
from shop.domain.orders.statuses import OrderStatus, PaymentState
from shop.domain.payments.actions.receive_event import receive
from shop.domain.payments.flows.look_up import look_up
from shop.domain.payments.flows.process_event import process
from shop.domain.payments.models import GatewayEvent, Payment
from shop.domain.payments.ports import RefundRequest
from shop.domain.payments.statuses import OPEN, PaymentStatus
from shop.kernel.db import session
from shop.kernel.money import Money
from shop.kernel.unit_of_work import unit_of_work
from shop.standins.stripe import payments as page
from tests.factories.payments import begun, order_row, payment_row, plugged, violations
from tests.support.databases import TestDatabase
from tests.support.stripe import Stripe, pretended

CARD = PaymentChoice("stripe", {"en": "Card", "fr": "Carte"}, "stripe", expires_minutes=35)
Callback = tuple[bytes, dict[str, str]]
End = tuple[str, str, str | None, str, int, int, int]
ACTS = st.lists(st.sampled_from(["refuse", "pay", "slow", "bounces", "give back"]), max_size=5)


@pytest.fixture
def stripe(database: TestDatabase) -> Iterator[Stripe]:
    with pretended() as made, plugged(made.gateway):
        yield made


def _reference(payment: int) -> str:
    found = payment_row(payment).reference
    assert found is not None
    return found


def _act(stripe: Stripe, act: str, reference: str) -> None:
    """Do one thing at Stripe, whether it makes sense there or not."""
    if act == "pay":
        page.pay(stripe.account, reference)
    elif act == "refuse":
        page.refuse(stripe.account, reference)
    elif act == "give back":
        if stripe.gateway.look_up(reference).amount is not None:
            key = f"back-{len(stripe.account.events())}"
            stripe.gateway.refund(
                RefundRequest(
                    reference=reference, amount=Money(1000, "KES"), idempotency_key=key, reason=""
                )
            )
    else:
        page.delay(stripe.account, reference, bounces=act == "bounces")
        stripe.sender.send_due(ahead=60)


def _hear(stripe: Stripe, callbacks: Sequence[Callback]) -> None:
    """Take callbacks in and process what lies in the inbox, each twice."""
    for body, headers in callbacks:
        with unit_of_work():
            receive("stripe", stripe.gateway.read_callback(body, headers), body)
        rows = list(session().scalars(select(GatewayEvent.id).order_by(GatewayEvent.id)))
        for row in [*rows[-1:], *rows[-1:]]:
            process(row)


def _end(order: Placed, payment: int) -> End:
    row, attempt, sums = order_row(order), payment_row(payment), standing(order.id)
    stands = PaymentStatus.PENDING if attempt.status in OPEN else attempt.status
    return (
        row.status, row.payment_state, row.hold_reason, stands, sums.captured,
        sums.refunded, sums.receivable,
    )  # fmt: skip


@settings(
    max_examples=12,
    deadline=None,
    phases=(Phase.generate,),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(acts=ACTS, seed=st.integers(0, 2**32))
def test_every_delivery_of_a_story_ends_the_same(
    acts: list[str], seed: int, stripe: Stripe
) -> None:
    chance, ends = Random(seed), set()
    for turn in range(3):
        already = len(stripe.account.events())
        order, payment = begun(payment=CARD)
        for act in acts:
            _act(stripe, act, _reference(payment))
        callbacks = stripe.callbacks()[already:]
        if turn:
            callbacks = [one for one in callbacks for _copy in range(chance.randint(1, 3))]
            chance.shuffle(callbacks)
        _hear(stripe, callbacks)
        ends.add(_end(order, payment))
        look_up(payment)  # asked, Stripe says nothing that its events did not say
        ends.add(_end(order, payment))
    assert len(ends) == 1, ends
    assert violations() == []


def test_a_paid_order_is_confirmed_and_its_books_are_even(stripe: Stripe) -> None:
    order, payment = begun(payment=CARD)
    page.pay(stripe.account, _reference(payment))
    _hear(stripe, stripe.callbacks())
    status, state, hold, attempt, captured, _refunded, receivable = _end(order, payment)
    assert (status, state, hold) == (OrderStatus.CONFIRMED, PaymentState.PAID, None)
    assert (attempt, receivable) == (PaymentStatus.CAPTURED, 0)
    assert captured == order_row(order).total_minor
    assert violations() == []


def test_a_refused_card_leaves_the_attempt_open(stripe: Stripe) -> None:
    order, payment = begun(payment=CARD)
    page.refuse(stripe.account, _reference(payment))
    _hear(stripe, stripe.callbacks())
    attempt = payment_row(payment)
    assert (attempt.status, attempt.failure) == (PaymentStatus.PENDING, "Your card was declined.")
    page.pay(stripe.account, _reference(payment))
    _hear(stripe, stripe.callbacks())
    assert order_row(order).status == OrderStatus.CONFIRMED


def test_an_event_finds_its_payment_before_the_session_is_known(stripe: Stripe) -> None:
    """Stripe's answer to `start` was lost; the event names our own id, and that is enough."""
    order, payment = begun(payment=CARD)
    reference = _reference(payment)
    with unit_of_work():
        session().get_one(Payment, payment).reference = None
    page.pay(stripe.account, reference)
    _hear(stripe, stripe.callbacks())
    assert payment_row(payment).reference == reference
    assert order_row(order).status == OrderStatus.CONFIRMED


def test_a_payment_after_the_deadline_revives_the_order(stripe: Stripe) -> None:
    order, payment = begun(payment=CARD)
    with unit_of_work():
        expire(order.id)
    page.pay(stripe.account, _reference(payment))
    _hear(stripe, stripe.callbacks())
    assert order_row(order).status == OrderStatus.CONFIRMED
    assert violations() == []


def test_a_refund_made_at_stripe_reaches_the_books(stripe: Stripe) -> None:
    order, payment = begun(payment=CARD)
    page.pay(stripe.account, _reference(payment))
    _act(stripe, "give back", _reference(payment))
    _act(stripe, "give back", _reference(payment))
    _hear(stripe, stripe.callbacks()[::-1])
    sums = standing(order.id)
    assert sums.refunded == 2000
    assert order_row(order).payment_state == PaymentState.PARTLY_REFUNDED
    assert violations() == []
