"""What must hold of messages."""

from __future__ import annotations

from shop.kernel.checks import Check

_ON_ITS_WAY = """SELECT 1 FROM outbox_deliveries d JOIN outbox_events e ON e.id = d.event_id
    WHERE d.state IN ('waiting', 'running') AND d.job = '{job}'
    AND CAST(e.payload ->> '{field}' AS INTEGER) = {id}"""
_MAIL = _ON_ITS_WAY.format(job="mail.send", field="message_id", id="m.id")
_CONFIRMATION = _ON_ITS_WAY.format(job="mail.order_confirmation", field="order_id", id="o.id")
CHECKS = [
    Check(
        "N1",
        "Sent messages say when, and under which Message-ID.",
        "SELECT id FROM messages WHERE status = 'sent' AND (sent_at IS NULL OR message_id IS NULL)",
    ),
    Check(
        "N2",
        "Every message that waits has a delivery that will send it.",
        f"SELECT m.id FROM messages m WHERE m.status = 'queued' AND NOT EXISTS ({_MAIL})",  # noqa: S608 - put together from constants
    ),
    Check(
        "N3",
        "Whoever placed an order and gave an e-mail address is told, or about to be.",
        "SELECT o.id FROM orders o WHERE o.status IN ('placed', 'confirmed', 'completed')"  # noqa: S608 - as above
        " AND o.email IS NOT NULL AND o.email <> '' AND NOT EXISTS"
        " (SELECT 1 FROM messages m WHERE m.order_id = o.id AND m.template = 'order_confirmation')"
        f" AND NOT EXISTS ({_CONFIRMATION})",
    ),
    Check(
        "N4",
        "Messages that were refused or given up say why.",
        "SELECT id FROM messages WHERE status IN ('refused', 'failed') AND last_error IS NULL",
    ),
]
