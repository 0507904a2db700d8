"""Find orders: by their keys, by what a buyer knows, by what is due."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest
from typing import Any

from sqlalchemy import Row, bindparam, select

from shop.domain.orders.models import Order
from shop.domain.orders.statuses import (
    FulfilmentState,
    OrderStatus,
    PaymentState,
    Shown,
    shown,
)
from shop.domain.settings.queries import shop_settings
from shop.kernel import clock, phones
from shop.kernel.db import read
from shop.kernel.money import Money
from shop.kernel.text import clean


@dataclass(frozen=True, slots=True)
class Placed:
    """An order as whoever placed it needs to know it."""

    id: int
    public_id: str
    number: str
    status: OrderStatus


@dataclass(frozen=True, slots=True)
class Summary:
    """An order in a list."""

    number: str
    shown: Shown
    status: OrderStatus
    payment_state: PaymentState
    total: Money
    name: str
    placed_at: datetime


_order = Order.__table__.c
_PLACED = (_order.id, _order.public_id, _order.number, _order.status)
_BY_KEY = select(*_PLACED).where(_order.checkout_key == bindparam("key"))
_BY_CART = select(*_PLACED).where(_order.cart_id == bindparam("cart"))
_BY_NUMBER = select(*_PLACED, _order.phone, _order.recipient_phone, _order.email).where(
    _order.number == bindparam("number")
)
_DUE = (
    select(_order.id)
    .where(
        _order.status == OrderStatus.AWAITING_PAYMENT,
        _order.expires_at <= bindparam("moment"),
        _order.hold_reason.is_(None),
        _order.paid_minor == 0,
    )
    .order_by(_order.expires_at, _order.id)
    .limit(bindparam("most"))
)
_RECENT = (
    select(
        _order.number, _order.status, _order.hold_reason, _order.payment_state,
        _order.fulfilment_state, _order.total_minor, _order.currency, _order.name,
        _order.placed_at,
    )
    .order_by(_order.id.desc())
    .limit(bindparam("most"))
)  # fmt: skip


_BETWEEN = re.compile(r"[\s\-\u2010-\u2015\u2212]+")


def tidy(number: str) -> str:
    """Return an order number as it is stored, however it was typed."""
    return _BETWEEN.sub("-", clean(number).strip(" #").upper())


def _placed(row: Row[Any] | None) -> Placed | None:
    return Placed(row.id, row.public_id, row.number, OrderStatus(row.status)) if row else None


def by_checkout_key(key: str) -> Placed | None:
    """Return the order that a checkout has made."""
    return _placed(read(_BY_KEY, {"key": key}).first())


def by_number(number: str) -> Placed | None:
    """Return the order with a number."""
    return _placed(read(_BY_NUMBER, {"number": tidy(number)}).first())


def winner(key: str, cart_id: int | None) -> Placed:
    """Return the order that took a checkout key, or its cart, before."""
    found = by_checkout_key(key) or _placed(read(_BY_CART, {"cart": cart_id}).first())
    if found is None:
        raise RuntimeError(f"no order has the checkout key {key!r} or the cart {cart_id}")
    return found


def track(number: str, phone_or_email: str) -> str | None:
    """Return the public id of the order with this number and this phone number or e-mail address.

    An unknown number costs the same work as a known one with the wrong phone number.
    """
    row = read(_BY_NUMBER, {"number": tidy(number)}).first()
    typed = phone_or_email.strip()
    phone = phones.parse(typed, shop_settings().country) or ""
    known = (row.phone, row.recipient_phone, row.email) if row else ("", "", "")
    fits = [
        compare_digest(told.casefold().encode(), stored.casefold().encode())
        for told, stored in zip((phone, phone, typed), known, strict=True)
        if told
    ]
    return row.public_id if row and any(fits) else None


def due_to_expire(limit: int = 200) -> list[int]:
    """Return unpaid orders whose deadline is over, the longest overdue first."""
    return list(read(_DUE, {"moment": clock.now(), "most": limit}).scalars())


def recent(limit: int) -> list[Summary]:
    """Return the newest orders."""
    return [
        Summary(
            number=row.number,
            shown=shown(
                OrderStatus(row.status),
                row.hold_reason,
                PaymentState(row.payment_state),
                FulfilmentState(row.fulfilment_state),
            ),
            status=OrderStatus(row.status),
            payment_state=PaymentState(row.payment_state),
            total=Money(row.total_minor, row.currency),
            name=row.name,
            placed_at=row.placed_at,
        )
        for row in read(_RECENT, {"most": limit})
    ]
