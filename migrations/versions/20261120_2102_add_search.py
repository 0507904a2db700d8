"""Add the search documents, words and log, and the full-text index."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from shop.domain.search import index
from shop.kernel import columns

revision = "20261120_2102"
down_revision = "20261120_2101"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "search_documents",
        sa.Column("product_id", columns.BigId, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("labels", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("product_id", name=op.f("pk_search_documents")),
    )
    op.create_table(
        "search_log",
        sa.Column("id", columns.BigId, nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("unmatched", sa.String(length=500), nullable=False),
        sa.Column("results", sa.Integer(), nullable=False),
        sa.Column("took_ms", sa.Integer(), nullable=False),
        sa.Column("locale", sa.String(length=12), nullable=False),
        sa.Column("at", columns.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_log")),
    )
    with op.batch_alter_table("search_log", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_search_log_at"), ["at"], unique=False)
        batch_op.create_index("ix_search_log_results", ["results", "at"], unique=False)

    op.create_table(
        "search_words",
        sa.Column("word", sa.String(length=80), nullable=False),
        sa.Column("stem", sa.String(length=80), nullable=False),
        sa.Column("in_name", sa.Integer(), nullable=False),
        sa.Column("in_labels", sa.Integer(), nullable=False),
        sa.Column("anywhere", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_search_words")),
    )
    index.create(op.get_bind())


def downgrade() -> None:
    index.drop(op.get_bind())
    op.drop_table("search_words")
    with op.batch_alter_table("search_log", schema=None) as batch_op:
        batch_op.drop_index("ix_search_log_results")
        batch_op.drop_index(batch_op.f("ix_search_log_at"))

    op.drop_table("search_log")
    op.drop_table("search_documents")
