"""Refuse changes to stock movements; only those of demo products may go with them."""

from __future__ import annotations

from alembic import op

revision = "20261120_2101"
down_revision = "20261120_2100"
branch_labels = None
depends_on = None

_DEMO = """EXISTS (SELECT 1 FROM variants v JOIN products p ON p.id = v.product_id
    WHERE v.id = OLD.variant_id AND p.demo)"""
_SQLITE = (
    """CREATE TRIGGER movements_no_update BEFORE UPDATE ON movements
    BEGIN SELECT RAISE(ABORT, 'stock movements are never changed'); END""",
    f"""CREATE TRIGGER movements_no_delete BEFORE DELETE ON movements WHEN NOT {_DEMO}
    BEGIN SELECT RAISE(ABORT, 'stock movements are never deleted'); END""",
)
_POSTGRESQL = (
    f"""CREATE FUNCTION movements_guard() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'DELETE' AND {_DEMO} THEN RETURN OLD; END IF;
      RAISE EXCEPTION 'stock movements are never changed or deleted';
    END $$""",
    """CREATE TRIGGER movements_guard BEFORE UPDATE OR DELETE ON movements
    FOR EACH ROW EXECUTE FUNCTION movements_guard()""",
)


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def upgrade() -> None:
    """Add the triggers."""
    for statement in _SQLITE if _is_sqlite() else _POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    """Take the triggers away."""
    if _is_sqlite():
        op.execute("DROP TRIGGER movements_no_update")
        op.execute("DROP TRIGGER movements_no_delete")
    else:
        op.execute("DROP TRIGGER movements_guard ON movements")
        op.execute("DROP FUNCTION movements_guard()")
