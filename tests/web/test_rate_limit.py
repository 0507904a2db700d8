"""Limits hold while Redis goes away, also for those who meet it at the same moment."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_limiter.util import get_remote_address
from redis.exceptions import ConnectionError as Gone

from shop.web.rate_limit import _ViewLimiter


class _Going:
    """Counts in a Redis that is gone; somebody else has just met that, and changed over."""

    def __init__(self, limiter: _ViewLimiter) -> None:
        self._limiter = limiter

    def hit(self, *_limit: Any, **_cost: Any) -> bool:
        self._limiter._storage_dead = True
        raise Gone("Connection refused")


def test_who_meets_a_redis_that_is_gone_together_with_others_is_counted_all_the_same() -> None:
    app = Flask("limited")
    limiter = _ViewLimiter(
        get_remote_address, app=app, storage_uri="memory://", in_memory_fallback_enabled=True,
        strategy="moving-window",
    )  # fmt: skip
    limiter._limiter = _Going(limiter)  # type: ignore[assignment]  # a fake of its strategy

    @app.post("/")
    @limiter.limit("3/minute")
    def _act() -> str:
        return "done"

    statuses = [app.test_client().post("/").status_code for _turn in range(4)]

    assert statuses == [200, 200, 200, 429]
