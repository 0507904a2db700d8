"""Settings: declared once, of the right kind, in force at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.domain.settings import actions
from shop.domain.settings.queries import shop_settings
from shop.domain.settings.schema import DEFAULTS, KEYS, checked
from shop.kernel import versions
from shop.kernel.errors import Invalid
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.memory import forget_session


def test_a_new_shop_has_the_defaults(database: object) -> None:
    assert shop_settings() == DEFAULTS


def test_a_change_is_in_force_at_once_and_news(database: object) -> None:
    before = versions.read("shopfront")
    with unit_of_work():
        actions.change({"name": "Nyuzi", "price_bounds": [100, 200], "hide_zero_cents": False})
    forget_session()
    known = shop_settings()
    assert (known.name, known.price_bounds, known.hide_zero_cents) == ("Nyuzi", (100, 200), False)
    assert versions.read("shopfront") == before + 1


@pytest.mark.parametrize(
    ("key", "value"),
    [("name", 5), ("low_stock", "5"), ("low_stock", True), ("hide_zero_cents", 1), ("saying", "x"),
     ("price_bounds", 5), ("name", None)],
)  # fmt: skip
def test_a_wrong_kind_is_refused(database: object, key: str, value: object) -> None:
    with pytest.raises(Invalid) as refused, unit_of_work():
        actions.change({key: value})
    assert refused.value.field == key
    forget_session()
    assert shop_settings() == DEFAULTS


def test_an_unknown_setting_is_refused(database: object) -> None:
    with pytest.raises(Invalid) as refused, unit_of_work():
        actions.change({"colour": "blue"})
    assert refused.value.code == "UNKNOWN_SETTING"


@given(st.sampled_from(KEYS))
def test_every_default_is_of_its_own_kind(key: str) -> None:
    assert checked(key, getattr(DEFAULTS, key)) == getattr(DEFAULTS, key)
