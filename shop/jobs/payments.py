"""Follow what gateways tell, ask those that went quiet, end what nobody paid."""

from __future__ import annotations

from shop.domain.payments.flows import expire as expiry
from shop.domain.payments.flows import process_event as inbox
from shop.domain.payments.flows import reconcile


def process_event(event_row_id: int) -> None:
    """Let a payment follow one event of the inbox."""
    inbox.process(event_row_id)


def read_events(*, dry_run: bool = False) -> dict[str, int]:
    """Look again at events that came before their payment, or whose job was lost."""
    return inbox.process_waiting(dry_run=dry_run)


def poll(*, dry_run: bool = False) -> dict[str, int]:
    """Ask gateways about open payments that nothing was heard of."""
    return reconcile.poll(dry_run=dry_run)


def expire(*, dry_run: bool = False) -> dict[str, int]:
    """End orders that nobody paid in time, and give their stock back."""
    return expiry.expire_due(dry_run=dry_run)
