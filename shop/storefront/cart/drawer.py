"""From a cart to what the drawer draws after something was put into it."""

from __future__ import annotations

from dataclasses import dataclass

from shop.domain.cart.queries import CartView
from shop.kernel.i18n import _, ngettext
from shop.storefront.cart.shapes import LineView, line_of
from shop.storefront.catalogue.pictures import picture_maker
from shop.storefront.ways import amount

_MOST = 4


@dataclass(frozen=True, slots=True)
class Drawer:
    """What `storefront/cart/_drawer.html` draws."""

    title: str
    lines: list[LineView]
    more_text: str
    items: str


def drawer_of(view: CartView, line_id: int) -> Drawer:
    """Return the drawer after a line was put in, or grew: that one first, then the latest."""
    made = picture_maker()
    ordered = sorted(view.lines, key=lambda line: (line.id != line_id, -line.id))
    rest = len(ordered) - _MOST
    more = ngettext("and %(n)s more thing", "and %(n)s more things", rest) if rest > 0 else ""
    return Drawer(
        title=_("Added to your cart"),
        lines=[line_of(line, made) for line in ordered[:_MOST]],
        more_text=more,
        items=amount(view.totals.items),
    )
