"""The search log's buffer: a Redis list, and this process's memory while Redis is away."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from redis import Redis, RedisError

from shop.domain.search.actions import Searched

_log = logging.getLogger(__name__)
_KEY = "search-log"
_MOST_WAITING = 10_000
_MOST_STORED = 200_000
_REST_SECONDS = 5.0


class SearchBuffer:
    """A `SearchLogBuffer`; without Redis the lines wait in memory, the oldest leaving first."""

    def __init__(self, redis: Redis | None) -> None:
        self._redis = redis
        self._waiting: deque[str] = deque(maxlen=_MOST_WAITING)
        self._lock = threading.Lock()
        self._rest_until = 0.0

    def push(self, entry: Searched) -> None:
        """Keep a line; hand all that wait to Redis where it answers."""
        with self._lock:
            self._waiting.append(json.dumps(asdict(entry) | {"at": entry.at.isoformat()}))
            if self._redis is None or time.monotonic() < self._rest_until:
                return
            try:
                if self._redis.rpush(_KEY, *self._waiting) > _MOST_STORED:
                    self._redis.ltrim(_KEY, -_MOST_STORED, -1)
                self._waiting.clear()
            except RedisError as error:
                self._rest_until = time.monotonic() + _REST_SECONDS
                _log.warning("search log waits in memory: %s", error)

    def drain(self, most: int) -> Sequence[Searched]:
        """Take lines out of Redis, or out of this process where there is none."""
        lines: list[str | bytes] = []
        if self._redis is not None:
            try:
                lines = self._redis.lpop(_KEY, most) or []  # type: ignore[assignment]  # not asynchronous
            except RedisError as error:
                _log.warning("search log cannot be drained: %s", error)
        else:
            with self._lock:
                while self._waiting and len(lines) < most:
                    lines.append(self._waiting.popleft())
        return [_entry(line) for line in lines]

    def waiting(self) -> int:
        """Count the lines in Redis, or in this process where there is none."""
        if self._redis is None:
            return len(self._waiting)
        try:
            return int(self._redis.llen(_KEY))
        except RedisError as error:
            _log.warning("search log cannot be counted: %s", error)
            return 0


def _entry(line: str | bytes) -> Searched:
    facts = json.loads(line)
    return Searched(**facts | {"at": datetime.fromisoformat(facts["at"])})
