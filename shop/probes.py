"""The probes behind `/readyz`: each says in a few words what is wrong, or nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from redis import Redis, RedisError
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from shop.kernel import outbox
from shop.kernel.db import session

Probe = Callable[[], str | None]
_OVERDUE = timedelta(minutes=10)
_LEAST_FREE_BYTES = 100 * 1024 * 1024


def database() -> str | None:
    """Tell whether the database answers and is migrated."""
    try:
        session().execute(text("SELECT number FROM versions LIMIT 1"))
    except SQLAlchemyError as error:
        return f"does not answer: {type(error).__name__}"
    return None


def queue(redis: Redis | None) -> Probe:
    """Return a probe of Redis and of the workers listening there."""

    def probe() -> str | None:
        if redis is None:
            return None
        try:
            workers = redis.scard("rq:workers")
        except RedisError as error:
            return f"does not answer: {type(error).__name__}"
        return None if workers else "no worker is listening"

    return probe


def disk(folder: Path) -> Probe:
    """Return a probe of the disk that holds the shop's data."""

    def probe() -> str | None:
        free = shutil.disk_usage(folder).free
        return None if free > _LEAST_FREE_BYTES else f"only {free // 1024**2} MB are free"

    return probe


def deliveries() -> str | None:
    """Tell whether what must follow changes does follow."""
    try:
        waiting = outbox.due(limit=1, grace=_OVERDUE)
    except SQLAlchemyError:
        return "cannot be read"
    return "some are overdue by ten minutes" if waiting else None
