"""Add forms that an expired session interrupted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from shop.kernel import columns

revision = "20261121_0120"
down_revision = "20261121_0110"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kept_forms",
        sa.Column("id", columns.BigId, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("member_id", columns.BigId, nullable=False),
        sa.Column("endpoint", sa.String(length=80), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("until", columns.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_kept_forms_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_forms")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_kept_forms_token_hash")),
    )
    op.create_index(op.f("ix_kept_forms_member_id"), "kept_forms", ["member_id"])


def downgrade() -> None:
    op.drop_table("kept_forms")
