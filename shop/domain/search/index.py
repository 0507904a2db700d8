"""The full-text index: SQLite FTS5 or PostgreSQL tsvector behind one interface."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Connection,
    Select,
    any_,
    bindparam,
    cast,
    column,
    func,
    insert,
    literal_column,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR
from sqlalchemy.sql.elements import ColumnClause

from shop.domain.search.documents import Tier
from shop.domain.search.plan import Slot

Ids = ColumnElement[int]
Condition = ColumnElement[bool]
Terms = Mapping[int, str]
"""Product ids and their terms, as `Document.terms` gives them."""

TABLES = frozenset(
    {"search_fts", "search_fts_data", "search_fts_idx", "search_fts_config", "search_vectors"}
)
"""Tables that no model describes; comparing models with the schema must leave them out."""


class Index(ABC):
    """What both databases can do, and the same answer from each."""

    @abstractmethod
    def create(self, connection: Connection) -> None:
        """Make the index, empty."""

    @abstractmethod
    def drop(self, connection: Connection) -> None:
        """Remove the index with everything in it."""

    @abstractmethod
    def put(self, connection: Connection, before: Terms, after: Terms) -> None:
        """Replace documents: `before` is what stands there now, exactly; `after` what shall."""

    @abstractmethod
    def replace_all(self, connection: Connection, batches: Iterable[Terms]) -> None:
        """Fill the index anew; readers see the old one until the transaction ends."""

    @abstractmethod
    def match(self, slots: Sequence[Slot], tier: Tier) -> str:
        """Write the question that all slots make at a tier; only the analyser's words get in."""

    @abstractmethod
    def matching(self, bind: str) -> Select[int]:
        """Return the statement for the product ids that answer the question bound as `bind`."""

    @abstractmethod
    def gathered(self, product_id: Ids, bind: str) -> Condition:
        """Return the condition in the form that begins with the index, whatever is guessed."""

    def among(self, product_id: Ids, bind: str) -> Condition:
        """Return the condition in the form that only passes rows on; it leads no planner astray."""
        return product_id.in_(self.matching(bind)).is_(True)

    @abstractmethod
    def answers(self, product_id: Ids, bind: str) -> Condition:
        """Return the condition in the form that asks product by product."""


def _combine(slots: Sequence[Slot], tier: Tier, quote: str, both: str, either: str) -> str:
    def alternative(stems: tuple[str, ...]) -> str:
        return "(" + both.join(f"{quote}{tier}{stem}{quote}" for stem in stems) + ")"

    return both.join(f"({either.join(map(alternative, slot.alternatives))})" for slot in slots)


class SqliteIndex(Index):
    """An FTS5 table without content, positions or sizes: 15 MB for 100,000 products."""

    _table = table("search_fts", column("rowid"), column("search_fts"))
    _insert = text("INSERT INTO search_fts (rowid, terms) VALUES (:id, :terms)")
    _delete = text(
        "INSERT INTO search_fts (search_fts, rowid, terms) VALUES ('delete', :id, :terms)"
    )

    def create(self, connection: Connection) -> None:
        """Make the virtual table."""
        connection.execute(
            text(
                "CREATE VIRTUAL TABLE search_fts USING fts5"
                "(terms, content='', tokenize='ascii', detail='none', columnsize=0)"
            )
        )

    def drop(self, connection: Connection) -> None:
        """Drop the virtual table."""
        connection.execute(text("DROP TABLE IF EXISTS search_fts"))

    def put(self, connection: Connection, before: Terms, after: Terms) -> None:
        """Delete with the very words that were inserted, as a table without content needs."""
        if before:
            connection.execute(self._delete, _rows(before))
        if after:
            connection.execute(self._insert, _rows(after))

    def replace_all(self, connection: Connection, batches: Iterable[Terms]) -> None:
        """Empty the table, fill it, and merge its segments into one."""
        connection.execute(text("INSERT INTO search_fts (search_fts) VALUES ('delete-all')"))
        for batch in batches:
            self.put(connection, {}, batch)
        connection.execute(text("INSERT INTO search_fts (search_fts) VALUES ('optimize')"))

    def match(self, slots: Sequence[Slot], tier: Tier) -> str:
        """Write FTS5's query language."""
        return _combine(slots, tier, '"', " AND ", " OR ")

    def matching(self, bind: str) -> Select[int]:
        """Return the row ids of MATCH."""
        rowid: ColumnClause[int] = literal_column("search_fts.rowid")
        found = self._table.c.search_fts.op("MATCH")(bindparam(bind))
        return select(rowid).select_from(self._table).where(found)

    def gathered(self, product_id: Ids, bind: str) -> Condition:
        """Compare with a list: SQLite begins with it, having no guess how long it is."""
        return product_id.in_(self.matching(bind))

    def answers(self, product_id: Ids, bind: str) -> Condition:
        """Look it up in the ids of all that answer: asking FTS5 row by row is slower."""
        return self.among(product_id, bind)


