"""The migrations lead to the models, and back, also in a shop that is full."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import func, inspect, select, text

from shop.cli.migrations import attach
from shop.config import ROOT, Config
from shop.factory import create_app
from shop.kernel.db import db
from shop.kernel.model import Base
from tests.support.databases import TestDatabase

FOLDER = ROOT / "migrations"
REVISIONS = [one.revision for one in ScriptDirectory(str(FOLDER)).walk_revisions()]
# Tables of a full-text index are the database's own business.
_INDEX = ("search_fts", "search_vectors")


@contextmanager
def _shop_on(
    database: TestDatabase, config: Callable[[str], Config], template: str, name: str
) -> Iterator[Flask]:
    """Run a shop on a database of its own that holds `template`, which `database` has built."""
    place = database.place
    place.copy(template, name)
    app = create_app(config(place.url(name)))
    attach(app)
    try:
        with app.app_context():
            yield app
            db.session.remove()
            db.engine.dispose()
    finally:
        place.remove(name)


def _is_index(name: str | None) -> bool:
    return (name or "").startswith(_INDEX)


def _tables() -> set[str]:
    found = set(inspect(db.engine).get_table_names())
    return {name for name in found if not _is_index(name)} - {"alembic_version"}


def _counts() -> dict[str, int]:
    present = _tables()
    with db.engine.connect() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in Base.metadata.sorted_tables
            if table.name in present
        }


def test_there_is_one_line_of_migrations() -> None:
    assert len(ScriptDirectory(str(FOLDER)).get_heads()) == 1
    assert len(REVISIONS) > 2


def test_files_are_named_after_what_they_do() -> None:
    for script in ScriptDirectory(str(FOLDER)).walk_revisions():
        assert script.module.__name__.startswith(script.revision), script.path
        assert script.doc.strip()


def test_models_equal_migrations(
    database: TestDatabase, test_config: Callable[[str], Config], worker_id: str
) -> None:
    with (
        _shop_on(database, test_config, "empty", f"models_{worker_id}"),
        db.engine.connect() as here,
    ):
        context = MigrationContext.configure(
            here,
            opts={
                "compare_type": True,
                "include_object": lambda _object, name, kind, *_rest: (
                    not (kind == "table" and _is_index(name))
                ),
            },
        )
        assert compare_metadata(context, Base.metadata) == []


def test_down_leaves_nothing_and_up_builds_the_same_again(
    database: TestDatabase, test_config: Callable[[str], Config], worker_id: str
) -> None:
    with _shop_on(database, test_config, "empty", f"down_{worker_id}"):
        built = _tables()
        downgrade(str(FOLDER), "base")
        assert _tables() == set()
        assert not any(map(_is_index, inspect(db.engine).get_table_names()))
        upgrade(str(FOLDER))
        assert _tables() == built


@pytest.mark.parametrize("revision", REVISIONS[:-1])
def test_each_migration_on_a_full_shop(
    revision: str, database: TestDatabase, test_config: Callable[[str], Config], worker_id: str
) -> None:
    """Take one migration and all after it back and apply them again: older tables lose nothing."""
    with _shop_on(database, test_config, "seeded", f"full_{worker_id}"):
        before = _counts()
        assert before["products"] > 0
        downgrade(str(FOLDER), _below(revision))
        older = _counts()
        assert older == {name: count for name, count in before.items() if name in older}
        upgrade(str(FOLDER))
        after = _counts()
        assert {name: after[name] for name in older} == older
        assert set(after) == set(before)
        if db.engine.dialect.name == "sqlite":
            with db.engine.connect() as connection:
                assert connection.execute(text("PRAGMA foreign_key_check")).all() == []


def _below(revision: str) -> str:
    script = ScriptDirectory(str(FOLDER)).get_revision(revision)
    assert isinstance(script.down_revision, str)
    return script.down_revision
