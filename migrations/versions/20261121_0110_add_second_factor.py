"""Add the second factor: seeds, backup codes, trusted devices, and what a session has proved."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from shop.kernel import columns

revision = "20261121_0110"
down_revision = "20261121_0100"
branch_labels = None
depends_on = None


def _member(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["member_id"], ["members.id"], name=op.f(f"fk_{table}_member_id"), ondelete="CASCADE"
    )


def upgrade() -> None:
    op.create_table(
        "second_factors",
        sa.Column("member_id", columns.BigId, nullable=False),
        sa.Column("seed", sa.String(length=300), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("created_at", columns.UTCDateTime(), nullable=False),
        _member("second_factors"),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_second_factors")),
    )
    op.create_table(
        "backup_codes",
        sa.Column("id", columns.BigId, nullable=False),
        sa.Column("member_id", columns.BigId, nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("used_at", columns.UTCDateTime(), nullable=True),
        _member("backup_codes"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backup_codes")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_backup_codes_code_hash")),
    )
    op.create_index(op.f("ix_backup_codes_member_id"), "backup_codes", ["member_id"])
    op.create_table(
        "trusted_devices",
        sa.Column("id", columns.BigId, nullable=False),
        sa.Column("member_id", columns.BigId, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", columns.UTCDateTime(), nullable=False),
        sa.Column("until", columns.UTCDateTime(), nullable=False),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.Column("user_agent", sa.String(length=300), nullable=False),
        _member("trusted_devices"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trusted_devices")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_trusted_devices_token_hash")),
    )
    op.create_index(op.f("ix_trusted_devices_member_id"), "trusted_devices", ["member_id"])
    # Nobody has shown a second factor yet: who is signed in begins anew.
    op.execute(sa.text("DELETE FROM sessions WHERE kind = 'staff'"))
    op.add_column(
        "sessions", sa.Column("proof", sa.String(length=10), nullable=False, server_default="")
    )
    op.add_column("sessions", sa.Column("proved_at", columns.UTCDateTime(), nullable=True))
    op.add_column("sign_in_attempts", sa.Column("device_id", columns.BigId, nullable=True))


def downgrade() -> None:
    op.drop_column("sign_in_attempts", "device_id")
    op.drop_column("sessions", "proved_at")
    op.drop_column("sessions", "proof")
    for table in ("trusted_devices", "backup_codes", "second_factors"):
        op.drop_table(table)
