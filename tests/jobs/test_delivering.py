"""Getting mails out: each once, none lost, whatever breaks."""

from __future__ import annotations

import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import select, update

from shop.domain.notifications import actions
from shop.domain.notifications.checks import CHECKS
from shop.domain.notifications.errors import MailRefused
from shop.domain.notifications.models import Message
from shop.domain.notifications.ports import email_sender
from shop.domain.notifications.statuses import MessageStatus
from shop.domain.ops.checks import run
from shop.jobs import mail, runtime
from shop.kernel import outbox
from shop.kernel.db import session
from shop.kernel.errors import Conflict, OutOfReach, Unavailable
from shop.kernel.outbox import OutboxDelivery
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.mail import Carrier, messages, order_for_mail
from tests.support.hands import Hands

pytestmark = pytest.mark.usefixtures("database", "clock")
Settle = Callable[[], None]


def test_every_job_twice_is_harmless(carrier: Carrier, settle: Settle) -> None:
    order = order_for_mail()
    for _time in range(2):
        mail.order_confirmation(order.id)
        session().rollback()
    (row,) = messages()
    for _time in range(2):
        mail.send(row.id)
    settle()
    assert len(carrier.sent) == 1
    mail.order_confirmation(10**9)
    mail.send(10**9)


def test_two_who_queue_at_once_queue_one(app: Flask, carrier: Carrier) -> None:
    order = order_for_mail()
    session().rollback()

    def queue() -> None:
        with app.app_context():
            mail.order_confirmation(order.id)

    with ThreadPoolExecutor(4) as jobs:
        for one in [jobs.submit(queue) for _ in range(4)]:
            one.result(30)
    assert len(messages()) == 1


def test_a_refusal_is_kept_with_its_reason(carrier: Carrier, settle: Settle) -> None:
    carrier.error = MailRefused("550 No such person")
    order_for_mail()
    settle()
    (row,) = messages()
    assert (row.status, row.last_error) == (MessageStatus.REFUSED, "550 No such person")
    assert carrier.asked == 1
    assert run(CHECKS) == []

    carrier.error = None
    with unit_of_work():
        actions.requeue(row.public_id)
    settle()
    assert [one["Message-ID"] for one in carrier.sent] == [f"<{row.public_id}@localhost>"]
    assert messages()[0].status == MessageStatus.SENT
    with pytest.raises(Conflict), unit_of_work():
        actions.requeue(row.public_id)


def test_a_mail_that_fails_every_time_is_given_up_visibly(
    carrier: Carrier, clock: Hands, settle: Settle
) -> None:
    carrier.error = Unavailable("452 The box is full")
    order_for_mail()
    settle()
    for _round in range(12):
        clock.forward(hours=5)
        runtime.sweep()
    (row,) = messages()
    assert (row.status, row.tries) == (MessageStatus.FAILED, actions.MOST_TRIES)
    assert carrier.asked == outbox.MAX_ATTEMPTS
    assert row.last_error == "452 The box is full"


def test_an_outage_of_days_loses_nothing_and_counts_nothing(
    carrier: Carrier, clock: Hands, settle: Settle
) -> None:
    carrier.error = OutOfReach("Nobody there.")
    for _order in range(3):
        order_for_mail()
    settle()
    for _round in range(12):
        clock.forward(hours=9)
        runtime.sweep()
        assert mail.resume()["resumed"] == 0
    assert {(row.status, row.tries) for row in messages()} == {(MessageStatus.QUEUED, 0)}
    assert run(CHECKS) == []
    assert carrier.asked < 30, "while one is refused, the others do not ask"

    carrier.error = None
    assert mail.resume(dry_run=True) == {"waiting": 3, "resumed": 0}
    session().rollback()
    assert mail.resume() == {"waiting": 3, "resumed": 3}
    settle()
    assert len({one["Message-ID"] for one in carrier.sent}) == len(carrier.sent) == 3
    assert mail.resume() == {"waiting": 0, "resumed": 0}


def test_a_death_after_the_server_s_yes_repeats_the_same_mail(
    carrier: Carrier, clock: Hands, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one gap that SMTP leaves: the server has it, we have not written that down."""

    class Death(BaseException):
        pass

    def die(*_given: object) -> None:
        raise Death

    order_for_mail()
    with monkeypatch.context() as dying:
        dying.setattr(actions, "record_sent", die)
        with pytest.raises(Death):
            settle()
    session().rollback()
    clock.forward(minutes=6)  # the delivery's lease
    settle()
    first, second = carrier.sent
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Date"] == second["Date"]
    assert messages()[0].status == MessageStatus.SENT


def test_nobody_calls_a_mail_server_inside_a_transaction(carrier: Carrier) -> None:
    with pytest.raises(RuntimeError, match="inside a transaction"), unit_of_work():
        email_sender()
    session().scalars(select(Message)).all()
    with pytest.raises(RuntimeError, match="inside a transaction"):
        email_sender()
    session().rollback()
    assert email_sender() is carrier


def test_what_waits_without_a_delivery_is_found(carrier: Carrier) -> None:
    order_for_mail()
    with unit_of_work() as current:
        current.execute(update(OutboxDelivery).values(state="done"))
    assert [found.check.code for found in run(CHECKS)] == ["N3"]
    with unit_of_work() as current:
        current.add(
            Message(key="k", template="order_confirmation", recipient="a@b.example", locale="en")
        )
    assert {found.check.code for found in run(CHECKS)} == {"N2", "N3"}


def test_no_name_server_is_asked(
    carrier: Carrier, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask(*_given: object) -> str:
        raise AssertionError("the name servers may be what is down")

    monkeypatch.setattr(socket, "getaddrinfo", ask)
    order_for_mail()
    settle()
    assert len(carrier.sent) == 1
