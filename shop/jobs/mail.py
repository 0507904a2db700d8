"""Mails about orders: queued once with what happened, written and sent by the worker."""

from __future__ import annotations

from shop.domain.notifications import actions, queries
from shop.domain.notifications.flows.deliver import deliver
from shop.domain.notifications.ports import email_sender
from shop.domain.orders import queries as orders
from shop.jobs import runtime
from shop.jobs.letters import write
from shop.kernel.unit_of_work import unit_of_work

SEND = "mail.send"
CONFIRMATION, CANCELLED, EXPIRED = "order_confirmation", "order_cancelled", "order_expired"


def order_confirmation(order_id: int) -> None:
    """Tell the buyer that the order is there; again where he was told that it had lapsed."""
    lapsed = queries.was_queued(f"{EXPIRED}:{order_id}")
    _tell(CONFIRMATION, order_id, f"{CONFIRMATION}:{order_id}{':again' if lapsed else ''}")


def order_cancelled(order_id: int) -> None:
    """Tell the buyer that the order was cancelled."""
    _tell(CANCELLED, order_id, f"{CANCELLED}:{order_id}")


def order_expired(order_id: int) -> None:
    """Tell the buyer that nobody paid in time."""
    _tell(EXPIRED, order_id, f"{EXPIRED}:{order_id}")


def send(message_id: int) -> None:
    """Send one message."""
    deliver(message_id, write)


def resume(*, dry_run: bool = False) -> dict[str, int]:
    """Send what waits for the mail server as soon as it answers; for scheduler and cron."""
    waiting = runtime.postponed(SEND)
    if not waiting or dry_run or email_sender().trouble():
        return {"waiting": waiting, "resumed": 0}
    return {"waiting": waiting, "resumed": runtime.hasten(SEND)}


def _tell(template: str, order_id: int, key: str) -> None:
    """Queue a message, where the buyer gave an address to write to."""
    order = orders.view(order_id)
    if order is None or not order.email:
        return
    with unit_of_work():
        actions.queue(key, template, order.email, locale=order.locale, order_id=order_id)
