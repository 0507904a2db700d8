"""Made-up catalogues: the same for a seed, plausible, varied and quick."""

import time
from collections import Counter
from itertools import islice

import pytest

from shop.demo.barcodes import check_digit
from shop.demo.catalogue import VIEWS, demo_products, demo_shop
from shop.demo.generate import generated_products
from shop.demo.phrases import agree
from shop.demo.records import DemoProduct
from shop.demo.series import pictures_of, shades_of
from shop.demo.vocabulary import Zipf, collections, extra_categories, vocabulary
from shop.kernel.quantity import Unit, fits

MANY = 3_000


@pytest.fixture(scope="module")
def goods() -> list[DemoProduct]:
    """Return a few thousand products."""
    return list(generated_products(MANY, seed=7))


def test_the_same_seed_makes_the_same_goods() -> None:
    """Word by word; a longer run begins with the shorter one, another seed is another shop."""
    first = list(generated_products(50, seed=3))
    assert first == list(islice(generated_products(200, seed=3), 50))
    assert first != list(generated_products(50, seed=4))


def test_a_hundred_thousand_take_seconds() -> None:
    """Twenty seconds for 100,000 leaves 200 microseconds for one, generously doubled."""
    started = time.process_time()
    assert sum(1 for _ in generated_products(MANY, seed=1)) == MANY
    assert time.process_time() - started < MANY * 0.0004


def test_codes_are_unique(goods: list[DemoProduct]) -> None:
    """No address, SKU or barcode twice, also not beside those of the demo shop."""
    everything = [*goods, *demo_products()]
    variants = [variant for good in everything for variant in good.variants]
    assert len({good.slug for good in everything}) == len(everything)
    assert len({variant.sku for variant in variants}) == len(variants)
    assert len({variant.barcode for variant in variants}) == len(variants)
    assert all(len(good.slug) <= 80 for good in goods)
    assert all(check_digit(v.barcode[:12]) == v.barcode[12] for v in variants)


def test_prices_and_stock_hold_together(goods: list[DemoProduct]) -> None:
    """What the tables' constraints ask for."""
    for good in goods:
        for variant in good.variants:
            assert 0 < variant.cost < variant.price
            assert variant.compare_at is None or variant.compare_at > variant.price
            assert variant.stock == 0 or fits(variant.stock, good.step)
            assert variant.weight > 0


def test_each_variant_is_one_choice(goods: list[DemoProduct]) -> None:
    """Every colour in every size, once."""
    for good in goods:
        choices = [(variant.colour, variant.size) for variant in good.variants]
        sizes: list[str | None] = [*(size.code for size in good.sizes)] or [None]
        assert choices == [(colour.code, size) for colour in good.colours for size in sizes]
        assert set(good.pictures) == {colour.code for colour in good.colours}


def test_there_are_cases_of_every_kind(goods: list[DemoProduct]) -> None:
    """Sold out, partly sold out, reduced, by the metre, old and new, loved and unloved."""
    assert 0.02 < sum(good.sold_out for good in goods) / MANY < 0.15
    assert any(not v.stock for good in goods if not good.sold_out for v in good.variants)
    assert 0.05 < sum(bool(good.variants[0].compare_at) for good in goods) / MANY < 0.2
    assert {good.unit for good in goods} == {Unit.PIECE.value, Unit.METRE.value}
    assert min(good.age for good in goods) < 86_400 * 7
    assert 86_400 * 700 < max(good.age for good in goods) <= 86_400 * 730
    assert (
        max(good.popularity for good in goods)
        > 100 * sorted(g.popularity for g in goods)[MANY // 4]
    )


def test_words_are_many_and_unevenly_common(goods: list[DemoProduct]) -> None:
    """Thousands of words; the commonest name words far ahead of the rest, as people talk."""
    words = Counter(
        word.strip(".,:").lower()
        for good in goods
        for text in (*good.name.values(), *good.material.values(), *good.description.values())
        for word in text.split()
    )
    rare = sum(1 for times in words.values() if times <= 4)
    assert len(words) > 2_000
    assert rare > 400
    counts = [times for _word, times in words.most_common()]
    assert counts[0] > 20 * counts[300]


def test_names_are_sentence_case_in_both_languages(goods: list[DemoProduct]) -> None:
    """A name begins with a capital, has no gap in it and nothing left to fill in."""
    for good in goods:
        for text in (*good.name.values(), *good.material.values(), *good.description.values()):
            assert text[0] == text[0].upper()
            assert not {"{", "}"} & set(text)
            assert "  " not in text
        assert set(good.name) == set(good.description) == {"en", "fr"}


def test_goods_stand_in_categories_of_the_tree(goods: list[DemoProduct]) -> None:
    """About forty categories with their parents, and no good outside them."""
    known = {category.path for category in demo_shop().categories}
    for path, *_names in extra_categories():
        assert "/" not in path or path.rpartition("/")[0] in known
        known.add(path)
    assert 38 <= len(known) <= 48
    assert {good.category for good in goods} <= known


def test_pictures_are_those_of_the_demo_shop(goods: list[DemoProduct]) -> None:
    """Every borrowed key is the beginning of one that the drawing makes."""
    keys = {key for good in demo_products() for key in good.pictures.values()}
    assert {key for good in goods for key in good.pictures.values()} <= keys
    assert VIEWS[0] == "main"


def test_every_series_and_every_dye_can_be_served() -> None:
    """Each kind of good finds pictures, each picture a name for its colour."""
    for good in vocabulary().goods.words:
        for product in pictures_of(good.series):
            assert all(shades_of(picture.dye) for picture in product)
    with pytest.raises(LookupError):
        pictures_of("NONE")


def test_zipf_draws_common_words_more_often() -> None:
    """Three words, drawn at the middle and at both ends of chance."""

    class Fixed:
        def __init__(self, value: float) -> None:
            self.value = value

        def random(self) -> float:
            return self.value

    words = Zipf(["a", "b", "c"], flatness=1)
    drawn = [words.draw(Fixed(value)) for value in (0.0, 0.5, 0.6, 0.999)]  # type: ignore[arg-type]  # chance that is none
    assert drawn == ["a", "a", "b", "c"]


def test_made_up_names_are_always_the_same() -> None:
    """They do not depend on the seed, so that two catalogues share their words."""
    assert collections()[:3] == collections()[:3]
    assert len(set(collections())) == len(collections()) > 3_000
    assert all(name.isalpha() and name.isascii() for name in collections())


@pytest.mark.parametrize(
    ("making", "gender", "agreed"),
    [
        ("imprimé à la cire", "f", "imprimée à la cire"),
        ("teint en fil", "f", "teinte en fil"),
        ("brodé", "mp", "brodés"),
        ("à pompons", "f", "à pompons"),
        ("brodé", "m", "brodé"),
    ],
)
def test_french_participles_agree(making: str, gender: str, agreed: str) -> None:
    """With the material's gender and number."""
    assert agree(making, gender) == agreed
