"""Listings and shelves follow every change; pages by key show each product exactly once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import product as combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from shop.domain.catalogue.actions import listing as writer
from shop.domain.catalogue.actions import products as product_actions
from shop.domain.catalogue.actions import publication
from shop.domain.catalogue.checks import CHECKS as CATALOGUE
from shop.domain.catalogue.models import Listing, Product, Shelf, Variant
from shop.domain.catalogue.queries.facets import facet_index
from shop.domain.catalogue.queries.filters import Filters, band_edges, band_of
from shop.domain.catalogue.queries.listing import Sort, cards_of, products_of, related_to
from shop.domain.catalogue.statuses import MOVES, ProductStatus, StockState
from shop.domain.inventory import actions as inventory
from shop.domain.inventory.checks import CHECKS as INVENTORY
from shop.domain.inventory.errors import NotEnoughStock
from shop.domain.ops.checks import run
from shop.kernel import versions
from shop.kernel.db import session
from shop.kernel.outbox_checks import CHECKS as OUTBOX
from shop.kernel.paging import encode_cursor
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.catalogue import category, colours, draft, product, sizes, variants_of
from tests.factories.inventory import stock
from tests.factories.memory import forget_session

pytestmark = pytest.mark.usefixtures("database")
BOUNDS = (100_000, 250_000, 500_000)
CHECKS = [*CATALOGUE, *INVENTORY, *OUTBOX]
NOTHING = Filters()


def _pages(category_id: int, filters: Filters, sort: Sort, size: int) -> list[list[int]]:
    pages, cursor = [], ""
    while True:
        page = products_of(category_id, filters, BOUNDS, sort=sort, cursor=cursor, size=size)
        pages.append([listed.product_id for listed in page.items])
        if page.next_cursor is None:
            return pages
        cursor = page.next_cursor


def _fill() -> int:
    """Make thirty products with many equal sort keys; return their category."""
    with unit_of_work():
        place = category("place")
        for number in range(30):
            made = product(
                category_ids=[place.id], price=(90_000, 150_000, 600_000)[number % 3],
                popularity=number % 4, compare_at=700_000 if number % 5 == 0 else None,
                options=[sizes("s", "l")] if number % 2 else [colours("indigo")],
                tags=["Gift"] if number % 3 else [],
            )  # fmt: skip
            stock(made, number % 2 * 20)
    return place.id


FILTERS = [
    NOTHING,
    Filters(in_stock=True),
    Filters(on_sale=True),
    Filters(bands=frozenset({0, 3})),
    Filters(bands=frozenset({1}), in_stock=True),
    Filters(sizes=1),
    Filters(sizes=3, tags=1, in_stock=True),
    Filters(colours=(1 << 12) - 1, on_sale=True),
    Filters(bands=frozenset({2})),
]


def test_all_pages_together_are_the_whole_list_in_order() -> None:
    place = _fill()
    shelves = session().scalars(select(Shelf).where(Shelf.category_id == place)).all()
    assert len(shelves) == 30
    for sort, filters, size in combinations(Sort, FILTERS, (1, 7, 24)):
        pages = _pages(place, filters, sort, size)
        shown = [number for page in pages for number in page]
        wanted = {shelf.product_id for shelf in shelves if _holds(shelf, filters)}
        assert len(shown) == len(set(shown))
        assert set(shown) == wanted, (sort, filters)
        assert shown == sorted(shown, key=_order(shelves, sort))
        assert all(len(page) == size for page in pages[:-1])
        assert facet_index().matching(place, filters).bit_count() == len(wanted)


def _holds(shelf: Shelf, filters: Filters) -> bool:
    return all(
        (
            not filters.bands or band_of(shelf.price_minor, BOUNDS) in filters.bands,
            not filters.sizes or shelf.sizes & filters.sizes,
            not filters.colours or shelf.colours & filters.colours,
            not filters.tags or shelf.tags & filters.tags,
            not filters.in_stock or shelf.in_stock,
            not filters.on_sale or shelf.on_sale,
        )
    )


def _order(shelves: Iterable[Shelf], sort: Sort) -> Callable[[int], tuple[int, int]]:
    by_id = {shelf.product_id: shelf for shelf in shelves}
    column = {
        "popular": "popularity",
        "newest": "newest",
        "price": "price_minor",
        "-price": "price_minor",
    }
    sign = 1 if sort is Sort.PRICE_UP else -1
    return lambda number: (sign * getattr(by_id[number], column[sort]), sign * number)


@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize(
    "key", [(2**63 - 1, 2**63 - 1), (-(2**63) + 1, -1), (0, 0), (2**31, 2**31)]
)
def test_a_cursor_out_of_all_measure_is_a_page_too(sort: Sort, key: tuple[int, int]) -> None:
    place = _fill_two()
    page = products_of(place, NOTHING, BOUNDS, sort=sort, cursor=encode_cursor(key))
    assert len(page.items) in {0, 2}


def _fill_two() -> int:
    with unit_of_work():
        place = category("place")
        product(category_ids=[place.id])
        product(category_ids=[place.id])
    return place.id


def test_a_list_costs_one_statement(query_counter: object) -> None:
    place = _fill_two()
    with query_counter() as counted:  # type: ignore[operator]
        products_of(place, Filters(in_stock=True, sizes=1), BOUNDS)
    assert counted.total == 1, counted


def test_a_product_in_two_branches_stands_once_on_each_shelf() -> None:
    with unit_of_work():
        home = category("home")
        throws, cushions = category("throws", home), category("cushions", home)
        made = product(category_ids=[throws.id, cushions.id])
    for place in (home, throws, cushions):
        assert _pages(place.id, NOTHING, Sort.POPULAR, 24) == [[made.id]]
    assert _pages(home.id, Filters(categories=frozenset({throws.id})), Sort.NEWEST, 24) == [
        [made.id]
    ]


def test_the_card_shows_the_cheapest_variant() -> None:
    with unit_of_work():
        made = product(
            options=[sizes("s", "m", "l")], price=300, prices={("m",): 200, ("l",): 900},
            compare_at=1000,
        )  # fmt: skip
    card = session().get_one(Listing, made.id).card
    assert (card["price"], card["most"], card["was"]) == (200, 900, 1000)


def test_cards_keep_the_order_asked_for_and_leave_out_the_unseen() -> None:
    with unit_of_work():
        first, second, hidden = product(), product(), product(publish=False)
    shown = cards_of([second.id, hidden.id, 10**6, first.id])
    assert [listed.product_id for listed in shown] == [second.id, first.id]
    assert cards_of([]) == []


def test_related_products_are_the_popular_neighbours() -> None:
    with unit_of_work():
        place = category("place")
        made = [product(category_ids=[place.id], popularity=number) for number in range(4)]
    related = related_to(made[3].id, place.id, 2)
    assert [listed.product_id for listed in related] == [made[2].id, made[1].id]
    assert related_to(made[3].id, None, 2) == []


def test_news_for_shoppers_moves_the_version_and_nothing_else_does() -> None:
    with unit_of_work():
        made = product()
    before = versions.read("shopfront")
    with unit_of_work():
        assert writer.set_stocks({made.id: (StockState.LOW, 3)})
    assert versions.read("shopfront") == before + 1
    with unit_of_work():
        assert not writer.set_stocks({made.id: (StockState.LOW, 3)})
        assert not writer.set_stocks({10**6: (StockState.LOW, 3)})
    assert versions.read("shopfront") == before + 1


def test_writing_a_listing_anew_keeps_its_stock() -> None:
    with unit_of_work():
        made = product()
        stock(made, 3)
        writer.refresh([made.id])
    listing = session().get_one(Listing, made.id)
    assert (listing.in_stock, listing.stock_state, listing.left) == (True, "low", 3)


@pytest.mark.parametrize("price", [0, 99_999, 100_000, 249_999, 250_000, 10**12])
def test_a_price_lies_in_its_band(price: int) -> None:
    low, high = band_edges(band_of(price, BOUNDS), BOUNDS)
    assert low <= price
    assert high is None or price < high


ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            ["create", "receive", "take", "publish", "withdraw", "archive", "price", "dates"]
        ),
        st.integers(0, 5),
        st.integers(1, 8),
    ),
    min_size=1,
    max_size=14,
)
MOVE = {
    "publish": (publication.publish, ProductStatus.PUBLISHED),
    "withdraw": (publication.withdraw, ProductStatus.DRAFT),
    "archive": (publication.archive, ProductStatus.ARCHIVED),
}


def _act(verb: str, made: Product, amount: int) -> None:
    variants = variants_of(made)
    variant = variants[amount % len(variants)]
    if verb == "receive":
        inventory.receive(variant.id, amount)
    elif verb == "take":
        try:
            inventory.adjust(variant.id, -amount, reason="broken")
        except NotEnoughStock:
            return
    elif verb == "price":
        variant.price_minor = amount * 60_000
        session().flush()
        writer.refresh([made.id])
    elif verb in MOVE:
        move, to = MOVE[verb]
        if MOVES.allow(ProductStatus(made.status), to):
            move(made)
    else:
        publication.apply_dates()


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acts=ACTS)
def test_whatever_happens_the_checks_hold_and_the_counts_are_right(
    acts: list[tuple[str, int, int]],
) -> None:
    with unit_of_work():
        places = [category().id for _ in range(2)]
        made = [product_actions.create(draft(category_ids=places[:1], options=[sizes("s", "l")]))]
    for verb, which, amount in acts:
        with unit_of_work():
            if verb == "create":
                made.append(product(category_ids=places[: amount % 3], tags=[f"t{amount}"]))
            else:
                _act(verb, session().get_one(Product, made[which % len(made)].id), amount)
        forget_session()
        _counts_are_right(places[0])
    assert run(CHECKS) == []


def _counts_are_right(place: int) -> None:
    index = facet_index()
    shelves = session().scalars(select(Shelf).where(Shelf.category_id == place)).all()
    assert index.matching(place, NOTHING).bit_count() == len(shelves)
    counts = index.count(place, NOTHING)
    assert counts.get(("in_stock", 1), 0) == sum(shelf.in_stock for shelf in shelves)
    for band in range(len(BOUNDS) + 1):
        inside = [shelf for shelf in shelves if band_of(shelf.price_minor, BOUNDS) == band]
        assert counts.get(("band", band), 0) == len(inside)


def test_prices_of_variants_are_those_of_the_checks() -> None:
    with unit_of_work():
        made = product()
        session().get_one(Variant, variants_of(made)[0].id).price_minor = 5
    assert [violation.check.code for violation in run(CHECKS)] == ["K3"]
