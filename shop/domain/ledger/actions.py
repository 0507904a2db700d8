"""Post to the books; docs/ledger.md shows every posting with numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import bindparam, insert, select, text

from shop.domain.ledger import rules
from shop.domain.ledger.accounts import Entry, Kind
from shop.domain.ledger.errors import Unbalanced
from shop.domain.ledger.models import LedgerEntry, LedgerTransaction
from shop.domain.ledger.ports import Sums
from shop.kernel import clock
from shop.kernel.columns import UTCDateTime
from shop.kernel.db import read, session
from shop.kernel.money import Money

# Both databases know these words; SQLAlchemy has them only in each database's own insert.
_BEGIN = text(
    "INSERT INTO ledger_transactions (source, kind, order_id, actor, at)"
    " VALUES (:source, :kind, :order_id, :actor, :at)"
    " ON CONFLICT (source) DO NOTHING RETURNING id"
).bindparams(bindparam("at", type_=UTCDateTime))
_WRITE = insert(LedgerEntry)
_OF_SOURCE = (
    select(LedgerEntry.account, LedgerEntry.currency, LedgerEntry.amount_minor)
    .join(LedgerTransaction, LedgerTransaction.id == LedgerEntry.transaction_id)
    .where(LedgerTransaction.source == bindparam("source"))
    .order_by(LedgerEntry.id)
)


def post(
    source: str,
    kind: str,
    entries: Sequence[Entry],
    *,
    order_id: int | None,
    actor: str = "system",
) -> bool:
    """Book `entries` under the key of their fact; False where that key is booked already.

    Entries of zero are left out; where none is left, nothing is booked (False as well). Raises
    `Unbalanced` where they do not sum to zero in each currency.
    """
    booked = [entry for entry in entries if entry.amount]
    sums: Counter[str] = Counter()
    for entry in booked:
        sums[entry.amount.currency] += entry.amount.minor
    if any(sums.values()):
        raise Unbalanced(f"{source}: the entries leave {dict(sums)}")
    if not booked:
        return False
    here = session().connection()  # plain statements: the session's own way costs twice as much
    begun = here.execute(
        _BEGIN,
        {"source": source, "kind": kind, "order_id": order_id, "actor": actor, "at": clock.now()},
    ).scalar()
    if begun is None:
        return False
    here.execute(
        _WRITE,
        [
            {
                "transaction_id": begun, "order_id": order_id, "account": entry.account,
                "currency": entry.amount.currency, "amount_minor": entry.amount.minor,
            }
            for entry in booked
        ],
    )  # fmt: skip
    return True


def post_sale(order_id: int, sums: Sums, turn: int, *, actor: str = "system") -> bool:
    """Book the sale of an order; `turn` counts how often it was sold."""
    source = rules.of_sale(order_id, turn)
    return post(source, Kind.SALE, rules.sale(sums), order_id=order_id, actor=actor)


def post_sale_reversal(order_id: int, turn: int, *, actor: str = "system") -> bool:
    """Book the sale of that `turn` back, whatever it was; False where it was never booked."""
    source = rules.of_sale(order_id, turn)
    entries = [
        Entry(row.account, Money(-row.amount_minor, row.currency))
        for row in read(_OF_SOURCE, {"source": source})
    ]
    source = rules.of_reversal(order_id, turn)
    return post(source, Kind.SALE_REVERSAL, entries, order_id=order_id, actor=actor)


def post_capture(
    order_id: int, payment_id: int, gateway: str, amount: Money, *, actor: str = "system"
) -> bool:
    """Book a payment that arrived."""
    source, entries = rules.of_capture(payment_id), rules.capture(gateway, amount)
    return post(source, Kind.CAPTURE, entries, order_id=order_id, actor=actor)


def post_refund(
    order_id: int, refund_key: int | str, gateway: str, amount: Money, *, actor: str = "system"
) -> bool:
    """Book money that went back; `refund_key` tells this refund from every other."""
    source, entries = rules.of_refund(refund_key), rules.refund(gateway, amount)
    return post(source, Kind.REFUND, entries, order_id=order_id, actor=actor)
