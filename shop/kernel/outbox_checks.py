"""The outbox's invariants."""

from __future__ import annotations

from shop.kernel.checks import Check

CHECKS = [
    Check(
        "B5",
        "No delivery is dead.",
        "SELECT id FROM outbox_deliveries WHERE state = 'dead'",
    ),
    Check(
        "B5b",
        "Done deliveries say when.",
        "SELECT id FROM outbox_deliveries WHERE state = 'done' AND done_at IS NULL",
    ),
]
