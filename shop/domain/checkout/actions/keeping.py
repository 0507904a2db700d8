"""Keep stock for whoever has come as far as the delivery step."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import bindparam, update

from shop.domain.cart.queries import CartItem
from shop.domain.cart.rules import owner_of
from shop.domain.checkout.models import Checkout
from shop.domain.checkout.queries import CheckoutView
from shop.domain.checkout.rules import keeping
from shop.domain.inventory.actions import holds
from shop.domain.settings.schema import ShopSettings
from shop.kernel import clock
from shop.kernel.db import session

_KEPT = (
    update(Checkout)
    .where(Checkout.id == bindparam("which"))
    .values(hold_began_at=bindparam("began"), hold_until=bindparam("until"))
    .execution_options(synchronize_session=False)
)


def keep_stock(checkout: CheckoutView, items: Iterable[CartItem], known: ShopSettings) -> None:
    """Hold what is in the cart for some minutes more; raises `NotEnoughStock`."""
    wanted = {item.variant_id: item.quantity for item in items if item.physical}
    if not wanted:
        return
    began, until = keeping(
        clock.now(),
        checkout.hold_began_at,
        checkout.hold_until,
        known.hold_minutes,
        known.hold_minutes_most,
    )
    holds.hold(owner_of(checkout.cart_id), wanted, until)
    session().execute(_KEPT, {"which": checkout.id, "began": began, "until": until})
