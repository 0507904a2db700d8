"""Add orders, their lines, history, notes and tasks, and counters."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from shop.kernel import columns

revision = "20261120_2220"
down_revision = "20261120_2210"
branch_labels = None
depends_on = None

_STATUSES = (
    "status IN ('awaiting_payment', 'placed', 'confirmed', 'completed', 'cancelled', 'expired')"
)
_SQLITE = (
    """CREATE TRIGGER order_events_no_update BEFORE UPDATE ON order_events
    BEGIN SELECT RAISE(ABORT, 'the history of an order is never changed'); END""",
    """CREATE TRIGGER order_events_no_delete BEFORE DELETE ON order_events
    BEGIN SELECT RAISE(ABORT, 'the history of an order is never deleted'); END""",
    """CREATE TRIGGER orders_no_delete BEFORE DELETE ON orders
    BEGIN SELECT RAISE(ABORT, 'orders are never deleted'); END""",
)
_POSTGRESQL = (
    """CREATE FUNCTION order_events_guard() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'the history of an order is never changed or deleted'; END $$""",
    """CREATE TRIGGER order_events_guard BEFORE UPDATE OR DELETE ON order_events
    FOR EACH ROW EXECUTE FUNCTION order_events_guard()""",
    """CREATE FUNCTION orders_guard() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'orders are never deleted'; END $$""",
    """CREATE TRIGGER orders_guard BEFORE DELETE ON orders
    FOR EACH ROW EXECUTE FUNCTION orders_guard()""",
)


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def upgrade() -> None:
    """Add the tables, then the triggers that keep the history as it was written."""
    _add_counters()
    _add_orders()
    _add_lines()
    _add_history()
    _add_notes_and_tasks()
    for statement in _SQLITE if _is_sqlite() else _POSTGRESQL:
        op.execute(statement)


def _add_counters() -> None:
    op.create_table(
        "counters",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("value", columns.BigId, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counters")),
    )


def _add_orders() -> None:
    op.create_table(
        "orders",
        sa.Column("id", columns.BigId, nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("checkout_key", sa.String(length=80), nullable=False),
        sa.Column("cart_id", columns.BigId, nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("hold_reason", sa.String(length=24), nullable=True),
        sa.Column("payment_state", sa.String(length=24), nullable=False),
        sa.Column("fulfilment_state", sa.String(length=24), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("locale", sa.String(length=12), nullable=False),
        sa.Column("prices_include_tax", sa.Boolean(), nullable=False),
        *(
            sa.Column(f"{name}_minor", sa.BigInteger(), nullable=False)
            for name in (
                "items", "discount", "delivery", "tax", "rounding", "total", "paid", "refunded",
            )
        ),
        sa.Column("breakdown", columns.Json, nullable=False),
        sa.Column("sale_turn", sa.Integer(), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("recipient_name", sa.String(length=120), nullable=False),
        sa.Column("recipient_phone", sa.String(length=20), nullable=False),
        sa.Column("town", sa.String(length=80), nullable=False),
        sa.Column("area", sa.String(length=80), nullable=False),
        sa.Column("landmark", sa.String(length=400), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("delivery_method", sa.String(length=40), nullable=False),
        sa.Column("delivery_name", columns.Json, nullable=False),
        sa.Column("delivery_kind", sa.String(length=12), nullable=False),
        sa.Column("zone_code", sa.String(length=40), nullable=False),
        sa.Column("deliver_from", sa.Date(), nullable=True),
        sa.Column("deliver_to", sa.Date(), nullable=True),
        sa.Column("payment_method", sa.String(length=40), nullable=False),
        sa.Column("payment_name", columns.Json, nullable=False),
        sa.Column("gateway", sa.String(length=40), nullable=False),
        sa.Column("on_delivery", sa.Boolean(), nullable=False),
        sa.Column("placed_at", columns.UTCDateTime(), nullable=False),
        sa.Column("secured_at", columns.UTCDateTime(), nullable=True),
        sa.Column("expires_at", columns.UTCDateTime(), nullable=True),
        sa.Column("closed_at", columns.UTCDateTime(), nullable=True),
        sa.Column("created_at", columns.UTCDateTime(), nullable=False),
        sa.Column("updated_at", columns.UTCDateTime(), nullable=False),
        sa.CheckConstraint(_STATUSES, name=op.f("ck_orders_status")),
        sa.CheckConstraint(
            "total_minor >= 0 AND sale_turn >= 1", name=op.f("ck_orders_total")
        ),
        sa.ForeignKeyConstraint(
            ["cart_id"], ["carts.id"], name=op.f("fk_orders_cart_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orders")),
        *(
            sa.UniqueConstraint(name, name=op.f(f"uq_orders_{name}"))
            for name in ("public_id", "number", "checkout_key", "cart_id")
        ),
    )  # fmt: skip
    op.create_index("ix_orders_expiry", "orders", ["status", "expires_at"])


def _add_lines() -> None:
    op.create_table(
        "order_lines",
        sa.Column("id", columns.BigId, nullable=False),
        sa.Column("order_id", columns.BigId, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("variant_id", columns.BigId, nullable=False),
        sa.Column("product_id", columns.BigId, nullable=False),
        sa.Column("sku", sa.String(length=80), nullable=False),
        sa.Column("name", columns.Json, nullable=False),
        sa.Column("options", columns.Json, nullable=False),
        sa.Column("picture", sa.String(length=64), nullable=False),
        sa.Column("physical", sa.Boolean(), nullable=False),
        sa.Column("unit", sa.String(length=10), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        *(
            sa.Column(f"{name}_minor", sa.BigInteger(), nullable=False)
            for name in ("unit_price", "subtotal", "discount", "net", "tax", "total")
        ),
        sa.Column("tax_rate", sa.Integer(), nullable=False),
        sa.Column("shipped", sa.Integer(), nullable=False),
        sa.Column("cancelled", sa.Integer(), nullable=False),
        sa.Column("returned", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_order_lines_quantity")),
        sa.CheckConstraint(
            "shipped >= 0 AND cancelled >= 0 AND returned >= 0"
            " AND shipped + cancelled <= quantity AND returned <= shipped",
            name=op.f("ck_order_lines_counters"),
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_order_lines_order_id")
        ),
        sa.ForeignKeyConstraint(
            ["variant_id"], ["variants.id"], name=op.f("fk_order_lines_variant_id")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_order_lines_product_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_lines")),
        sa.UniqueConstraint(
            "order_id", "position", name=op.f("uq_order_lines_order_id_position")
        ),
    )  # fmt: skip
    op.create_index("ix_order_lines_variant_id", "order_lines", ["variant_id"])
    op.create_index("ix_order_lines_product_id", "order_lines", ["product_id"])


def _add_history() -> None:
    op.create_table(
        "order_events",
        sa.Column("id", columns.BigId, nullable=False),
        sa.Column("order_id", columns.BigId, nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("from_status", sa.String(length=20), nullable=True),
        sa.Column("to_status", sa.String(length=20), nullable=True),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("at", columns.UTCDateTime(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("data", columns.Json, nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_order_events_order_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_events")),
    )  # fmt: skip
    op.create_index("ix_order_events_order", "order_events", ["order_id", "id"])


def _add_notes_and_tasks() -> None:
    op.create_table(
        "order_notes",
        sa.Column("id", columns.BigId, nullable=False),
        sa.Column("order_id", columns.BigId, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("at", columns.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_order_notes_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_notes")),
    )
    op.create_index("ix_order_notes_order_id", "order_notes", ["order_id"])
    op.create_table(
        "order_tasks",
        sa.Column("id", columns.BigId, nullable=False),
        sa.Column("order_id", columns.BigId, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("created_at", columns.UTCDateTime(), nullable=False),
        sa.Column("done_at", columns.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_order_tasks_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_tasks")),
    )
    op.create_index(
        "uq_order_tasks_open",
        "order_tasks",
        ["order_id", "kind"],
        unique=True,
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )


def downgrade() -> None:
    """Take it all away; triggers go with their tables."""
    for table in ("order_tasks", "order_notes", "order_events", "order_lines", "orders"):
        op.drop_table(table)
    op.drop_table("counters")
    if not _is_sqlite():
        op.execute("DROP FUNCTION order_events_guard()")
        op.execute("DROP FUNCTION orders_guard()")
