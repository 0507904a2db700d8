"""Carts: lines merge, what is there decides, an ordered cart is closed for good."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import delete, select, update

from shop.domain.cart import actions, queries, rules
from shop.domain.cart.errors import (
    CartClosed,
    CartFull,
    LineGone,
    OutOfStock,
    QuantityRefused,
    VariantGone,
)
from shop.domain.cart.models import Cart, CartLine
from shop.domain.catalogue.actions import publication
from shop.domain.catalogue.models import Product, Variant
from shop.domain.catalogue.statuses import ProductKind
from shop.kernel.db import session
from shop.kernel.quantity import Unit
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.cart import cart, head
from tests.factories.catalogue import product, variants_of
from tests.factories.inventory import goods, hold, stock
from tests.factories.memory import forget_session
from tests.support.hands import Hands

pytestmark = pytest.mark.usefixtures("database")


def _lines(of: queries.CartHead) -> list[tuple[int, int]]:
    forget_session()
    rows = session().scalars(select(CartLine).where(CartLine.cart_id == of.id).order_by("id"))
    return [(row.variant_id, row.quantity) for row in rows]


def _add(of: queries.CartHead, variant: int, quantity: int) -> actions.Change:
    with unit_of_work():
        return actions.add(of.id, variant, quantity)


def test_lines_of_one_variant_merge(clock: Hands) -> None:
    first, second = goods(10, 10)
    mine = cart({first.id: 1})
    change = _add(mine, first.id, 2)
    _add(mine, second.id, 1)
    assert (change.before, change.after, change.variant) == (1, 3, first.public_id)
    assert _lines(mine) == [(first.id, 3), (second.id, 1)]
    assert (head(mine).count, head(mine).version) == (4, mine.version + 2)


def test_what_is_available_decides_with_what_is_in_the_cart(clock: Hands) -> None:
    only = goods(3)[0].id
    mine = cart({only: 2})
    with pytest.raises(OutOfStock, match="Only 3 left; 2 are in your cart already"):
        _add(mine, only, 2)
    assert _lines(mine) == [(only, 2)]
    _add(mine, only, 1)
    hold(rules.owner_of(mine.id), {only: 3})
    line = queries.items(mine.id)[0]
    assert (line.quantity, line.available) == (3, 3)
    with pytest.raises(OutOfStock, match="sold out"):
        cart({only: 1})


@pytest.mark.parametrize("quantity", [0, -1, 10**9, 1000])
def test_a_quantity_that_cannot_be_sold_changes_nothing(clock: Hands, quantity: int) -> None:
    only = goods(3)[0].id
    mine = cart({only: 1})
    line = queries.items(mine.id)[0].line_id
    with pytest.raises(QuantityRefused):
        _add(mine, only, quantity)
    with pytest.raises(QuantityRefused), unit_of_work():
        actions.change(mine.id, line, quantity)
    assert _lines(mine) == [(only, 1)]
    assert head(mine).version == mine.version


def test_a_line_grows_to_its_limit_and_no_further(clock: Hands) -> None:
    only = goods(2000)[0].id
    mine = cart({only: 998})
    _add(mine, only, 1)
    with pytest.raises(QuantityRefused, match="999 at most"):
        _add(mine, only, 1)


def test_cloth_is_sold_by_its_step(clock: Hands) -> None:
    with unit_of_work():
        cloth = variants_of(stock(product(unit=Unit.METRE, quantity_step=50), 190))[0].id
    mine = cart({cloth: 150})
    assert head(mine).count == 1
    with pytest.raises(QuantityRefused):
        _add(mine, cloth, 30)
    with pytest.raises(OutOfStock, match=r"Only 1.5.m left; 1.5.m of it is in your cart"):
        _add(mine, cloth, 50)


def test_a_line_is_changed_removed_and_restored(clock: Hands) -> None:
    first, second = (one.id for one in goods(10, 10))
    mine = cart({first: 2, second: 1})
    line = queries.items(mine.id)[0].line_id
    with unit_of_work():
        actions.change(mine.id, line, 7)
    with unit_of_work():
        gone = actions.remove(mine.id, line)
    assert (gone.before, gone.after) == (7, 0)
    assert _lines(mine) == [(second, 1)]
    for _time in range(2):
        with unit_of_work():
            back = actions.restore(mine.id, first, gone.before)
        assert back.after == 7
    assert _lines(mine) == [(second, 1), (first, 7)]
    with pytest.raises(LineGone), unit_of_work():
        actions.remove(mine.id, line)


def test_a_line_of_another_cart_is_not_here(clock: Hands) -> None:
    mine, other = cart(), cart()
    foreign = queries.items(other.id)[0].line_id
    with pytest.raises(LineGone), unit_of_work():
        actions.remove(mine.id, foreign)
    with pytest.raises(LineGone), unit_of_work():
        actions.change(mine.id, foreign, 2)
    assert head(other).version == other.version


def test_an_ordered_cart_is_closed_once_and_for_good(clock: Hands) -> None:
    mine = cart()
    line = queries.items(mine.id)[0]
    closed = []
    for _time in range(2):
        with unit_of_work():
            closed.append(actions.close(mine.id))
    assert closed == [True, False]
    assert not head(mine).is_open
    acts: list[Callable[[], object]] = [
        lambda: actions.add(mine.id, line.variant_id, 1),
        lambda: actions.change(mine.id, line.line_id, 2),
        lambda: actions.remove(mine.id, line.line_id),
        lambda: actions.restore(mine.id, line.variant_id, 1),
        lambda: actions.set_place(mine.id, "Nairobi"),
    ]
    for act in acts:
        with pytest.raises(CartClosed), unit_of_work():
            act()


@pytest.mark.parametrize("how", ["archived", "deleted"])
def test_what_is_not_sold_any_more_is_told(clock: Hands, how: str) -> None:
    with unit_of_work():
        made = product(kind=ProductKind.DIGITAL)
    variant = variants_of(made)[0].id
    mine = cart({variant: 1})
    line = queries.items(mine.id)[0].line_id
    with unit_of_work():
        if how == "archived":
            publication.archive(session().get_one(Product, made.id))
        else:
            session().execute(delete(Variant).where(Variant.id == variant))
    with pytest.raises(VariantGone):
        _add(mine, variant, 1)
    with pytest.raises(VariantGone if how == "archived" else LineGone), unit_of_work():
        actions.change(mine.id, line, 2)
    if how == "archived":
        assert [item.sellable for item in queries.items(mine.id)] == [False]
        assert queries.view(mine.id).problems[0].endswith("is no longer sold. Remove it to go on.")
        with unit_of_work():
            actions.remove(mine.id, line)
    assert queries.items(mine.id) == ()


def test_a_cart_holds_a_limited_number_of_things(
    clock: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = (one.id for one in goods(5, 5, 5))
    monkeypatch.setattr(rules, "MOST_LINES", 2)
    mine = cart({first: 1, second: 1})
    with pytest.raises(CartFull):
        _add(mine, third, 1)
    _add(mine, first, 1)


def test_a_cart_remembers_where_it_should_go(clock: Hands) -> None:
    mine = cart()
    with unit_of_work():
        actions.set_place(mine.id, "Nairobi", "Kilimani")
    now = head(mine)
    assert (now.town, now.area, now.version) == ("Nairobi", "Kilimani", mine.version + 1)


def test_lines_go_with_their_cart(clock: Hands) -> None:
    mine = cart()
    with unit_of_work():
        session().execute(delete(Cart).where(Cart.id == mine.id))
    assert _lines(mine) == []
    assert queries.head(mine.public_id) is None


def test_a_price_that_changed_is_told_until_the_line_is_touched(clock: Hands) -> None:
    only = goods(9)[0].id
    mine = cart({only: 1})
    assert queries.view(mine.id).lines[0].notice == ""
    with unit_of_work():
        session().execute(update(Variant).values(price_minor=Variant.price_minor + 5_000))
    line = queries.view(mine.id).lines[0]
    assert line.notice == "The price went up; it was KSh\xa01,450."
    with unit_of_work():
        actions.change(mine.id, line.id, 2)
    assert queries.view(mine.id).lines[0].notice == ""
