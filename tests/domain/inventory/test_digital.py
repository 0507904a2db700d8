"""Digital products: never counted, never sold out."""

from __future__ import annotations

import pytest

from shop.domain.catalogue.models import Listing
from shop.domain.catalogue.statuses import ProductKind, StockState
from shop.domain.inventory import actions
from shop.domain.inventory.queries import ENDLESS, available_of
from shop.domain.ops import checks, registered
from shop.kernel.db import session
from shop.kernel.errors import Invalid
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.catalogue import product, variants_of

pytestmark = pytest.mark.usefixtures("database")


def test_a_digital_product_is_available_without_stock() -> None:
    with unit_of_work():
        pattern = product(kind=ProductKind.DIGITAL)
    listing = session().get_one(Listing, pattern.id)
    assert (listing.stock_state, listing.in_stock) == (StockState.IN, True)
    assert set(available_of(pattern.id).values()) == {ENDLESS}
    digital = [check for check in registered.ALL_CHECKS if check.code in {"S10", "S13"}]
    assert checks.run(digital) == []


def test_a_digital_product_is_never_counted() -> None:
    with unit_of_work():
        variant = variants_of(product(kind=ProductKind.DIGITAL))[0]
    with pytest.raises(Invalid), unit_of_work():
        actions.receive(variant.id, 5)
