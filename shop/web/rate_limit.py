"""Limits for what costs: posts, sign-in, search and suggestions; never for shared reads."""

from __future__ import annotations

from hashlib import sha256

from flask import Flask, current_app, request
from flask_limiter import Limiter
from flask_limiter.util import get_qualified_name, get_remote_address
from redis import RedisError

from shop.web.customer_session import cart_named

SEARCH = "60/minute"
SUGGESTIONS = "240/minute"
SIGN_IN = "20/10 minutes"
POSTS = "300/minute"
CART = "60/minute"
TRACKING = "10/10 minutes"
CHECKOUT = "10/10 minutes"
CHECKOUT_ADDRESS = "60/10 minutes"
"""Placing an order, for one visitor and for an address; offices and carriers share one."""
# Carrier networks put many phones behind one address: it gets ten times a person's share.
_SHARED_ADDRESS = 10


def per_address(limit: str) -> str:
    """Return `limit` for an address, which many people may share."""
    count, _, period = limit.partition("/")
    return f"{int(count) * _SHARED_ADDRESS}/{period}"


def without_session() -> bool:
    """Tell whether a request comes without a session: then its address alone is counted."""
    return current_app.config["SESSION_COOKIE_NAME"] not in request.cookies


def session_or_nobody() -> str:
    """Return whose tries are counted where a limit is a session's own; never the secret itself."""
    cookie = request.cookies.get(current_app.config["SESSION_COOKIE_NAME"], "")
    return f"session:{sha256(cookie.encode()).hexdigest()[:20]}" if cookie else "nobody"


def without_cart() -> bool:
    """Tell whether a request comes without a session or cart: its address alone is counted."""
    return cart_named() is None and without_session()


def cart_or_session() -> str:
    """Return whose acts are counted where a limit is a cart's own."""
    named = cart_named()
    return f"cart:{named}" if named else session_or_nobody()


class _ViewLimiter(Limiter):
    """flask-limiter where every limit stands at a view: a view without one is passed at once.

    Finding out each time that nothing limits it cost a page as much as its session.
    """

    def _check_request_limit(
        self,
        callable_name: str | None = None,
        in_middleware: bool = True,  # noqa: FBT001, FBT002 - flask-limiter's own
    ) -> None:
        if in_middleware and callable_name is None:
            endpoint = request.endpoint or ""
            view = current_app.view_functions.get(endpoint)
            marked = view is not None and get_qualified_name(view) in self._marked_for_limiting
            if not marked and not self.limit_manager.has_hints(endpoint):
                return
        try:
            super()._check_request_limit(callable_name, in_middleware)
        except RedisError:
            # flask-limiter changes over to counting here for the first who meets a Redis that is
            # gone; who met it at the same moment asks once more.
            self.context.seen_limits.clear()
            super()._check_request_limit(callable_name, in_middleware)


limiter = _ViewLimiter(
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
