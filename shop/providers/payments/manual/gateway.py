"""Cash on delivery and bank transfer: nothing is called; staff say when the money is there."""

from __future__ import annotations

from collections.abc import Mapping

from shop.domain.payments.ports import (
    BadSignature,
    CallbackEvent,
    Declined,
    FactState,
    PaymentFact,
    RefundFact,
    RefundRequest,
    Started,
    StartRequest,
)
from shop.kernel.i18n import _


class ByHand:
    """A gateway without an outside: it knows nothing, so whatever is asked of it is still open."""

    offline = True

    def __init__(self, code: str, *, on_delivery: bool) -> None:
        """Answer to `code`; the money comes with the goods, or beforehand."""
        self.code = code
        self.on_delivery = on_delivery

    def smallest_step(self, currency: str) -> int:  # noqa: ARG002 - the port’s
        """Carry any sum; which coins there are is the method's own step."""
        return 1

    def start(self, request: StartRequest) -> Started:  # noqa: ARG002 - the port’s
        """Refuse: the buyer pays without us."""
        raise Declined(_("There is nothing to start: this order is paid by hand."))

    def look_up(self, reference: str) -> PaymentFact:
        """Say that nothing is known."""
        return PaymentFact(reference=reference, state=FactState.PENDING)

    def close(self, reference: str) -> PaymentFact:
        """Say that nothing is known."""
        return PaymentFact(reference=reference, state=FactState.PENDING)

    def refund(self, request: RefundRequest) -> RefundFact:  # noqa: ARG002 - the port’s
        """Refuse: a person gives this money back."""
        raise Declined(_("This money is given back by hand."))

    def read_callback(
        self,
        body: bytes,  # noqa: ARG002 - the port’s
        headers: Mapping[str, str],  # noqa: ARG002 - the port’s
    ) -> CallbackEvent:
        """Refuse: nobody calls back."""
        raise BadSignature(_("Nobody calls back about payments by hand."))


def cash_on_delivery() -> ByHand:
    """Return the gateway for what is paid at the door."""
    return ByHand("cash", on_delivery=True)


def bank_transfer() -> ByHand:
    """Return the gateway for what arrives in the shop's account."""
    return ByHand("transfer", on_delivery=False)
