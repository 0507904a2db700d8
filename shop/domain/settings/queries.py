"""Read settings: one statement, remembered for as long as nothing a shopper sees has changed."""

from __future__ import annotations

from sqlalchemy import select

from shop.domain.settings.models import SettingRow
from shop.domain.settings.schema import KEYS, ShopSettings, checked
from shop.kernel.db import read

_ALL = select(SettingRow.key, SettingRow.value)


def shop_settings() -> ShopSettings:
    """Return the settings in force."""
    stored = {key: checked(key, value) for key, value in read(_ALL) if key in KEYS}
    return ShopSettings(**stored)
