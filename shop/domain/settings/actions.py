"""Change settings."""

from __future__ import annotations

from typing import Any

from shop.domain.settings.models import SettingRow
from shop.domain.settings.schema import checked
from shop.kernel import versions
from shop.kernel.db import session

SHOPFRONT = "shopfront"
"""The version that moves with everything a shopper sees."""


def change(values: dict[str, Any]) -> None:
    """Set several settings at once; raises `Invalid` for an unknown key or a wrong kind."""
    current = session()
    for key, value in values.items():
        good = checked(key, value)
        stored = list(good) if isinstance(good, tuple) else good
        current.merge(SettingRow(key=key, value=stored))
    current.flush()
    versions.bump(SHOPFRONT)
