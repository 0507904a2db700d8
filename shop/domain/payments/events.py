"""What the payments slice announces."""

from __future__ import annotations

from dataclasses import dataclass

from shop.kernel.events import Event


@dataclass(frozen=True)
class GatewayEventReceived(Event):
    """A signed callback lies in the inbox."""

    event_row_id: int


@dataclass(frozen=True)
class PaymentCaptured(Event):
    """Money has arrived for an order."""

    payment_id: int
    order_id: int


@dataclass(frozen=True)
class PaymentFailed(Event):
    """An attempt ended without money; the order can be paid by another one."""

    payment_id: int
    order_id: int
