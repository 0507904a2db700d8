"""Limits for what costs: posts, sign-in, search and suggestions; never for shared reads."""

from __future__ import annotations

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

SEARCH = "60/minute"
SUGGESTIONS = "240/minute"
SIGN_IN = "20/10 minutes"
POSTS = "300/minute"
# Carrier networks put many phones behind one address: it gets ten times a person's share.
_SHARED_ADDRESS = 10


def per_address(limit: str) -> str:
    """Return `limit` for an address, which many people may share."""
    count, _, period = limit.partition("/")
    return f"{int(count) * _SHARED_ADDRESS}/{period}"


limiter = Limiter(
    key_func=get_remote_address,
    strategy="moving-window",
    in_memory_fallback_enabled=True,
    headers_enabled=False,
)


def init_app(app: Flask, redis_url: str) -> None:
    """Count in Redis where there is one, else in this process; Redis gone never means no limit."""
    storage = redis_url.replace("unix://", "redis+unix://", 1) if redis_url else "memory://"
    app.config["RATELIMIT_STORAGE_URI"] = storage
    app.config["RATELIMIT_STORAGE_OPTIONS"] = (
        {"socket_connect_timeout": 0.5, "socket_timeout": 0.5} if redis_url else {}
    )
    limiter.init_app(app)
