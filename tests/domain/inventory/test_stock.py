"""Stock: guarded levels, a ledger that only grows, and shoppers told the truth at once."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from shop.domain.catalogue.models import Listing, Product
from shop.domain.inventory import actions
from shop.domain.inventory.errors import NotEnoughStock
from shop.domain.inventory.models import Level, Location, Movement, MovementKind
from shop.domain.inventory.queries import available_of
from shop.kernel import versions
from shop.kernel.db import session
from shop.kernel.quantity import Unit
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.catalogue import product, sizes, variants_of
from tests.factories.memory import forget_session
from tests.support.hands import Hands

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def made(database: object) -> Product:
    """Return a product in two sizes that nobody has received yet."""
    with unit_of_work():
        return product(options=[sizes("s", "l")])


def _post(product_: Product, which: int, quantity: int) -> int:
    variant = variants_of(product_)[which]
    with unit_of_work():
        if quantity > 0:
            return actions.receive(variant.id, quantity, actor="ann")
        return actions.adjust(variant.id, quantity, reason="broken", actor="ann")


def _movements() -> list[tuple[str, int, int]]:
    rows = session().scalars(select(Movement).order_by(Movement.id))
    return [(row.kind, row.quantity, row.on_hand_after) for row in rows]


def test_every_change_is_a_movement(made: Product, clock: Hands) -> None:
    assert _post(made, 0, 10) == 10
    assert _post(made, 0, -3) == 7
    assert _post(made, 0, 1) == 8
    assert _movements() == [("receipt", 10, 10), ("adjustment", -3, 7), ("receipt", 1, 8)]
    row = session().scalars(select(Movement).where(Movement.quantity == -3)).one()
    assert (row.reason, row.actor, row.at) == ("broken", "ann", clock.now)


@pytest.mark.parametrize("taken", [-11, -(10**9)])
def test_more_than_there_is_cannot_be_taken(made: Product, taken: int) -> None:
    _post(made, 0, 10)
    with pytest.raises(NotEnoughStock) as refused:
        _post(made, 0, taken)
    assert (refused.value.code, refused.value.field) == ("INSUFFICIENT_STOCK", "quantity")
    forget_session()
    assert _movements() == [("receipt", 10, 10)]


def test_nothing_can_be_taken_where_nothing_came(made: Product) -> None:
    with pytest.raises(NotEnoughStock):
        _post(made, 0, -1)


def test_what_is_promised_cannot_be_taken(made: Product) -> None:
    _post(made, 0, 10)
    with unit_of_work():
        session().execute(update(Level).values(allocated=4, held=3))
    with pytest.raises(NotEnoughStock):
        _post(made, 0, -4)
    assert _post(made, 0, -3) == 7
    assert available_of(made.id)[variants_of(made)[0].id] == 0


def test_places_are_counted_apart_and_promised_together(made: Product) -> None:
    variant = variants_of(made)[0].id
    _post(made, 0, 5)
    with unit_of_work():
        store = Location(code="store", name="Store")
        session().add(store)
        session().flush()
        actions.post(variant, 7, MovementKind.RECEIPT, location_id=store.id)
        with pytest.raises(NotEnoughStock):
            actions.adjust(variant, -6, reason="broken")
    assert available_of(made.id) == {variant: 12, variants_of(made)[1].id: 0}


@pytest.mark.parametrize("change", [update(Movement).values(quantity=5), delete(Movement)])
def test_the_database_refuses_to_change_a_movement(made: Product, change: object) -> None:
    _post(made, 0, 10)
    with pytest.raises(DBAPIError, match="never"), unit_of_work():
        session().execute(change)  # type: ignore[call-overload]
    forget_session()
    assert _movements() == [("receipt", 10, 10)]


def test_only_the_movements_of_a_demo_may_go_with_it(made: Product) -> None:
    _post(made, 0, 10)
    with unit_of_work():
        session().execute(update(Product).values(demo=True))
        session().execute(delete(Movement))
    assert _movements() == []


def test_a_product_with_a_history_cannot_be_deleted(made: Product) -> None:
    _post(made, 0, 10)
    with pytest.raises(IntegrityError), unit_of_work():
        session().execute(delete(Product))


@pytest.mark.parametrize(
    "values",
    [{"on_hand": -1}, {"allocated": -1}, {"held": -1}, {"allocated": 6, "held": 5}],
)
def test_the_database_refuses_impossible_levels(made: Product, values: dict[str, int]) -> None:
    _post(made, 0, 10)
    with pytest.raises(IntegrityError), unit_of_work():
        session().execute(update(Level).values(**values))


@pytest.mark.parametrize("quantity", [0])
def test_a_movement_moves_something(made: Product, quantity: int) -> None:
    _post(made, 0, 10)
    level = session().scalars(select(Level)).one()
    with pytest.raises(IntegrityError), unit_of_work():
        session().execute(
            insert(Movement).values(
                variant_id=level.variant_id, location_id=level.location_id, kind="count",
                quantity=quantity, on_hand_after=10,
            )
        )  # fmt: skip


def _told(made: Product) -> tuple[bool, str, int | None]:
    forget_session()
    row = session().get_one(Listing, made.id)
    return row.in_stock, row.stock_state, row.left


def test_the_listing_says_what_a_shopper_is_told(made: Product) -> None:
    told = [_told(made)]
    for which, quantity in ((0, 3), (1, 3), (0, 50), (0, -53), (1, -3)):
        _post(made, which, quantity)
        told.append(_told(made))
    assert told == [
        (False, "out", None),
        (True, "low", 3),
        (True, "in", None),
        (True, "in", None),
        (True, "low", 3),
        (False, "out", None),
    ]


def test_cloth_is_told_in_whole_metres() -> None:
    with unit_of_work():
        cloth = product(unit=Unit.METRE, quantity_step=50)
    _post(cloth, 0, 250)
    assert _told(cloth) == (True, "low", 2)
    _post(cloth, 0, -200)
    assert _told(cloth) == (True, "low", 0)
    _post(cloth, 0, 600)
    assert _told(cloth) == (True, "in", None)


def _moves_version(made: Product, which: int, quantity: int) -> bool:
    before = versions.read("shopfront")
    _post(made, which, quantity)
    return versions.read("shopfront") > before


def test_pages_change_with_what_they_say_and_not_with_each_sale(made: Product) -> None:
    assert _moves_version(made, 0, 50)
    assert not _moves_version(made, 0, -10)
    assert not _moves_version(made, 0, 10)


def test_a_size_that_sells_out_is_news_though_the_product_is_there(made: Product) -> None:
    """The product's page is shared: it would go on saying that the size is in stock."""
    _post(made, 0, 50)
    _post(made, 1, 8)
    assert _moves_version(made, 1, -4)
    assert _moves_version(made, 1, -1)
    assert _moves_version(made, 1, -3)
    assert _told(made) == (True, "in", None)


def test_the_triggers_are_there_for_raw_sql_too(made: Product) -> None:
    _post(made, 0, 10)
    with pytest.raises(DBAPIError, match="never"), unit_of_work() as current:
        current.connection().execute(text("UPDATE movements SET reason = 'x'"))
