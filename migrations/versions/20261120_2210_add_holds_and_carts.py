"""Add carts and the stock they may hold."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from shop.kernel import columns

revision = "20261120_2210"
down_revision = "20261120_2200"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add holds, carts and their lines, and the mark of what runs low."""
    op.add_column("levels", sa.Column("low_since", columns.UTCDateTime(), nullable=True))
    op.create_table(
        "holds",
        sa.Column("id", columns.BigId, nullable=False),
        sa.Column("owner", sa.String(length=80), nullable=False),
        sa.Column("variant_id", columns.BigId, nullable=False),
        sa.Column("location_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("until", columns.UTCDateTime(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_holds_quantity")),
        sa.ForeignKeyConstraint(
            ["variant_id"], ["variants.id"], name=op.f("fk_holds_variant_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["location_id"], ["locations.id"], name=op.f("fk_holds_location_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holds")),
        sa.UniqueConstraint(
            "owner", "variant_id", "location_id", name=op.f("uq_holds_owner_variant_id_location_id")
        ),
    )
    op.create_index("ix_holds_variant", "holds", ["variant_id", "until"])
    op.create_index("ix_holds_until", "holds", ["until"])
    op.create_table(
        "carts",
        sa.Column("id", columns.BigId, nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("locale", sa.String(length=10), nullable=False),
        sa.Column("town", sa.String(length=80), nullable=False),
        sa.Column("area", sa.String(length=80), nullable=False),
        sa.Column("created_at", columns.UTCDateTime(), nullable=False),
        sa.Column("updated_at", columns.UTCDateTime(), nullable=False),
        sa.CheckConstraint("status IN ('open', 'ordered')", name=op.f("ck_carts_status")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carts")),
        sa.UniqueConstraint("public_id", name=op.f("uq_carts_public_id")),
    )
    op.create_table(
        "cart_lines",
        sa.Column("id", columns.BigId, nullable=False),
        sa.Column("cart_id", columns.BigId, nullable=False),
        sa.Column("variant_id", columns.BigId, nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("price_seen_minor", columns.BigId, nullable=False),
        sa.Column("created_at", columns.UTCDateTime(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_cart_lines_quantity")),
        sa.ForeignKeyConstraint(
            ["cart_id"], ["carts.id"], name=op.f("fk_cart_lines_cart_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["variant_id"], ["variants.id"], name=op.f("fk_cart_lines_variant_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cart_lines")),
        sa.UniqueConstraint(
            "cart_id", "variant_id", name=op.f("uq_cart_lines_cart_id_variant_id")
        ),
    )  # fmt: skip
    op.create_index(op.f("ix_cart_lines_variant_id"), "cart_lines", ["variant_id"])


def downgrade() -> None:
    """Take all of it away."""
    op.drop_table("cart_lines")
    op.drop_table("carts")
    op.drop_table("holds")
    op.drop_column("levels", "low_since")
