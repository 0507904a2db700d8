"""The ways to get goods, in words that stay true tomorrow: pages that say them are kept."""

from __future__ import annotations

from dataclasses import dataclass

from shop.domain.catalogue.queries.facets import settings
from shop.domain.shipping.queries import Option, Place
from shop.kernel.formatting import format_money
from shop.kernel.i18n import _, ngettext
from shop.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Way:
    """One way to get the goods; `facts` are whole sentences."""

    symbol: str
    title: str
    facts: list[str]


def way(option: Option, place: Place) -> Way:
    """Return a way as a shopper reads it: how long, where to, for how much."""
    if option.pickup:
        return Way("place", _ready(option.days), [option.description or option.name])
    where = place.area or place.town
    if option.fee:
        facts = [_("To %(place)s, %(fee)s.", place=where, fee=amount(option.fee))]
    else:
        facts = [_("To %(place)s, free.", place=where)]
    if option.fee and option.free_above:
        facts.append(_("Free from %(amount)s.", amount=amount(option.free_above)))
    facts.append(_("Order by %(time)s and we pack it the same day.", time=option.cut_off))
    return Way("truck", _delivered(option.days), facts)


def _delivered(days: tuple[int, int]) -> str:
    least, most = days
    if most == 0:
        return _("Delivered the same day")
    if least == most:
        return ngettext("Delivered in %(n)s working day", "Delivered in %(n)s working days", most)
    if least == 0:
        return ngettext(
            "Delivered within %(n)s working day", "Delivered within %(n)s working days", most
        )
    return _("Delivered in %(least)s to %(most)s working days", least=least, most=most)


def _ready(days: tuple[int, int]) -> str:
    if days[1] == 0:
        return _("Ready to collect the same day")
    return ngettext(
        "Ready to collect in %(n)s working day", "Ready to collect in %(n)s working days", days[1]
    )


def amount(money: Money) -> str:
    """Return an amount as this shop writes it."""
    return format_money(money.minor, money.currency, hide_zero=settings().hide_zero_cents)
