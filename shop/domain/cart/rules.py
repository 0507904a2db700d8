"""How much may be in a cart, and the sentences for what may not: pure judgement."""

from __future__ import annotations

import re

from shop.domain.cart.errors import OutOfStock, QuantityRefused
from shop.kernel.formatting import format_money, format_number, format_quantity
from shop.kernel.i18n import _, ngettext
from shop.kernel.money import Money
from shop.kernel.quantity import Unit, fits

MOST_UNITS = 999
"""Whole units of one thing in a cart."""
MOST_LINES = 60
"""Different things in a cart."""
_FINEST = 10**6
"""Parts of a minor step that are told apart in what people type: six digits behind the point."""
_NUMBER = re.compile(r"(-?)([0-9]{1,12})(?:[.,]([0-9]{1,6}))?(?:[ \xa0]?m)?", re.ASCII)


def owner_of(cart_id: int) -> str:
    """Return the name under which a cart's checkout holds stock."""
    return f"cart:{cart_id}"


def typed(text: str, unit: Unit, step: int) -> int:
    """Return the minor steps that a person typed, such as `2`, `1.5` or `1,5 m`.

    Raises `QuantityRefused`, which says what may be typed.
    """
    match = _NUMBER.fullmatch(text.strip())
    if match is None:
        if unit is Unit.METRE:
            raise QuantityRefused(_("Type the length in metres as a number, such as 1.5."))
        raise QuantityRefused(_("Type how many you want as a number, such as 2."))
    minus, whole, rest = match.groups(default="")
    fine = int(whole) * _FINEST * unit.one + int(rest.ljust(6, "0")) * _FINEST * unit.one // 10**6
    quantity, over = divmod(fine, _FINEST)
    if over and unit is Unit.PIECE:
        raise QuantityRefused(_("This is sold by the piece. Type a whole number, such as 2."))
    if over and quantity >= step:
        raise QuantityRefused(_steps(quantity, unit, step))
    return checked(-quantity if minus else quantity, unit, step)


def checked(quantity: int, unit: Unit, step: int) -> int:
    """Return `quantity` where so much can be sold at all; raises `QuantityRefused`."""
    if quantity < step:
        least = format_quantity(step, unit)
        raise QuantityRefused(_("Type %(least)s or more.", least=least))
    if quantity > MOST_UNITS * unit.one:
        most = format_quantity(MOST_UNITS * unit.one, unit)
        raise QuantityRefused(
            _("You can order %(most)s at most. Call the shop if you need more.", most=most)
        )
    if not fits(quantity, step):
        raise QuantityRefused(_steps(quantity, unit, step))
    return quantity


def counted(quantity: int, by: int, unit: Unit, step: int) -> int:
    """Return a quantity one step up or down, inside what can be ordered."""
    return min(max(quantity + by, step), MOST_UNITS * unit.one // step * step)


def _steps(quantity: int, unit: Unit, step: int) -> str:
    below = max(quantity // step * step, step)
    return _(
        "This is sold in steps of %(step)s. Type %(below)s or %(above)s.",
        step=format_quantity(step, unit),
        below=format_quantity(below, unit),
        above=format_quantity(below + step, unit),
    )


def allowed(wanted: int, available: int, unit: Unit, step: int, in_cart: int = 0) -> None:
    """Raise `OutOfStock` where less is available than would be in the cart; it says what is."""
    left = max(available, 0) // step * step
    if wanted <= left:
        return
    if not left:
        raise OutOfStock(_("This is sold out. Look for something like it."), 0)
    if not in_cart:
        raise OutOfStock(_only(left, unit), left)
    if unit is Unit.METRE:
        shown, mine = format_quantity(left, unit), format_quantity(in_cart, unit)
        sentence = _("Only %(left)s left; %(mine)s of it is in your cart.", left=shown, mine=mine)
    else:
        sentence = ngettext(
            "Only %(left)s left; %(n)s is in your cart already.",
            "Only %(left)s left; %(n)s are in your cart already.",
            in_cart,
            left=format_number(left),
        )
    raise OutOfStock(sentence, left)


def _only(left: int, unit: Unit) -> str:
    if unit is Unit.METRE:
        return _("Only %(length)s is left.", length=format_quantity(left, unit))
    return ngettext("Only %(n)s is left.", "Only %(n)s are left.", left)


def problem(name: str, quantity: int, available: int, unit: Unit, step: int) -> str:
    """Return why a line cannot be bought as it stands and what to do; empty where it can."""
    left = max(available, 0) // step * step
    if not left:
        return _("“%(name)s” is sold out. Remove it to go on.", name=name)
    if quantity <= left:
        return "" if fits(quantity, step) else _in_steps(name, unit, step)
    if unit is Unit.METRE:
        return _(
            "Only %(length)s of “%(name)s” is left. Change the length or remove it.",
            length=format_quantity(left, unit),
            name=name,
        )
    return ngettext(
        "Only %(n)s of “%(name)s” is left. Change the number or remove it.",
        "Only %(n)s of “%(name)s” are left. Change the number or remove it.",
        left,
        name=name,
    )


def gone(name: str) -> str:
    """Return what to do about a line that is not sold any more."""
    return _("“%(name)s” is no longer sold. Remove it to go on.", name=name)


def _in_steps(name: str, unit: Unit, step: int) -> str:
    return _(
        "“%(name)s” is now sold in steps of %(step)s. Change the number.",
        name=name,
        step=format_quantity(step, unit),
    )


def price_notice(before: Money, now: Money, *, hide_zero: bool) -> str:
    """Return what happened to a price since it was last seen; empty where nothing did."""
    if before == now:
        return ""
    old = format_money(before.minor, before.currency, hide_zero=hide_zero)
    if before < now:
        return _("The price went up; it was %(price)s.", price=old)
    return _("The price went down; it was %(price)s.", price=old)
