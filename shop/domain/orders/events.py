"""What orders announce."""

from __future__ import annotations

from dataclasses import dataclass

from shop.kernel.events import Event


@dataclass(frozen=True)
class OrderReceived(Event):
    """An order waits for a payment that the buyer brings himself, such as a transfer."""

    order_id: int


@dataclass(frozen=True)
class OrderPlaced(Event):
    """An order reached `placed`, in whichever way: its payment is assured, its stock is its own."""

    order_id: int


@dataclass(frozen=True)
class OrderCancelled(Event):
    """An order was cancelled; its stock is free again."""

    order_id: int


@dataclass(frozen=True)
class OrderExpired(Event):
    """Nobody paid in time; the stock is free again."""

    order_id: int
