"""What can go wrong with an order."""

from __future__ import annotations

from shop.kernel.errors import Conflict


class NotCancellable(Conflict):
    """The order is on its way, or over."""

    code = "NOT_CANCELLABLE"


class AlreadyPaid(Conflict):
    """Nothing is owed any more, so there is no method to choose."""

    code = "ALREADY_PAID"


class NotPayable(Conflict):
    """The order is over, or is paid for when it is handed over."""

    code = "NOT_PAYABLE"


class OnHold(Conflict):
    """Somebody must look at the order first."""

    code = "ON_HOLD"
