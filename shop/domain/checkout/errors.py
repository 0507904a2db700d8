"""What can go wrong between a cart and an order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shop.domain.checkout.statuses import Step
from shop.kernel.errors import Conflict
from shop.kernel.i18n import _
from shop.kernel.money import Money


class CheckoutGone(Conflict):
    """The form belongs to another cart than this visitor's, or to one that is not there."""

    code = "CHECKOUT_GONE"

    def __init__(self) -> None:
        super().__init__(_("This page belongs to an earlier cart. Look at your cart and go on."))


class CartEmpty(Conflict):
    """There is nothing to order."""

    code = "CART_EMPTY"

    def __init__(self) -> None:
        super().__init__(_("There is nothing in your cart."))


class StepMissing(Conflict):
    """An earlier question has no good answer (any more): `problems` by field."""

    code = "STEP_MISSING"

    def __init__(self, step: Step, problems: dict[str, str]) -> None:
        super().__init__(next(iter(problems.values())))
        self.step = step
        self.problems = problems


class NotSold(Conflict):
    """Some of the cart cannot be bought as it stands; `reasons` say what to do about it."""

    code = "NOT_SOLD"

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(reasons[0])
        self.reasons = tuple(reasons)


@dataclass(frozen=True, slots=True)
class Change:
    """A part of the sum that is not what it was; None where it was not known or is gone."""

    what: str
    before: Money | None
    after: Money | None


class TotalChanged(Conflict):
    """The sum is not what the shopper was shown. Nothing was ordered."""

    code = "TOTAL_CHANGED"

    def __init__(self, before: Money | None, after: Money, changes: Sequence[Change]) -> None:
        super().__init__(_("The total has changed. Nothing was ordered yet."))
        self.before = before
        self.after = after
        self.changes = tuple(changes)
