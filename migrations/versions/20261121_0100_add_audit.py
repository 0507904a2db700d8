"""Add the audit, append-only."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from shop.kernel import columns

revision = "20261121_0100"
down_revision = "20261120_2250"
branch_labels = None
depends_on = None

_TABLE = "audit_entries"
_SENTENCE = "the audit is never changed"


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def upgrade() -> None:
    op.create_table(
        _TABLE,
        sa.Column("id", columns.BigId, autoincrement=False, nullable=False),
        sa.Column("at", columns.UTCDateTime(), nullable=False),
        sa.Column("actor", sa.String(length=10), nullable=False),
        sa.Column("member_id", columns.BigId, nullable=True),
        sa.Column("role", sa.String(length=80), nullable=False),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.Column("verb", sa.String(length=60), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.String(length=80), nullable=False),
        sa.Column("before", columns.Json, nullable=False),
        sa.Column("after", columns.Json, nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("outcome IN ('done', 'refused')", name=op.f("ck_audit_entries_outcome")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
        sa.UniqueConstraint("hash", name=op.f("uq_audit_entries_hash")),
    )
    op.create_index("ix_audit_entries_member", _TABLE, ["member_id", "id"])
    op.create_index("ix_audit_entries_verb", _TABLE, ["verb", "id"])
    op.create_index("ix_audit_entries_subject", _TABLE, ["subject", "subject_id", "id"])
    _guard()


def _guard() -> None:
    """Refuse every change; on PostgreSQL also to empty the table, which fires no row trigger."""
    if _is_sqlite():
        for verb in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER {_TABLE}_no_{verb} BEFORE {verb.upper()} ON {_TABLE}"
                f" BEGIN SELECT RAISE(ABORT, '{_SENTENCE}'); END"
            )
        return
    op.execute(
        f"""CREATE FUNCTION audit_guard() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{_SENTENCE}'; END $$"""
    )
    op.execute(
        f"CREATE TRIGGER {_TABLE}_guard BEFORE UPDATE OR DELETE ON {_TABLE}"
        " FOR EACH ROW EXECUTE FUNCTION audit_guard()"
    )
    op.execute(
        f"CREATE TRIGGER {_TABLE}_keep BEFORE TRUNCATE ON {_TABLE}"
        " FOR EACH STATEMENT EXECUTE FUNCTION audit_guard()"
    )


def downgrade() -> None:
    op.drop_table(_TABLE)  # its triggers and indexes go with it
    op.execute(sa.text("DELETE FROM counters WHERE name = 'audit'"))
    if not _is_sqlite():
        op.execute("DROP FUNCTION audit_guard()")
