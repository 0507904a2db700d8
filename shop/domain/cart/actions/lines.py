"""Put things into a cart, change how many, take them out and back in."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, delete, insert, update

from shop.domain.cart import rules
from shop.domain.cart.actions.carts import touch
from shop.domain.cart.errors import CartFull, VariantGone
from shop.domain.cart.models import CartLine
from shop.domain.cart.queries.offers import Wanted, by_line, by_variant
from shop.kernel.db import session
from shop.kernel.i18n import Translated, _
from shop.kernel.quantity import Unit

_HERE = CartLine.id == bindparam("line")
_INSERT = insert(CartLine).returning(CartLine.id)
_SET = (
    update(CartLine)
    .where(_HERE)
    .values(quantity=bindparam("number"), price_seen_minor=bindparam("price"))
)
_DELETE = delete(CartLine).where(_HERE)


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to a line: its quantity `before` and `after`, 0 where there was none."""

    line_id: int
    variant_id: int
    variant: str
    name: Translated
    unit: Unit
    step: int
    before: int
    after: int


def add(cart_id: int, variant_id: int, quantity: int) -> Change:
    """Add `quantity` minor steps of a variant; a line that is there grows.

    Raises `QuantityRefused`, `OutOfStock` (says what is available), `VariantGone`, `CartFull` and
    `CartClosed`.
    """
    touch(cart_id)
    row = by_variant(cart_id, variant_id)
    rules.checked(quantity, Unit(row.unit), row.quantity_step)
    return _put(cart_id, row, row.in_cart + quantity, row.in_cart)


def change(cart_id: int, line_id: int, quantity: int) -> Change:
    """Set how much is in a line; raises as `add`, and `LineGone`."""
    touch(cart_id)
    row = by_line(cart_id, line_id)
    if not row.visible:
        raise VariantGone(_("This is no longer sold. Remove it from the cart."))
    return _put(cart_id, row, quantity)


def remove(cart_id: int, line_id: int) -> Change:
    """Take a line out; raises `LineGone`."""
    touch(cart_id)
    row = by_line(cart_id, line_id)
    session().connection().execute(_DELETE, {"line": line_id})
    return _changed(row, line_id, 0)


def restore(cart_id: int, variant_id: int, quantity: int) -> Change:
    """Put back what was just taken out; a line that came again meanwhile stays as it is."""
    touch(cart_id)
    row = by_variant(cart_id, variant_id)
    if row.line_id is not None:
        return _changed(row, row.line_id, row.in_cart)
    return _put(cart_id, row, quantity)


def _put(cart_id: int, row: Wanted, quantity: int, already: int = 0) -> Change:
    unit, here = Unit(row.unit), session().connection()
    rules.checked(quantity, unit, row.quantity_step)
    rules.allowed(quantity, int(row.available), unit, row.quantity_step, already)
    line = row.line_id
    if line is not None:
        here.execute(_SET, {"line": line, "number": quantity, "price": row.price_minor})
    elif row.lines >= rules.MOST_LINES:
        raise CartFull(_("Your cart is full. Order what is in it first, then go on."))
    else:
        first = {
            "cart_id": cart_id, "variant_id": row.variant_id, "quantity": quantity,
            "price_seen_minor": row.price_minor,
        }  # fmt: skip
        line = here.execute(_INSERT, first).scalar_one()
    return _changed(row, line, quantity)


def _changed(row: Wanted, line: int, after: int) -> Change:
    return Change(
        line, row.variant_id, row.public_id, row.name, Unit(row.unit), row.quantity_step,
        row.in_cart, after,
    )  # fmt: skip
