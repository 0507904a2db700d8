"""Begin a cart, say where it should go, close it."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Executable, bindparam, insert, update

from shop.domain.cart.errors import CartClosed
from shop.domain.cart.models import Cart
from shop.domain.cart.queries import CartHead
from shop.domain.cart.statuses import CartStatus
from shop.kernel import clock
from shop.kernel.columns import UTCDateTime
from shop.kernel.db import session
from shop.kernel.i18n import _
from shop.kernel.ids import public_id

_INSERT = insert(Cart).returning(Cart.id)
_OPEN = (Cart.id == bindparam("cart"), Cart.status == CartStatus.OPEN)
_STAMPS = {"version": Cart.version + 1, "updated_at": bindparam("now", type_=UTCDateTime)}
_TOUCH = update(Cart).where(*_OPEN).values(_STAMPS)
_PLACE = (
    update(Cart)
    .where(*_OPEN)
    .values(_STAMPS | {"town": bindparam("to_town"), "area": bindparam("to_area")})
)
_CLOSE = update(Cart).where(*_OPEN).values(_STAMPS | {"status": CartStatus.ORDERED})


def start(currency: str, locale: str, *, town: str = "", area: str = "") -> CartHead:
    """Begin an empty cart."""
    name = public_id("crt")
    values = {
        "public_id": name, "status": CartStatus.OPEN, "version": 1, "town": town, "area": area,
        "currency": currency, "locale": locale,
    }  # fmt: skip
    made = session().connection().execute(_INSERT, values).scalar_one()
    return CartHead(
        id=made, public_id=name, version=1, count=0, town=town, area=area,
        status=CartStatus.OPEN, currency=currency,
    )  # fmt: skip


def touch(cart_id: int) -> None:
    """Lock the cart for the rest of the unit and count one change; raises `CartClosed`."""
    _write(_TOUCH, {"cart": cart_id})


def set_place(cart_id: int, town: str, area: str = "") -> None:
    """Remember where the visitor wants things to go; raises `CartClosed`."""
    _write(_PLACE, {"cart": cart_id, "to_town": town, "to_area": area})


def close(cart_id: int) -> bool:
    """Close the cart because an order is being made from it; False where somebody did before."""
    binds = {"cart": cart_id, "now": clock.now()}
    return bool(session().connection().execute(_CLOSE, binds).rowcount)


def _write(statement: Executable, binds: Mapping[str, object]) -> None:
    if not session().connection().execute(statement, {**binds, "now": clock.now()}).rowcount:
        raise CartClosed(_("This cart was ordered already. What you add now goes into a new one."))
