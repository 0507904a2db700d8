"""Add tax zones and rates, delivery zones, towns and methods."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from shop.kernel import columns

revision = "20261120_2200"
down_revision = "20261120_2104"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "tax_zones",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", columns.Json, nullable=False),
        sa.Column("prices_include_tax", sa.Boolean(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tax_zones")),
        sa.UniqueConstraint("code", name=op.f("uq_tax_zones_code")),
    )
    op.create_table(
        "tax_rates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("zone_id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("basis_points", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "basis_points BETWEEN 0 AND 10000", name=op.f("ck_tax_rates_basis_points")
        ),
        sa.ForeignKeyConstraint(
            ["zone_id"], ["tax_zones.id"], name=op.f("fk_tax_rates_zone_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["class_id"], ["tax_classes.id"], name=op.f("fk_tax_rates_class_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tax_rates")),
        sa.UniqueConstraint(
            "zone_id",
            "class_id",
            "valid_from",
            name=op.f("uq_tax_rates_zone_id_class_id_valid_from"),
        ),
    )
    op.create_index(op.f("ix_tax_rates_class_id"), "tax_rates", ["class_id"])
    op.create_table(
        "shipping_zones",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", columns.Json, nullable=False),
        sa.Column("tax_zone_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tax_zone_id"], ["tax_zones.id"], name=op.f("fk_shipping_zones_tax_zone_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shipping_zones")),
        sa.UniqueConstraint("code", name=op.f("uq_shipping_zones_code")),
    )
    op.create_index(op.f("ix_shipping_zones_tax_zone_id"), "shipping_zones", ["tax_zone_id"])
    op.create_table(
        "shipping_places",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("zone_id", sa.Integer(), nullable=False),
        sa.Column("town", sa.String(length=80), nullable=False),
        sa.Column("area", sa.String(length=80), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["zone_id"],
            ["shipping_zones.id"],
            name=op.f("fk_shipping_places_zone_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shipping_places")),
    )
    op.create_index("ix_shipping_places_zone", "shipping_places", ["zone_id", "position"])
    op.create_table(
        "shipping_methods",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("zone_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("name", columns.Json, nullable=False),
        sa.Column("description", columns.Json, nullable=False),
        sa.Column("fee_minor", sa.BigInteger(), nullable=False),
        sa.Column("free_above_minor", sa.BigInteger(), nullable=True),
        sa.Column("days_min", sa.Integer(), nullable=False),
        sa.Column("days_max", sa.Integer(), nullable=False),
        sa.Column("cut_off", sa.String(length=5), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "days_min >= 0 AND days_max >= days_min", name=op.f("ck_shipping_methods_days")
        ),
        sa.CheckConstraint("fee_minor >= 0", name=op.f("ck_shipping_methods_fee")),
        sa.CheckConstraint("free_above_minor > 0", name=op.f("ck_shipping_methods_free_above")),
        sa.ForeignKeyConstraint(
            ["zone_id"],
            ["shipping_zones.id"],
            name=op.f("fk_shipping_methods_zone_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shipping_methods")),
        sa.UniqueConstraint("zone_id", "code", name=op.f("uq_shipping_methods_zone_id_code")),
    )


def downgrade() -> None:
    op.drop_table("shipping_methods")
    op.drop_index("ix_shipping_places_zone", "shipping_places")
    op.drop_table("shipping_places")
    op.drop_index(op.f("ix_shipping_zones_tax_zone_id"), "shipping_zones")
    op.drop_table("shipping_zones")
    op.drop_index(op.f("ix_tax_rates_class_id"), "tax_rates")
    op.drop_table("tax_rates")
    op.drop_table("tax_zones")
