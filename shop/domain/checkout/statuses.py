"""The steps of a checkout, in their order."""

from __future__ import annotations

from enum import StrEnum


class Step(StrEnum):
    """A page of the checkout; a later one opens when the earlier ones are answered."""

    CONTACT = "contact"
    DELIVERY = "delivery"
    PAYMENT = "payment"

    @property
    def before(self) -> tuple[Step, ...]:
        """The steps that come before this one."""
        steps = tuple(Step)
        return steps[: steps.index(self)]
