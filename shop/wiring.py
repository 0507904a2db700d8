"""The fuse box: which provider answers to which name, which job follows which event."""

from __future__ import annotations

from redis import Redis

from shop import probes
from shop.config import Config
from shop.domain.media import ports as media_ports
from shop.domain.ops import health
from shop.domain.search import ports as search_ports
from shop.jobs import runtime
from shop.jobs.subscriptions import SUBSCRIPTIONS
from shop.kernel import outbox
from shop.providers.buffers.searches import SearchBuffer
from shop.providers.storage.local import LocalFileStore

_CONNECT_SECONDS = 0.5


def redis_client(url: str) -> Redis | None:
    """Return a client that gives up quickly, or None where the shop runs without Redis."""
    if not url:
        return None
    return Redis.from_url(
        url, socket_connect_timeout=_CONNECT_SECONDS, socket_timeout=5, protocol=2
    )


def connect(config: Config, redis: Redis | None) -> None:
    """Fill the registries and the outbox's plumbing."""
    media_ports.stores.register("files", LocalFileStore(config.media_path))
    search_ports.buffers.register("searches", SearchBuffer(redis))
    outbox.connect(SUBSCRIPTIONS, runtime.enqueuer(redis))
    health.probes.register("database", probes.database)
    health.probes.register("deliveries", probes.deliveries)
    health.probes.register("disk", probes.disk(config.instance_path))
    health.probes.register("queue", probes.queue(redis))
