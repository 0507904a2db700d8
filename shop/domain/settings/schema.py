"""Every setting declared once: its name, type and default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from shop.kernel.errors import Invalid
from shop.kernel.i18n import _

Text = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ShopSettings:
    """The shop as its pages need to know it; the defaults are those of a new shop."""

    name: str = "Duka"
    saying: Text = field(default_factory=lambda: {"en": "Welcome.", "fr": "Bienvenue."})
    intro: Text = field(default_factory=dict)
    address: str = ""
    hours: Text = field(default_factory=dict)
    phone: str = ""
    note: Text = field(default_factory=dict)
    email: str = ""
    """Who the shop's mails come from and where answers go."""
    country: str = "KE"
    """ISO 3166 code: how telephone numbers without a country are read."""
    currency: str = "KES"
    time_zone: str = "Africa/Nairobi"
    languages: tuple[str, ...] = ("en", "fr")
    hide_zero_cents: bool = True
    price_bounds: tuple[int, ...] = (100_000, 250_000, 500_000)
    """Where one price band ends and the next begins, in minor units."""
    low_stock: int = 5
    """At this many or fewer a product says how many are left."""
    order_prefix: str = "D"
    """What order numbers begin with."""
    delivery_tax_class: str = "standard"
    """The tax class of delivery fees."""
    closed_weekdays: tuple[int, ...] = (6,)
    """Days on which nothing is packed: 0 is Monday, 6 is Sunday."""
    closed_days: tuple[str, ...] = ()
    """Further days on which nothing is packed, as 2026-12-25."""
    hold_minutes: int = 10
    """How long a checkout keeps its stock without activity."""
    hold_minutes_most: int = 30
    """How long a checkout keeps its stock at most."""
    hero_media: tuple[str, ...] = ()
    """Keys of the pictures that hang in the home page's hero."""


DEFAULTS = ShopSettings()
KEYS = tuple(f.name for f in fields(ShopSettings))


def checked(key: str, value: Any) -> Any:
    """Return `value` in the type that `key` is declared with, or raise `Invalid`."""
    if key not in KEYS:
        raise Invalid(_("There is no setting called “%(key)s”.", key=key), code="UNKNOWN_SETTING")
    default = getattr(DEFAULTS, key)
    if isinstance(default, tuple) and isinstance(value, list | tuple):
        return tuple(value)
    wanted = Mapping if isinstance(default, Mapping) else type(default)
    if not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool):
        raise Invalid(_("The setting “%(key)s” has the wrong kind of value.", key=key), field=key)
    return value
