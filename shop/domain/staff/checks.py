"""The staff's invariants."""

from __future__ import annotations

from shop.kernel.checks import Check

CHECKS = [
    Check(
        "X3",
        "Nobody who was disabled has a session.",
        """SELECT s.id FROM sessions s JOIN members m ON m.id = s.member_id
           WHERE m.status <> 'active'""",
    ),
    Check(
        "X4",
        "A session belongs to one kind of account.",
        "SELECT id FROM sessions WHERE (kind = 'staff') <> (member_id IS NOT NULL)",
    ),
]
