"""`flask inventory …`, `flask catalogue …`, `flask search …`: what a shopkeeper types."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from PIL import Image

from shop.domain.inventory.queries import available_of
from shop.kernel.db import session
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.catalogue import product

pytestmark = pytest.mark.usefixtures("database")


def _run(app: Flask, *words: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=list(words))
    session().rollback()
    return result.exit_code, result.output


def test_stock_comes_and_is_corrected_with_a_reason(app: Flask) -> None:
    with unit_of_work():
        made = product(sku="NY-1")
    assert _run(app, "inventory", "receive", "NY-1", "5") == (0, "NY-1: 5 on hand\n")
    assert _run(app, "inventory", "adjust", "NY-1", "-2", "--reason", "damaged")[0] == 0
    assert set(available_of(made.id).values()) == {3}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("receive", "NY-9", "1"), "no variant with the SKU"),
        (("adjust", "NY-1", "-1", "--reason", "lost"), "not that much left"),
        (("adjust", "NY-1", "0", "--reason", "lost"), "other than 0"),
        (("adjust", "NY-1", "1"), "--reason"),
    ],
)
def test_what_cannot_be_says_why(app: Flask, words: tuple[str, ...], sentence: str) -> None:
    with unit_of_work():
        product(sku="NY-1")
    status, output = _run(app, "inventory", *words)
    assert status != 0
    assert sentence in output


def test_a_picture_is_added_to_a_product(app: Flask, tmp_path: Path) -> None:
    with unit_of_work():
        made = product()
    file = tmp_path / "cloth.png"
    Image.new("RGB", (40, 50), "teal").save(file)
    assert _run(app, "catalogue", "add-picture", made.slug, str(file), "--alt", "Teal")[0] == 0
    status, output = _run(app, "catalogue", "add-picture", "nowhere", str(file), "--alt", "Teal")
    assert (status != 0, "no product" in output) == (True, True)


def test_the_index_is_rebuilt(app: Flask) -> None:
    assert _run(app, "search", "rebuild")[0] == 0
