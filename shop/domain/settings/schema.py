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
    currency: str = "KES"
    time_zone: str = "Africa/Nairobi"
    languages: tuple[str, ...] = ("en", "fr")
    hide_zero_cents: bool = True
    price_bounds: tuple[int, ...] = (100_000, 250_000, 500_000)
    """Where one price band ends and the next begins, in minor units."""
    low_stock: int = 5
    """At this many or fewer a product says how many are left."""
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
