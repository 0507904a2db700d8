"""Add payment methods, attempts and the inbox of gateway events."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from shop.kernel import columns

revision = "20261120_2230"
down_revision = "20261120_2226"
branch_labels = None
depends_on = None

_OPEN = sa.text("status IN ('started', 'pending')")


def upgrade() -> None:
    op.create_table(
        "payment_methods",
        sa.Column("id", columns.BigId, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("gateway", sa.String(length=40), nullable=False),
        sa.Column("name", columns.Json, nullable=False),
        sa.Column("instructions", columns.Json, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("zones", columns.Json, nullable=False),
        sa.Column("currencies", columns.Json, nullable=False),
        sa.Column("min_minor", columns.BigId, nullable=False),
        sa.Column("max_minor", columns.BigId, nullable=True),
        sa.Column("step_minor", sa.Integer(), nullable=False),
        sa.Column("expires_minutes", sa.Integer(), nullable=True),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", columns.UTCDateTime(), nullable=False),
        sa.Column("updated_at", columns.UTCDateTime(), nullable=False),
        sa.CheckConstraint("step_minor > 0", name=op.f("ck_payment_methods_step")),
        sa.CheckConstraint("min_minor >= 0", name=op.f("ck_payment_methods_least")),
        sa.CheckConstraint(
            "max_minor IS NULL OR max_minor >= min_minor", name=op.f("ck_payment_methods_most")
        ),
        sa.CheckConstraint(
            "expires_minutes IS NULL OR expires_minutes > 0",
            name=op.f("ck_payment_methods_expires"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_methods")),
        sa.UniqueConstraint("code", name=op.f("uq_payment_methods_code")),
    )
    op.create_table(
        "payments",
        sa.Column("id", columns.BigId, nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("order_id", columns.BigId, nullable=False),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.Column("gateway", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("amount_minor", columns.BigId, nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("captured_minor", columns.BigId, nullable=False),
        sa.Column("captured_currency", sa.String(length=3), nullable=True),
        sa.Column("refunded_minor", columns.BigId, nullable=False),
        sa.Column("idempotency_key", sa.String(length=80), nullable=False),
        sa.Column("asked", columns.Json, nullable=True),
        sa.Column("reference", sa.String(length=255), nullable=True),
        sa.Column("continue_url", sa.Text(), nullable=True),
        sa.Column("failure", sa.String(length=500), nullable=False),
        sa.Column("expires_at", columns.UTCDateTime(), nullable=True),
        sa.Column("verified_at", columns.UTCDateTime(), nullable=True),
        sa.Column("verified_by", sa.String(length=80), nullable=False),
        sa.Column("next_look_up_at", columns.UTCDateTime(), nullable=True),
        sa.Column("look_ups", sa.Integer(), nullable=False),
        sa.Column("created_at", columns.UTCDateTime(), nullable=False),
        sa.Column("updated_at", columns.UTCDateTime(), nullable=False),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_payments_amount")),
        sa.CheckConstraint(
            "captured_minor >= 0 AND refunded_minor >= 0", name=op.f("ck_payments_moved")
        ),
        sa.CheckConstraint(
            "status IN ('started', 'pending', 'failed', 'cancelled', 'expired', 'captured')",
            name=op.f("ck_payments_status"),
        ),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_payments_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payments")),
        sa.UniqueConstraint("gateway", "reference", name=op.f("uq_payments_gateway_reference")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_payments_idempotency_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_payments_public_id")),
    )
    op.create_index("ix_payments_order_id", "payments", ["order_id"])
    op.create_index("ix_payments_next_look_up_at", "payments", ["next_look_up_at"])
    op.create_index(
        "uq_payments_open", "payments", ["order_id"], unique=True,
        sqlite_where=_OPEN, postgresql_where=_OPEN,
    )  # fmt: skip
    op.create_table(
        "gateway_events",
        sa.Column("id", columns.BigId, nullable=False),
        sa.Column("gateway", sa.String(length=40), nullable=False),
        sa.Column("event_id", sa.String(length=255), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("reference", sa.String(length=255), nullable=False),
        sa.Column("payment_public_id", sa.String(length=24), nullable=False),
        sa.Column("fact", columns.Json, nullable=True),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("received_at", columns.UTCDateTime(), nullable=False),
        sa.Column("processed_at", columns.UTCDateTime(), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gateway_events")),
        sa.UniqueConstraint("gateway", "event_id", name=op.f("uq_gateway_events_gateway_event_id")),
    )
    op.create_index("ix_gateway_events_reference", "gateway_events", ["gateway", "reference"])
    op.create_index("ix_gateway_events_processed_at", "gateway_events", ["processed_at"])


def downgrade() -> None:
    op.drop_table("gateway_events")
    op.drop_table("payments")
    op.drop_table("payment_methods")
