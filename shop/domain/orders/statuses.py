"""The states of an order, which moves are legal, and the one word that people are shown."""

from __future__ import annotations

from enum import StrEnum

from shop.kernel.status import Moves


class OrderStatus(StrEnum):
    """The lifecycle; stored, moved by the verbs of this slice only."""

    AWAITING_PAYMENT = "awaiting_payment"
    PLACED = "placed"
    CONFIRMED = "confirmed"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


_S = OrderStatus
MOVES = Moves(
    {
        _S.AWAITING_PAYMENT: (_S.PLACED, _S.CANCELLED, _S.EXPIRED),
        _S.PLACED: (_S.CONFIRMED, _S.CANCELLED),
        _S.CONFIRMED: (_S.COMPLETED, _S.CANCELLED),
        _S.EXPIRED: (_S.PLACED,),
    }
)
LIVE = (_S.AWAITING_PAYMENT, _S.PLACED, _S.CONFIRMED)
"""Stock is allocated to orders in these states."""


class PaymentState(StrEnum):
    """What of the total was paid; derived from the money ledger."""

    UNPAID = "unpaid"
    PARTLY_PAID = "partly_paid"
    PAID = "paid"
    OVERPAID = "overpaid"
    PARTLY_REFUNDED = "partly_refunded"
    REFUNDED = "refunded"
    COLLECT = "collect"
    """To be paid when it is handed over."""


class FulfilmentState(StrEnum):
    """What of the goods left the shop and came back; derived from the counters of the lines."""

    UNFULFILLED = "unfulfilled"
    BACKORDERED = "backordered"
    PACKING = "packing"
    PARTLY_SHIPPED = "partly_shipped"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    PARTLY_RETURNED = "partly_returned"
    RETURNED = "returned"


class HoldReason(StrEnum):
    """Why nothing may ship for now."""

    REVIEW = "review"
    UNDERPAID = "underpaid"
    OVERPAID = "overpaid"
    WRONG_CURRENCY = "wrong_currency"
    PAID_WITHOUT_STOCK = "paid_without_stock"
    CONTRADICTION = "contradiction"
    LOST_PARCEL = "lost_parcel"


class TaskKind(StrEnum):
    """What somebody has to do."""

    REFUND = "refund"
    REVIEW = "review"
    STOCK = "stock"
    """Find stock for what was paid, or pay it back."""


class NoteKind(StrEnum):
    """Whom a note is for."""

    CUSTOMER = "customer"
    INTERNAL = "internal"


class Happening(StrEnum):
    """What an entry of the history tells."""

    RECEIVED = "received"
    PLACED = "placed"
    SECURED = "secured"
    CONFIRMED = "confirmed"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    REVIVED = "revived"
    HELD = "held"
    LIFTED = "lifted"
    METHOD_CHANGED = "method_changed"
    ATTEMPT_STARTED = "attempt_started"
    ATTEMPT_FAILED = "attempt_failed"
    PAID = "paid"
    REFUNDED = "refunded"


class Shown(StrEnum):
    """The words people know: the same in page, mail, webhook and export."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    PROCESSING = "processing"
    BACKORDERED = "backordered"
    ON_HOLD = "on_hold"
    PARTIALLY_SHIPPED = "partially_shipped"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    COMPLETED = "completed"
    RETURNED = "returned"
    REFUNDED = "refunded"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


_BY_GOODS = {
    FulfilmentState.BACKORDERED: Shown.BACKORDERED,
    FulfilmentState.PACKING: Shown.PROCESSING,
    FulfilmentState.PARTLY_SHIPPED: Shown.PARTIALLY_SHIPPED,
    FulfilmentState.SHIPPED: Shown.SHIPPED,
    FulfilmentState.DELIVERED: Shown.DELIVERED,
    # Some came back, the rest is with the customer.
    FulfilmentState.PARTLY_RETURNED: Shown.DELIVERED,
    FulfilmentState.RETURNED: Shown.RETURNED,
}
_ENDED = {
    _S.CANCELLED: Shown.CANCELLED,
    _S.EXPIRED: Shown.EXPIRED,
    _S.COMPLETED: Shown.COMPLETED,
}


def shown(
    status: OrderStatus, hold: str | None, payment: PaymentState, goods: FulfilmentState
) -> Shown:
    """Return the one word that tells people where an order stands."""
    gone = status in {_S.CANCELLED, _S.EXPIRED} or goods == FulfilmentState.RETURNED
    if gone and payment == PaymentState.REFUNDED:
        return Shown.REFUNDED
    if hold and status not in {_S.CANCELLED, _S.COMPLETED}:
        return Shown.ON_HOLD
    if status in _ENDED and goods != FulfilmentState.RETURNED:
        return _ENDED[status]
    if goods in _BY_GOODS:
        return _BY_GOODS[goods]
    return Shown.CONFIRMED if status == _S.CONFIRMED else Shown.PENDING
