"""Add checkouts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from shop.kernel import columns

revision = "20261120_2240"
down_revision = "20261120_2230"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "checkouts",
        sa.Column("id", columns.BigId, nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("cart_id", columns.BigId, nullable=False),
        sa.Column("order_id", columns.BigId, nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("recipient_name", sa.String(length=120), nullable=False),
        sa.Column("recipient_phone", sa.String(length=20), nullable=False),
        sa.Column("town", sa.String(length=80), nullable=False),
        sa.Column("area", sa.String(length=80), nullable=False),
        sa.Column("landmark", sa.String(length=300), nullable=False),
        sa.Column("delivery_method", sa.String(length=40), nullable=False),
        sa.Column("payment_method", sa.String(length=40), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("hold_until", columns.UTCDateTime(), nullable=True),
        sa.Column("hold_began_at", columns.UTCDateTime(), nullable=True),
        sa.Column("typed", columns.Json, nullable=False),
        sa.Column("created_at", columns.UTCDateTime(), nullable=False),
        sa.Column("updated_at", columns.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cart_id"], ["carts.id"], name=op.f("fk_checkouts_cart_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_checkouts_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checkouts")),
        sa.UniqueConstraint("key", name=op.f("uq_checkouts_key")),
        sa.UniqueConstraint("cart_id", name=op.f("uq_checkouts_cart_id")),
        sa.UniqueConstraint("order_id", name=op.f("uq_checkouts_order_id")),
    )


def downgrade() -> None:
    op.drop_table("checkouts")
