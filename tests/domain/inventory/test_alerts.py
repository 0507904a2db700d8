"""The low-stock scan: says once what runs low, and again only after it recovered."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from shop.domain.inventory import actions
from shop.domain.inventory.actions import alerts
from shop.domain.inventory.models import Level
from shop.domain.settings import actions as settings
from shop.kernel import outbox
from shop.kernel.db import session
from shop.kernel.outbox import OutboxEvent
from shop.kernel.quantity import Unit
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.catalogue import product, variants_of
from tests.factories.inventory import goods, hold, stock
from tests.factories.memory import forget_session
from tests.support.hands import Hands

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def _heard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let somebody listen, so that announcements are written down."""
    monkeypatch.setattr(outbox._plumbing, "subscriptions", {"StockRanLow": ("tests.nobody",)})


def _scan(*, dry_run: bool = False) -> int:
    with unit_of_work():
        return alerts.scan_low(dry_run=dry_run)


def _announced() -> list[tuple[int, int]]:
    forget_session()
    rows = session().scalars(select(OutboxEvent.payload).order_by(OutboxEvent.id))
    return [(row["variant_id"], row["available"]) for row in rows]


def _marked() -> list[int]:
    forget_session()
    rows = session().scalars(select(Level.variant_id).where(Level.low_since.is_not(None)))
    return sorted(rows)


def test_what_runs_low_is_told_once(clock: Hands) -> None:
    low, much, out = (one.id for one in goods(5, 6, 1))
    hold("a", {out: 1})
    assert _scan(dry_run=True) == 2
    assert _marked() == []
    assert _scan() == 2
    assert _scan() == 0
    assert _announced() == [(low, 5), (out, 0)]
    assert _marked() == [low, out]
    assert much not in _marked()


def test_what_recovered_may_run_low_again(clock: Hands) -> None:
    only = goods(3)[0].id
    assert _scan() == 1
    with unit_of_work():
        actions.receive(only, 10)
    assert _scan() == 0
    assert _marked() == []
    with unit_of_work():
        actions.adjust(only, -12, reason="sold")
    assert _scan() == 1
    assert _announced() == [(only, 3), (only, 1)]


def test_cloth_is_counted_in_metres_and_drafts_are_left_alone(clock: Hands) -> None:
    with unit_of_work():
        settings.change({"low_stock": 2})
        short = variants_of(stock(product(unit=Unit.METRE, quantity_step=50), 299))[0].id
        stock(product(unit=Unit.METRE, quantity_step=50), 300)
        stock(product(publish=False), 1)
        product()
    assert _scan() == 1
    assert _announced() == [(short, 299)]
