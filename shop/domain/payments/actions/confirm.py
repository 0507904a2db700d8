"""Staff say that money came which no gateway reports: a transfer, or cash at the door."""

from __future__ import annotations

from sqlalchemy import bindparam, insert, select

from shop.domain.orders import queries as orders
from shop.domain.orders.actions.moves import locked
from shop.domain.orders.models import Order
from shop.domain.payments.actions.arrive import arrive
from shop.domain.payments.errors import NothingOwed, ReferenceTaken, UnknownOrder, WrongSum
from shop.domain.payments.models import Payment
from shop.domain.payments.ports import is_offline
from shop.domain.payments.statuses import PaymentStatus
from shop.kernel import clock
from shop.kernel.db import session
from shop.kernel.errors import Invalid
from shop.kernel.formatting import format_money
from shop.kernel.i18n import _
from shop.kernel.ids import public_id
from shop.kernel.money import Money
from shop.kernel.text import clean

_KNOWN = select(Payment).where(
    Payment.gateway == bindparam("gateway"), Payment.reference == bindparam("reference")
)
_LONGEST = 120


def confirm(
    number: str, reference: str, amount: Money | None, actor: str, *, difference: bool = False
) -> int:
    """Record that an order was paid outside every gateway; returns the attempt's id.

    Without `amount` it is just what is owed. Another sum is refused (`WrongSum`) unless
    `difference` says that it is meant; then the order is held, as for any wrong sum. The same
    reference again for the same order changes nothing.
    """
    found, words = orders.by_number(number), clean(reference)
    if found is None:
        raise UnknownOrder(_("No order has the number %(number)s.", number=number))
    if not words or len(words) > _LONGEST:
        raise Invalid(
            _("Give the reference of the transfer or the receipt, up to 120 characters."),
            field="reference",
        )
    order = locked(found.id)
    if not is_offline(order.gateway):
        raise Invalid(_("This order is paid through a gateway, which reports the payment itself."))
    known = session().scalars(_KNOWN, {"gateway": order.gateway, "reference": words}).first()
    if known is not None:
        return _same(known, order, amount)
    came = _checked(order, amount, difference=difference)
    payment = _record(order, words, came, actor)
    arrive(order, payment, came, actor)
    return payment.id


def _same(known: Payment, order: Order, amount: Money | None) -> int:
    said = amount or Money(known.captured_minor, known.currency)
    if known.order_id != order.id or known.captured_minor != said.minor:
        raise ReferenceTaken(
            _("This reference was recorded before, for another order or another sum.")
        )
    return known.id


def _checked(order: Order, amount: Money | None, *, difference: bool) -> Money:
    owed = Money(max(0, order.total_minor - order.paid_minor), order.currency)
    if amount is None:
        if not owed:
            raise NothingOwed(_("Nothing is owed on this order."))
        return owed
    if amount.minor <= 0:
        raise WrongSum(_("Give a sum above zero."), field="amount")
    if amount != owed and not difference:
        raise WrongSum(
            _(
                "%(owed)s is owed on this order, not %(amount)s. Check the sum, or confirm that it"
                " differs.",
                owed=format_money(owed.minor, owed.currency),
                amount=format_money(amount.minor, amount.currency),
            ),
            field="amount",
        )
    return amount


def _record(order: Order, reference: str, came: Money, actor: str) -> Payment:
    here, name, now = session(), public_id("pay"), clock.now()
    result = here.execute(
        insert(Payment).values(
            public_id=name, order_id=order.id, method=order.payment_method, gateway=order.gateway,
            status=PaymentStatus.CAPTURED, amount_minor=came.minor, currency=came.currency,
            captured_minor=came.minor, captured_currency=came.currency, reference=reference,
            idempotency_key=f"{name}.start", verified_at=now, verified_by=actor,
        )
    )  # fmt: skip
    return here.get_one(Payment, result.inserted_primary_key[0])  # type: ignore[attr-defined]  # an INSERT has one
