"""Which ways to pay are offered where, for how much, in which currency."""

from __future__ import annotations

import pytest

from shop.domain.payments import queries
from shop.domain.payments.actions.methods import offer_method, set_active
from shop.domain.payments.errors import UnknownMethod
from shop.domain.payments.offers import Offer
from shop.kernel.i18n import use_locale
from shop.kernel.money import Money
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.memory import forget_session
from tests.factories.payments import offered
from tests.support.databases import TestDatabase

PRICE = Money(100_000, "KES")


def _codes(zone: str = "nairobi", total: Money = PRICE) -> list[str]:
    forget_session()
    return [method.code for method in queries.methods(zone, total)]


def test_offers_fit_by_zone_amount_and_currency() -> None:
    def fits(zone: str = "a", total: Money = PRICE, **more: object) -> bool:
        rules = {"code": "x", "gateway": "x", "name": {}, "instructions": {}} | more
        return Offer(**rules).fits(zone, total)  # type: ignore[arg-type]  # plain names of fields

    assert fits()
    assert not fits(active=False)
    assert fits(zones=frozenset({"a"}))
    assert not fits(zones=frozenset({"b"}))
    assert fits(currencies=frozenset({"KES"}))
    assert not fits(currencies=frozenset({"USD"}))
    assert fits(least=100_000, most=100_000)
    assert not fits(least=100_001)
    assert not fits(most=99_999)


def test_the_first_is_the_default(database: TestDatabase) -> None:
    with unit_of_work():
        offer_method(_offer("transfer"), position=2)
        offer_method(_offer("cash"), position=1)
    assert _codes() == ["cash", "transfer"]
    cash = queries.methods("nairobi", PRICE)[0]
    assert (cash.on_delivery, cash.offline) == (True, True)


def _offer(code: str) -> Offer:
    return Offer(
        code=code, gateway=code, name={"en": code.title(), "fr": f"{code} !"}, instructions={}
    )


def test_a_change_is_seen_at_once(database: TestDatabase) -> None:
    with unit_of_work():
        offered("transfer")
    assert _codes() == ["transfer"]
    with unit_of_work():
        offered("transfer", zones=frozenset({"mombasa"}))
    assert _codes() == []
    assert _codes("mombasa") == ["transfer"]


def test_names_are_in_the_language_in_force(database: TestDatabase) -> None:
    with unit_of_work():
        offer_method(_offer("cash"))
    forget_session()
    with use_locale("fr"):
        assert queries.methods("x", PRICE)[0].name == "cash !"


def test_without_its_gateway_a_method_is_not_offered(database: TestDatabase) -> None:
    with unit_of_work():
        offer_method(_offer("unplugged"))
    assert _codes() == []
    assert queries.method("unplugged") is None


def test_an_order_keeps_a_method_that_is_no_longer_offered(database: TestDatabase) -> None:
    with unit_of_work():
        offered("transfer")
        set_active("transfer", active=False)
    assert _codes() == []
    assert queries.method("transfer") is not None


def test_the_usual_ones_are_made_when_first_enabled(database: TestDatabase) -> None:
    with unit_of_work():
        set_active("cash", active=True)
    assert _codes() == ["cash"]
    with unit_of_work(), pytest.raises(UnknownMethod):
        set_active("stripes", active=True)
    with unit_of_work(), pytest.raises(UnknownMethod):
        set_active("transfer", active=False)
