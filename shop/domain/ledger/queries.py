"""What the books say of an order."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, func, select

from shop.domain.ledger.accounts import Account, Kind
from shop.domain.ledger.models import LedgerEntry, LedgerTransaction
from shop.kernel.db import read

_RECEIVABLE = (
    select(LedgerTransaction.kind, func.sum(LedgerEntry.amount_minor))
    .join(LedgerTransaction, LedgerTransaction.id == LedgerEntry.transaction_id)
    .where(
        LedgerEntry.order_id == bindparam("order"),
        LedgerEntry.account == Account.RECEIVABLE,
    )
    .group_by(LedgerTransaction.kind)
)


@dataclass(frozen=True, slots=True)
class Standing:
    """The money side of an order, in minor units of its currency.

    `sold` is the total of the live sale (0 once it is reversed), `receivable` what is still owed:
    sold − captured + refunded; negative where the buyer has something to get back.
    """

    sold: int = 0
    captured: int = 0
    refunded: int = 0
    receivable: int = 0


def standing(order_id: int) -> Standing:
    """Return what was sold, paid, given back and is owed, in one statement."""
    sums = {kind: int(amount) for kind, amount in read(_RECEIVABLE, {"order": order_id})}
    return Standing(
        sold=sums.get(Kind.SALE, 0) + sums.get(Kind.SALE_REVERSAL, 0),
        captured=-sums.get(Kind.CAPTURE, 0),
        refunded=sums.get(Kind.REFUND, 0),
        receivable=sum(sums.values()),
    )
