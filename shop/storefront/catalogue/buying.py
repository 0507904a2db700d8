"""The buy bar: which variant, how many, in which steps, and what was wrong with what was typed."""

from __future__ import annotations

from dataclasses import dataclass

from shop.domain.cart.rules import MOST_UNITS
from shop.kernel.formatting import NBSP, format_quantity
from shop.kernel.quantity import Unit
from shop.kernel.text import clean

_LONGEST = 12


@dataclass(frozen=True, slots=True)
class Stepper:
    """A number with less and more beside it; `step` and `most` are for scripts, in whole units."""

    number: str
    step: str
    most: str
    length: bool
    """Whether it is a length in metres."""


@dataclass(frozen=True, slots=True)
class Buy:
    """What `storefront/catalogue/_buy.html` draws."""

    variant: str
    stepper: Stepper
    to_be_had: bool
    error: str


def stepper(number: str, unit: Unit, step: int) -> Stepper:
    """Return a stepper that shows `number` as it was typed."""
    return Stepper(number, _exact(step, unit), str(MOST_UNITS), unit is Unit.METRE)


def buy(
    variant: str,
    unit: Unit,
    step: int,
    available: int,
    *,
    typed: str | None = None,
    error: str = "",
) -> Buy:
    """Return the bar of a variant; before anything is typed it says one piece or metre."""
    first = unit.one if unit.one % step == 0 else step
    number = plain(first, unit) if typed is None else clean(typed)[:_LONGEST]
    return Buy(variant, stepper(number, unit, step), available >= step, error)


def plain(quantity: int, unit: Unit) -> str:
    """Return minor steps as a person types them: `2`, `1.5`."""
    return format_quantity(quantity, unit).removesuffix(f"{NBSP}m")


def _exact(quantity: int, unit: Unit) -> str:
    """Return minor steps as a script reads them."""
    whole, rest = divmod(quantity, unit.one)
    return f"{whole}.{rest:0{unit.exponent}}" if rest else str(whole)
