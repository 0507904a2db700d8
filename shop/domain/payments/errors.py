"""What can go wrong with money on its way in."""

from __future__ import annotations

from shop.kernel.errors import Conflict, Invalid, NotFound


class MethodNotOffered(Invalid):
    """This way to pay is not to be had for this order."""

    code = "METHOD_NOT_OFFERED"


class WrongSum(Invalid):
    """What came in is not what is owed."""

    code = "WRONG_SUM"


class NothingOwed(Conflict):
    """The order needs no money."""

    code = "NOTHING_OWED"


class ReferenceTaken(Conflict):
    """This reference has paid for another order."""

    code = "REFERENCE_TAKEN"


class UnknownOrder(NotFound):
    """No order has this number."""

    code = "UNKNOWN_ORDER"


class UnknownPayment(NotFound):
    """No attempt to pay has this id."""

    code = "UNKNOWN_PAYMENT"


class AttemptOpen(Conflict):
    """Another attempt of this order can still be paid; it is closed before the next begins."""

    code = "ATTEMPT_OPEN"


class UnknownMethod(NotFound):
    """The shop has no such way to pay."""

    code = "UNKNOWN_METHOD"
