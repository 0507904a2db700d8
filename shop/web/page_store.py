"""Where shared pages are kept: in this process's memory, then in Redis for its neighbours."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field

import brotli
from redis import Redis, RedisError

from shop.web import codings

_log = logging.getLogger(__name__)
_MEMORY_BYTES = 48 * 1024 * 1024
_REDIS_SECONDS = 3600
_REST_AFTER_ERROR = 5.0


@dataclass(slots=True)
class StoredPage:
    """A finished page: its headers but those of length, and its body in each coding asked for."""

    headers: tuple[tuple[str, str], ...]
    etag: str
    bodies: dict[str, bytes]
    polished: set[str] = field(default_factory=set)
    """The codings that are compressed well."""

    def body(self, coding: str) -> bytes:
        """Return the body as it is (""), or in `br` or `gzip`.

        It is compressed hastily for the first who asks and well for the second, then for good.
        """
        found = self.bodies.get(coding)
        if not coding or coding in self.polished:
            return found or b""
        again = found is not None
        found = self.bodies[coding] = codings.compress(self.bodies[""], coding, well=again)
        if again:
            self.polished.add(coding)
        return found

    @property
    def size(self) -> int:
        """Bytes it may come to take, all codings together."""
        return 2 * len(self.bodies[""])


class PageStore:
    """Pages by key; the oldest leave when memory is full."""

    def __init__(self, redis: Redis | None, prefix: str = "page:") -> None:
        self._pages: OrderedDict[str, StoredPage] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()
        self._redis = redis
        self._prefix = prefix
        self._rest_until = 0.0

    def get(self, key: str) -> StoredPage | None:
        """Return the page kept under `key`."""
        page = self._pages.get(key)
        if page is not None:
            return page
        page = self._from_redis(key)
        if page is not None:
            self._keep(key, page)
        return page

    def put(self, key: str, page: StoredPage) -> None:
        """Keep `page` here and for the neighbours."""
        self._keep(key, page)
        if self._redis is None or time.monotonic() < self._rest_until:
            return
        head = json.dumps({"headers": page.headers, "etag": page.etag}).encode()
        try:
            self._redis.set(self._prefix + key, head + b"\n" + page.body("br"), ex=_REDIS_SECONDS)
        except RedisError as error:
            self._rest(error)

    def forget(self) -> None:
        """Drop what this process keeps."""
        with self._lock:
            self._pages.clear()
            self._bytes = 0

    def _from_redis(self, key: str) -> StoredPage | None:
        if self._redis is None or time.monotonic() < self._rest_until:
            return None
        try:
            found: bytes | None = self._redis.get(self._prefix + key)  # type: ignore[assignment]  # not asynchronous
        except RedisError as error:
            self._rest(error)
            return None
        if found is None:
            return None
        head, _, compressed = found.partition(b"\n")
        try:
            about = json.loads(head)
            headers = tuple((name, value) for name, value in about["headers"])
            bodies = {"": brotli.decompress(compressed), "br": compressed}
            return StoredPage(headers, about["etag"], bodies)
        except (ValueError, KeyError, TypeError, brotli.error):  # not what this version wrote
            return None

    def _keep(self, key: str, page: StoredPage) -> None:
        with self._lock:
            old = self._pages.pop(key, None)
            self._bytes += page.size - (old.size if old else 0)
            self._pages[key] = page
            while self._bytes > _MEMORY_BYTES:
                _key, gone = self._pages.popitem(last=False)
                self._bytes -= gone.size

    def _rest(self, error: RedisError) -> None:
        """Leave Redis alone for a moment, so that no page waits for it."""
        self._rest_until = time.monotonic() + _REST_AFTER_ERROR
        _log.warning("page store without Redis for now: %s", error)
