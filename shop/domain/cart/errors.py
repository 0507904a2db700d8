"""What can go wrong with a cart."""

from __future__ import annotations

from shop.kernel.errors import Conflict, Invalid, NotFound


class QuantityRefused(Invalid):
    """A quantity that cannot be sold: not a number, not a multiple of the step, too many."""

    code = "QUANTITY_REFUSED"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, field="quantity")


class OutOfStock(Conflict):
    """Less is available than was wanted; `available` minor steps are."""

    code = "OUT_OF_STOCK"

    def __init__(self, sentence: str, available: int) -> None:
        super().__init__(sentence, field="quantity")
        self.available = available


class VariantGone(NotFound):
    """What was to be bought is not sold any more."""

    code = "VARIANT_GONE"


class NotMade(Invalid):
    """A product is not made in the combination that was chosen."""

    code = "NOT_MADE"


class LineGone(NotFound):
    """There is no such line in this cart, or not any more."""

    code = "LINE_GONE"


class CartClosed(Conflict):
    """An order was made from this cart."""

    code = "CART_CLOSED"


class CartFull(Invalid):
    """A cart holds a limited number of different things."""

    code = "CART_FULL"
