"""The tables: which event is followed by which jobs, and in which queue a job waits."""

from __future__ import annotations

SUBSCRIPTIONS: dict[str, tuple[str, ...]] = {
    "PictureStored": ("media.make_renditions",),
    "ProductChanged": ("search.index_product",),
    "RenditionsMade": ("media.refresh_listings",),
}
QUEUES = ("urgent", "mail", "default", "slow")
"""In the order a worker empties them."""
_QUEUE_OF = {"media.make_renditions": "slow"}


def queue_of(job: str) -> str:
    """Return the queue in which `job` waits."""
    return _QUEUE_OF.get(job, "default")
