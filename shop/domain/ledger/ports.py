"""What the books need to know of a sum; the slice that reckons sums lies above this one."""

from __future__ import annotations

from typing import Protocol

from shop.kernel.money import Money


class Sums(Protocol):
    """A finished sum, as `totals.Totals` is one; `items` and `discount` are as the buyer saw them.

    Where prices include tax (`inclusive`), it is inside `items` and `discount`.
    """

    @property
    def inclusive(self) -> bool:
        """Whether prices include tax."""
        ...

    @property
    def items(self) -> Money:
        """The lines as shown, before discounts."""
        ...

    @property
    def discount(self) -> Money:
        """What was taken off, as shown."""
        ...

    @property
    def delivery_net(self) -> Money:
        """The delivery fee without tax."""
        ...

    @property
    def delivery_tax(self) -> Money:
        """The tax on the delivery fee."""
        ...

    @property
    def tax(self) -> Money:
        """All tax, that on the delivery fee included."""
        ...

    @property
    def rounding(self) -> Money:
        """What rounding to a payable step added, negative where it took away."""
        ...

    @property
    def total(self) -> Money:
        """What is to be paid."""
        ...
