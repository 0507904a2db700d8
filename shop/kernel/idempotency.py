"""`once(key)`: a unique row that lets an act happen a single time, whoever repeats it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import String, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from shop.kernel import clock
from shop.kernel.columns import Json, UTCDateTime
from shop.kernel.db import session
from shop.kernel.model import Base


class IdempotencyKey(Base):
    """A key that was used, with the answer of its first use."""

    __tablename__ = "idempotency_keys"
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    answer: Mapped[Any] = mapped_column(Json, nullable=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)


def once(key: str, act: Callable[[], Any]) -> Any:
    """Call `act` and keep its JSON-able answer under `key`; a repeat gets the kept answer.

    Belongs inside a unit of work: key, act and answer are committed together or not at all.
    """
    current = session()
    found = current.execute(select(IdempotencyKey.answer).where(IdempotencyKey.key == key)).first()
    if found is not None:
        return found[0]
    try:
        with current.begin_nested():
            current.execute(insert(IdempotencyKey).values(key=key, created_at=clock.now()))
    except IntegrityError:  # somebody committed the same key between our look and our insert
        return current.execute(
            select(IdempotencyKey.answer).where(IdempotencyKey.key == key)
        ).scalar()
    answer = act()
    current.execute(update(IdempotencyKey).where(IdempotencyKey.key == key).values(answer=answer))
    return answer
