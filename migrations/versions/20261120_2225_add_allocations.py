"""Add what of the stock belongs to which order."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from shop.kernel import columns

revision = "20261120_2225"
down_revision = "20261120_2220"
branch_labels = None
depends_on = None
_LIVE = sa.text("state = 'allocated'")


def upgrade() -> None:
    """Add the allocations; an order has one live row for each variant and place."""
    op.create_table(
        "allocations",
        sa.Column("id", columns.BigId, nullable=False),
        sa.Column("order_id", columns.BigId, nullable=False),
        sa.Column("variant_id", columns.BigId, nullable=False),
        sa.Column("location_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_allocations_quantity")),
        sa.CheckConstraint(
            "state IN ('allocated', 'released', 'shipped')", name=op.f("ck_allocations_state")
        ),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_allocations_order_id")),
        sa.ForeignKeyConstraint(
            ["variant_id"], ["variants.id"], name=op.f("fk_allocations_variant_id")
        ),
        sa.ForeignKeyConstraint(
            ["location_id"], ["locations.id"], name=op.f("fk_allocations_location_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocations")),
    )
    op.create_index(
        "uq_allocations_live", "allocations", ["order_id", "variant_id", "location_id"],
        unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE,
    )  # fmt: skip
    op.create_index("ix_allocations_order", "allocations", ["order_id"])
    op.create_index("ix_allocations_variant", "allocations", ["variant_id", "state"])


def downgrade() -> None:
    """Take them away."""
    op.drop_table("allocations")
