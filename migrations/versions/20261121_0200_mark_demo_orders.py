"""Mark the orders that the demo made up: they, and no others, may be removed again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261121_0200"
down_revision = "20261121_0130"
branch_labels = None
depends_on = None

_HISTORY = "the history of an order is never"
_BOOKS = "the books are never changed"
_NEVER = "orders are never deleted"
_MARK = "whether an order is of the demo is never changed"
_OF_DEMO = "EXISTS (SELECT 1 FROM orders o WHERE o.id = OLD.order_id AND o.demo)"
# On SQLite: trigger, table, and what it says; with the mark it lets the rows of demo orders go.
_DELETES = (
    ("orders_no_delete", "orders", "OLD.demo", _NEVER),
    ("order_events_no_delete", "order_events", _OF_DEMO, f"{_HISTORY} deleted"),
    ("ledger_transactions_no_delete", "ledger_transactions", _OF_DEMO, _BOOKS),
    ("ledger_entries_no_delete", "ledger_entries", _OF_DEMO, _BOOKS),
)
# On PostgreSQL: function, what may go, and what it says.
_GUARDS = (
    ("orders_guard", "OLD.demo", _NEVER),
    ("order_events_guard", _OF_DEMO, f"{_HISTORY} changed or deleted"),
    ("ledger_guard", _OF_DEMO, _BOOKS),
)


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def upgrade() -> None:
    """Add the mark by a plain ALTER, as triggers name the table; nobody can set it afterwards."""
    op.add_column(
        "orders", sa.Column("demo", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    _guard(marked=True)
    if _is_sqlite():
        op.execute(
            "CREATE TRIGGER orders_demo_stays BEFORE UPDATE OF demo ON orders"
            f" WHEN NEW.demo <> OLD.demo BEGIN SELECT RAISE(ABORT, '{_MARK}'); END"
        )
        return
    op.execute(
        f"""CREATE FUNCTION orders_demo_guard() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{_MARK}'; END $$"""
    )
    op.execute(
        "CREATE TRIGGER orders_demo_stays BEFORE UPDATE OF demo ON orders FOR EACH ROW"
        " WHEN (NEW.demo <> OLD.demo) EXECUTE FUNCTION orders_demo_guard()"
    )


def _guard(*, marked: bool) -> None:
    """Write the guards anew: with the mark, or as they were."""
    if _is_sqlite():
        for trigger, table, demo, sentence in _DELETES:
            op.execute(f"DROP TRIGGER {trigger}")
            unless = f"WHEN NOT {demo} " if marked else ""
            op.execute(
                f"CREATE TRIGGER {trigger} BEFORE DELETE ON {table} {unless}"
                f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
            )
        return
    for function, demo, sentence in _GUARDS:
        unless = f"IF TG_OP = 'DELETE' AND {demo} THEN RETURN OLD; END IF;" if marked else ""
        op.execute(
            f"""CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN {unless} RAISE EXCEPTION '{sentence}'; END $$"""
        )


def downgrade() -> None:
    """Take the mark away: what the demo made up stays for good then."""
    if _is_sqlite():
        op.execute("DROP TRIGGER orders_demo_stays")
    else:
        op.execute("DROP TRIGGER orders_demo_stays ON orders")
        op.execute("DROP FUNCTION orders_demo_guard()")
    _guard(marked=False)
    op.execute("ALTER TABLE orders DROP COLUMN demo")
