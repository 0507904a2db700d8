"""A cart as its page shows it: words, pictures, sums, and what keeps it from being bought."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from shop.domain.cart import queries
from shop.domain.catalogue.drafts import ImageDraft
from shop.domain.catalogue.statuses import ProductKind
from shop.kernel.i18n import use_locale
from shop.kernel.money import Money
from shop.kernel.quantity import Unit
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.cart import cart
from tests.factories.catalogue import HEX, colours, product, sizes, variants_of
from tests.factories.inventory import goods, stock
from tests.factories.media import picture
from tests.factories.shipping import delivering
from tests.support.counting import Counted
from tests.support.hands import Hands

pytestmark = pytest.mark.usefixtures("database")


def test_a_line_has_the_words_and_the_picture_of_its_variant(clock: Hands) -> None:
    with unit_of_work():
        red, blue = picture(HEX["madder"]), picture(HEX["indigo"])
        made = product(
            name={"en": "Throw", "fr": "Jeté"},
            options=[colours("madder", "indigo"), sizes("s", "l")],
            images=[
                ImageDraft(red.id, {"en": "Red"}, "madder"),
                ImageDraft(blue.id, {"en": "Blue"}, "indigo"),
            ],
            price=100_000,
        )
        stock(made, 9)
    wanted = variants_of(made)[3]
    mine = cart({wanted.id: 2})
    with use_locale("fr"):
        line = queries.view(mine.id).lines[0]
    assert (line.name, line.options, line.slug) == ("Jeté", "Indigo, L", made.slug)
    assert line.picture is not None
    assert line.picture["colour"] == blue.colour
    assert (line.unit_price, line.total) == (Money(100_000, "KES"), Money(200_000, "KES"))
    item = queries.items(mine.id)[0]
    assert (item.picture, item.sku, item.options) == (blue.key, wanted.sku, "Indigo, L")
    assert (item.physical, item.sellable, item.available) == (True, True, 9)


def test_metres_cost_by_their_length_and_sums_are_of_what_is_shown(clock: Hands) -> None:
    with unit_of_work():
        cloth = product(unit=Unit.METRE, quantity_step=25, price=33_333)
        stock(cloth, 900)
    piece = goods(5)[0]
    mine = cart({variants_of(cloth)[0].id: 125, piece.id: 3})
    view = queries.view(mine.id)
    assert [line.total.minor for line in view.lines] == [41_666, 435_000]
    assert view.totals.items == view.totals.total == Money(476_666, "KES")
    assert (view.count, view.problems, view.delivery) == (4, (), None)


def test_what_has_to_travel_costs_delivery_and_a_download_does_not(clock: Hands) -> None:
    with unit_of_work():
        delivering()
        pattern = variants_of(product(kind=ProductKind.DIGITAL, price=50_000))[0].id
    cloth = goods(5)[0].id
    for wanted, carried in (({pattern: 1}, False), ({pattern: 1, cloth: 1}, True)):
        view = queries.view(cart(wanted, town="Nairobi").id)
        assert view.place is not None
        assert view.is_carried is carried
        assert view.totals.has_delivery is carried
        fee = view.delivery.fee if view.delivery else Money(0, "KES")
        assert view.totals.total == view.totals.items + fee
        assert bool(fee) is carried


def test_an_empty_cart_costs_nothing(clock: Hands) -> None:
    view = queries.view(cart({}).id)
    assert (view.lines, view.count, view.totals.total) == ((), 0, Money(0, "KES"))


def test_few_statements_however_much_is_in_it(
    clock: Hands, query_counter: Callable[[], AbstractContextManager[Counted]]
) -> None:
    mine = cart({one.id: 1 for one in goods(*[5] * 9)})
    queries.view(mine.id)
    with query_counter() as counted:
        queries.view(mine.id)
    assert counted.total <= 3, counted
    with query_counter() as counted:
        assert len(queries.items(mine.id)) == 9
    assert counted.total <= 3, counted
