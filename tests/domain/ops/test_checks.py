"""`flask ops check`: each invariant of the shop's ground finds the violation planted for it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import text

from shop.domain.catalogue.checks import CHECKS as CATALOGUE
from shop.domain.inventory.checks import CHECKS as INVENTORY
from shop.domain.ops.checks import run
from shop.domain.ops.registered import ALL_CHECKS
from shop.kernel.db import db, dialect_name, session
from shop.kernel.outbox_checks import CHECKS as OUTBOX
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.catalogue import category, colours, product
from tests.factories.inventory import stock

pytestmark = pytest.mark.usefixtures("database")
PROMISES = {"S3", "S3b", "S11"}
"""Those about holds and allocations are broken in `tests/domain/inventory/test_allocations.py`."""
OURS = [*OUTBOX, *CATALOGUE, *(check for check in INVENTORY if check.code not in PROMISES)]
# How to break each invariant behind the back of the actions.
DAMAGE: dict[str, str] = {
    "B5": "UPDATE outbox_deliveries SET state = 'dead'",
    "B5b": "UPDATE outbox_deliveries SET state = 'done', done_at = NULL",
    "K1": "DELETE FROM listings",
    "K2": "UPDATE products SET status = 'archived'",
    "K3": "UPDATE variants SET price_minor = 5",
    "K4": "UPDATE shelves SET popularity = 77",
    "K5": "DELETE FROM shelves",
    "K6": "DELETE FROM variant_values",
    "S1": "UPDATE levels SET on_hand = 99",
    "S1b": "DELETE FROM levels",
    "S2": "UPDATE levels SET on_hand = -1",
    "S4": "UPDATE levels SET allocated = 11",
    "S10": "UPDATE products SET kind = 'digital'",
    "S13": "UPDATE listings SET in_stock = false, stock_state = 'out'",
}


@pytest.fixture
def unguarded(database: object) -> None:
    """Make a small shop, then take its guards off: what a faulty hand or disk may leave behind."""
    with unit_of_work():
        place = category("place")
        stock(product(category_ids=[place.id], options=[colours("indigo")]), 10)
    with unit_of_work() as current:
        if dialect_name() == "postgresql":
            for table, name in (("levels", "ck_levels_on_hand"), ("levels", "ck_levels_available")):
                current.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT {name}"))
        else:
            current.execute(text("PRAGMA ignore_check_constraints = ON"))


@pytest.fixture(autouse=True)
def _guards_again(app: Flask, database: object) -> object:
    yield
    db.session.remove()
    db.engine.dispose()


def _codes() -> list[str]:
    return [violation.check.code for violation in run(OURS)]


def test_a_small_shop_is_sound(unguarded: None) -> None:
    assert _codes() == []


def test_every_check_has_its_damage() -> None:
    assert sorted(DAMAGE) == sorted(check.code for check in OURS)


@pytest.mark.parametrize("code", DAMAGE)
def test_a_check_finds_what_it_looks_for(unguarded: None, code: str) -> None:
    with unit_of_work() as current:
        assert current.execute(text(DAMAGE[code])).rowcount  # type: ignore[attr-defined]
    found = {violation.check.code: violation for violation in run(OURS)}
    assert code in found
    assert found[code].count > 0
    assert found[code].examples


def test_codes_are_their_own() -> None:
    codes = [check.code for check in ALL_CHECKS]
    assert sorted(codes) == sorted(set(codes))


def test_checks_are_plain_select_statements() -> None:
    for check in ALL_CHECKS:
        assert check.find or check.sql.strip().upper().startswith("SELECT")
        assert check.sentence.endswith(".")


@pytest.fixture
def command(app: Flask) -> Callable[[], tuple[int, str]]:
    """Return what runs `flask ops check`; gives its exit code and words."""

    def call() -> tuple[int, str]:
        session().rollback()
        result = app.test_cli_runner().invoke(args=["ops", "check"])
        return result.exit_code, result.output

    return call


def test_the_command_says_what_is_wrong(
    database: object, command: Callable[[], tuple[int, str]]
) -> None:
    assert command() == (0, f"check: {len(ALL_CHECKS)} checks, 0 violations\n")
    with unit_of_work() as current:
        stock(product(publish=False), 10)
        current.execute(text("DELETE FROM listings"))
    code, said = command()
    assert code == 1
    assert "K1: Every product has a listing." in said
    assert said.endswith(" violations\n")
