"""Runs migrations inside the app, with SQLite's foreign keys off while tables are rebuilt."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from flask import current_app
from sqlalchemy import JSON, BigInteger, Connection

from shop.kernel import columns

INDEX_TABLES = ("search_fts", "search_vectors")
db = current_app.extensions["migrate"].db


def include_object(_object: object, name: str | None, kind: str, *_rest: object) -> bool:
    """Leave the search index out of comparisons: its tables are made by the search slice."""
    return not (kind == "table" and name is not None and name.startswith(INDEX_TABLES))


def render_item(kind: str, item: Any, autogen: Any) -> str | Literal[False]:
    """Write our own column types by their names."""
    if kind != "type":
        return False
    autogen.imports.add("from shop.kernel import columns")
    if isinstance(item, columns.UTCDateTime):
        return "columns.UTCDateTime()"
    if isinstance(item, BigInteger):
        return "columns.BigId"
    return "columns.Json" if isinstance(item, JSON) else False


def run(connection: Connection) -> None:
    """Run the migrations on one connection, in one transaction."""
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        include_object=include_object,
        render_item=render_item,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def main() -> None:
    """Open a connection of the app's engine.

    A batch alter of a parent table on SQLite with foreign keys on would delete its children.
    """
    if given := context.config.attributes.get("connection"):
        run(given)
        return
    with db.engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=OFF")
        run(connection)
        if sqlite:
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            connection.rollback()
            connection.invalidate()
            if broken:
                raise SystemExit(f"the migrated database has dangling references: {broken[:5]}")


main()
