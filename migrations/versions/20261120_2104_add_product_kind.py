"""Tell physical products from digital ones."""

from __future__ import annotations

from alembic import op

revision = "20261120_2104"
down_revision = "20261120_2103"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the kind; what is there already is physical.

    One plain statement: a batch alter would rename the table under the movements' trigger.
    """
    op.execute(
        "ALTER TABLE products ADD COLUMN kind VARCHAR(10) NOT NULL DEFAULT 'physical' "
        "CONSTRAINT ck_products_kind CHECK (kind IN ('physical', 'digital'))"
    )


def downgrade() -> None:
    """Take the kind away, its constraint with it."""
    op.execute("ALTER TABLE products DROP COLUMN kind")