class PostgresIndex(Index):
    """A narrow table of tsvectors written as literals, so that no configuration is involved."""

    _table = table("search_vectors", column("product_id"), column("terms"))
    _put = text(
        "INSERT INTO search_vectors (product_id, terms) VALUES (:id, CAST(:terms AS tsvector))"
        " ON CONFLICT (product_id) DO UPDATE SET terms = excluded.terms"
    )
    _delete = text("DELETE FROM search_vectors WHERE product_id = :id")

    def create(self, connection: Connection) -> None:
        """Make the table and its index."""
        self._create_table(connection, "search_vectors")
        self._create_index(connection, "search_vectors")

    @staticmethod
    def _create_table(connection: Connection, name: str) -> None:
        connection.execute(
            text(f"CREATE TABLE {name} (product_id bigint NOT NULL, terms tsvector NOT NULL)")
        )

    @staticmethod
    def _create_index(connection: Connection, name: str) -> None:
        connection.execute(
            text(f"ALTER TABLE {name} ADD CONSTRAINT pk_{name} PRIMARY KEY (product_id)")
        )
        # without fastupdate a reader never has to go through a list of pending words
        connection.execute(
            text(f"CREATE INDEX ix_{name}_terms ON {name} USING gin (terms) WITH (fastupdate=off)")
        )

    def drop(self, connection: Connection) -> None:
        """Drop the table and with it its index."""
        connection.execute(text("DROP TABLE IF EXISTS search_vectors"))

    def put(self, connection: Connection, before: Terms, after: Terms) -> None:
        """Overwrite what is there, delete what shall not be there."""
        gone = [{"id": product_id} for product_id in before if product_id not in after]
        if gone:
            connection.execute(self._delete, gone)
        if after:
            connection.execute(self._put, _rows(after))

    def replace_all(self, connection: Connection, batches: Iterable[Terms]) -> None:
        """Fill a second table and swap: the first can be read until the very end."""
        fresh = "search_vectors_next"
        connection.execute(text(f"DROP TABLE IF EXISTS {fresh}"))
        self._create_table(connection, fresh)
        filling = insert(table(fresh, column("product_id"), column("terms"))).values(
            product_id=bindparam("id"), terms=cast(bindparam("terms"), TSVECTOR)
        )
        for batch in batches:
            if batch:
                connection.execute(filling, _rows(batch))
        self._create_index(connection, fresh)
        self.drop(connection)
        for sentence in (
            f"ALTER TABLE {fresh} RENAME TO search_vectors",
            f"ALTER INDEX pk_{fresh} RENAME TO pk_search_vectors",
            f"ALTER INDEX ix_{fresh}_terms RENAME TO ix_search_vectors_terms",
            "ANALYZE search_vectors",
        ):
            connection.execute(text(sentence))

    def match(self, slots: Sequence[Slot], tier: Tier) -> str:
        """Write a tsquery of quoted words."""
        return _combine(slots, tier, "'", " & ", " | ")

    def matching(self, bind: str) -> Select[int]:
        """Return what the GIN index finds."""
        return select(self._table.c.product_id).where(self._found(bind))

    def gathered(self, product_id: Ids, bind: str) -> Condition:
        """Compare with an array: the planner thinks rare words common and would walk instead."""
        ids = func.array(self.matching(bind).scalar_subquery())
        return product_id == any_(ids)

    def answers(self, product_id: Ids, bind: str) -> Condition:
        """Read that product's vector: a scalar question, which the planner cannot turn round."""
        asked = select(self._found(bind)).where(self._table.c.product_id == product_id)
        return cast(asked.scalar_subquery(), Boolean)

    def _found(self, bind: str) -> Condition:
        return self._table.c.terms.op("@@", is_comparison=True)(cast(bindparam(bind), TSQUERY))


def _rows(terms: Terms) -> list[dict[str, object]]:
    return [{"id": product_id, "terms": words} for product_id, words in terms.items()]


_BY_DIALECT: dict[str, Index] = {"sqlite": SqliteIndex(), "postgresql": PostgresIndex()}


def index_for(dialect: str) -> Index:
    """Return the index of a database: `sqlite` or `postgresql`."""
    return _BY_DIALECT[dialect]


def create(connection: Connection) -> None:
    """Make the index of this connection's database; for the migration and for tests."""
    index_for(connection.dialect.name).create(connection)


def drop(connection: Connection) -> None:
    """Remove the index of this connection's database."""
    index_for(connection.dialect.name).drop(connection)
