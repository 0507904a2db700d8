"""Read settings: one statement, remembered for as long as nothing a shopper sees has changed."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from shop.domain.settings.models import SettingRow
from shop.domain.settings.schema import KEYS, ShopSettings, checked
from shop.kernel.db import read
from shop.kernel.stored_json import as_text, parsed

STORED = select(SettingRow.key, as_text(SettingRow.value))


def settings_of(rows: Iterable[tuple[str, str]]) -> ShopSettings:
    """Return the settings that rows of `STORED` make."""
    return ShopSettings(**{key: checked(key, parsed(text)) for key, text in rows if key in KEYS})


def shop_settings() -> ShopSettings:
    """Return the settings in force."""
    return settings_of((key, text) for key, text in read(STORED))
