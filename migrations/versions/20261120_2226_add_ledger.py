"""Add the money ledger, append-only."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from shop.kernel import columns

revision = "20261120_2226"
down_revision = "20261120_2225"
branch_labels = None
depends_on = None

_TABLES = ("ledger_transactions", "ledger_entries")
_SENTENCE = "the books are never changed"


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def upgrade() -> None:
    op.create_table(
        "ledger_transactions",
        sa.Column("id", columns.BigId, nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("order_id", columns.BigId, nullable=True),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("at", columns.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_ledger_transactions_order_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_transactions")),
        sa.UniqueConstraint("source", name=op.f("uq_ledger_transactions_source")),
    )
    op.create_index(op.f("ix_ledger_transactions_order_id"), "ledger_transactions", ["order_id"])
    op.create_table(
        "ledger_entries",
        sa.Column("id", columns.BigId, nullable=False),
        sa.Column("transaction_id", columns.BigId, nullable=False),
        sa.Column("order_id", columns.BigId, nullable=True),
        sa.Column("account", sa.String(length=40), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount_minor <> 0", name=op.f("ck_ledger_entries_amount")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_ledger_entries_order_id")
        ),
        sa.ForeignKeyConstraint(
            ["transaction_id"],
            ["ledger_transactions.id"],
            name=op.f("fk_ledger_entries_transaction_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entries")),
    )
    op.create_index("ix_ledger_entries_order", "ledger_entries", ["order_id", "account"])
    op.create_index("ix_ledger_entries_transaction", "ledger_entries", ["transaction_id"])
    _guard()


def _guard() -> None:
    if not _is_sqlite():
        op.execute(
            f"""CREATE FUNCTION ledger_guard() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION '{_SENTENCE}'; END $$"""
        )
    for table in _TABLES:
        if _is_sqlite():
            for verb in ("update", "delete"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table}"
                    f" BEGIN SELECT RAISE(ABORT, '{_SENTENCE}'); END"
                )
        else:
            op.execute(
                f"CREATE TRIGGER {table}_guard BEFORE UPDATE OR DELETE ON {table}"
                " FOR EACH ROW EXECUTE FUNCTION ledger_guard()"
            )


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.drop_table(table)  # its triggers and indexes go with it
    if not _is_sqlite():
        op.execute("DROP FUNCTION ledger_guard()")
