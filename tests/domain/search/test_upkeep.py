"""The index follows the catalogue: what changes is found anew, what goes is gone."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select, text

from shop.domain.catalogue.actions import publication
from shop.domain.catalogue.models import Product
from shop.domain.catalogue.queries.navigation import tree
from shop.domain.search import actions, index
from shop.domain.search.checks import CHECKS
from shop.domain.search.current import SEARCH
from shop.domain.search.models import SearchDocument, SearchLogEntry, SearchWord
from shop.domain.search.queries.products import find
from shop.kernel import versions
from shop.kernel.db import session
from shop.kernel.unit_of_work import unit_of_work
from tests.domain.search.shelf import fill, made
from tests.factories.memory import forget_session
from tests.support.databases import TestDatabase


@pytest.fixture
def shop(database: TestDatabase) -> dict[str, int]:
    assert database
    return fill()


@pytest.fixture
def state(shop: dict[str, int]) -> Iterator[None]:
    """Compare what upkeep left with an index built anew."""
    assert shop
    yield
    forget_session()
    kept = _state()
    with unit_of_work():
        actions.rebuild()
    assert _state() == kept


def _state() -> list[object]:
    words = select(
        SearchWord.word, SearchWord.in_name, SearchWord.in_labels, SearchWord.anywhere
    ).order_by(SearchWord.word)
    documents = select(
        SearchDocument.product_id, SearchDocument.name, SearchDocument.labels, SearchDocument.body
    ).order_by(SearchDocument.product_id)
    return [*session().execute(words).all(), *session().execute(documents).all()]


def _product(product_id: int) -> Product:
    return session().get_one(Product, product_id)


def _changed(product_id: int, **values: object) -> None:
    with unit_of_work():
        product = _product(product_id)
        for name, value in values.items():
            setattr(product, name, value)
        session().flush()
        actions.index_product(product_id)
    forget_session()


@pytest.mark.usefixtures("state")
def test_a_renamed_product_is_found_by_its_new_name_only(shop: dict[str, int]) -> None:
    _changed(shop["Boots"], name={"en": "Wellingtons", "fr": "Bottes"})
    assert find("wellington").ids == (shop["Boots"],)
    assert find("boots").ids == ()


@pytest.mark.usefixtures("state")
def test_a_withdrawn_product_is_gone_and_comes_back(shop: dict[str, int]) -> None:
    for verb in (publication.withdraw, publication.publish):
        with unit_of_work():
            verb(_product(shop["Boots"]))
            actions.index_product(shop["Boots"])
        forget_session()
        assert bool(find("boots").ids) is (verb is publication.publish)


@pytest.mark.usefixtures("state")
def test_a_new_product_is_found(shop: dict[str, int]) -> None:
    with unit_of_work():
        new = made("Zanzibar chest", category_ids=[tree().by_path["home"].id]).id
        actions.index_product(new)
    forget_session()
    assert find("zanzibar").ids == (new,)
    assert new not in shop.values()


def test_a_removed_product_leaves_nothing_behind(shop: dict[str, int]) -> None:
    with unit_of_work():
        actions.remove_product(shop["Cape"])
    forget_session()
    assert find("cape").ids == ()
    assert session().get(SearchDocument, shop["Cape"]) is None
    assert session().get(SearchWord, "cape") is None


def test_the_version_moves_with_the_words_only(shop: dict[str, int]) -> None:
    before = versions.read(SEARCH)
    _changed(shop["Boots"], popularity=99)
    assert versions.read(SEARCH) == before
    _changed(shop["Boots"], material={"en": "Ostrich"})
    assert versions.read(SEARCH) > before


@pytest.mark.usefixtures("state")
def test_a_live_shop_is_indexed_batch_by_batch(
    shop: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    with unit_of_work():
        session().execute(text("DELETE FROM product_categories"))
        after: int | None = 0
        calls = 0
        while after is not None:
            after = actions.index_next(after)
            calls += 1
    assert calls == 2
    forget_session()
    assert find("shoes").ids == ()
    assert find("boots").ids == (shop["Boots"],)


def test_progress_is_told(shop: dict[str, int]) -> None:
    heard: list[int] = []
    with unit_of_work():
        assert actions.rebuild(heard.append) == len(shop)
    assert heard == [len(shop)]


def test_an_empty_shop_can_be_searched(database: TestDatabase) -> None:
    assert database
    with unit_of_work():
        assert actions.rebuild() == 0
    assert find("anything").ids == ()


def test_the_index_can_be_dropped_and_made_again(shop: dict[str, int]) -> None:
    with unit_of_work() as current:
        index.drop(current.connection())
        index.create(current.connection())
        actions.rebuild()
    forget_session()
    assert find("boots").ids == (shop["Boots"],)


def test_the_checks_hold_and_notice(shop: dict[str, int]) -> None:
    def violations() -> dict[str, int]:
        found = {check.code: session().execute(text(check.sql)).all() for check in CHECKS}
        return {code: len(rows) for code, rows in found.items() if rows}

    assert violations() == {}
    with unit_of_work():
        publication.archive(_product(shop["Boots"]))
        session().execute(text("UPDATE search_words SET anywhere = 0 WHERE word = 'kettle'"))
        publication.publish(made("Late", publish=False))
    assert violations() == {"W1": 1, "W2": 1, "W3": 1}


def test_searches_are_logged_in_folded_words(shop: dict[str, int]) -> None:
    assert shop
    entries = [find(text).entry("fr") for text in ("Théière XYZZYQ noir", "kettle", "Kettle")]
    with unit_of_work():
        actions.log_searches(entries)
        actions.log_searches([])
    rows = session().scalars(select(SearchLogEntry).order_by(SearchLogEntry.id)).all()
    assert [(row.words, row.results, row.locale) for row in rows][1:] == [
        ("kettle", 2, "fr"),
        ("kettle", 2, "fr"),
    ]
    assert "xyzzyq" in rows[0].unmatched.split()
