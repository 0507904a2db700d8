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
    Check(
        "Z4",
        "Nobody without a second factor is further than its page.",
        """SELECT s.id FROM sessions s WHERE s.kind = 'staff' AND s.proof <> 'password'
             AND NOT EXISTS (SELECT 1 FROM second_factors f WHERE f.member_id = s.member_id)""",
    ),
]
