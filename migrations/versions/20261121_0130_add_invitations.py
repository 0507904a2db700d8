"""Add the links by which people join, and whether a shipped role was changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from shop.kernel import columns

revision = "20261121_0130"
down_revision = "20261121_0120"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "invitations",
        sa.Column("member_id", columns.BigId, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("until", columns.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_invitations_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitations_token_hash")),
    )
    op.add_column(
        "roles", sa.Column("edited", sa.Boolean(), nullable=False, server_default=sa.false())
    )


def downgrade() -> None:
    op.drop_column("roles", "edited")
    op.drop_table("invitations")
