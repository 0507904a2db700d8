"""The tables: which event is followed by which jobs, and in which queue a job waits."""

from __future__ import annotations

SUBSCRIPTIONS: dict[str, tuple[str, ...]] = {
    "GatewayEventReceived": ("payments.process_event",),
    "MessageQueued": ("mail.send",),
    "OrderCancelled": ("mail.order_cancelled",),
    "OrderExpired": ("mail.order_expired",),
    "OrderPlaced": ("mail.order_confirmation",),
    "OrderReceived": ("mail.order_confirmation",),
    "PictureStored": ("media.make_renditions",),
    "ProductChanged": ("search.index_product",),
    "RenditionsMade": ("media.refresh_listings",),
}
QUEUES = ("urgent", "mail", "default", "slow")
"""In the order a worker empties them."""
_QUEUE_OF = {
    "mail.order_cancelled": "mail",
    "mail.order_confirmation": "mail",
    "mail.order_expired": "mail",
    "mail.send": "mail",
    "media.make_renditions": "slow",
    "payments.process_event": "urgent",
}


def queue_of(job: str) -> str:
    """Return the queue in which `job` waits."""
    return _QUEUE_OF.get(job, "default")
