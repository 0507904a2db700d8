"""Sessions begin, are kept alive, and end."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from sqlalchemy import delete, or_, select, update

from shop.domain.staff.models import Session
from shop.domain.staff.statuses import AccountKind
from shop.kernel import clock
from shop.kernel.db import session
from shop.kernel.ids import token
from shop.kernel.text import clean

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
AT_MOST = 5
TOUCH_AFTER = timedelta(minutes=1)
_ADDRESS, _USER_AGENT = 45, 300


def digest(secret: str) -> str:
    """Return what is kept of a session's id: whoever reads the table cannot sign in with it."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def begin(member_id: int, address: str, user_agent: str) -> str:
    """Begin a session and return its id; the member's oldest beyond five end, and all expired."""
    moment, secret = clock.now(), token()
    _forget_expired()
    current = session()
    current.add(
        Session(
            kind=AccountKind.STAFF,
            token_hash=digest(secret),
            member_id=member_id,
            ends_at=moment + ABSOLUTE,
            address=clean(address)[:_ADDRESS],
            user_agent=clean(user_agent)[:_USER_AGENT],
        )
    )
    current.flush()
    kept = (
        select(Session.id)
        .where(Session.member_id == member_id)
        .order_by(Session.id.desc())
        .limit(AT_MOST)
    )
    ids = current.scalars(kept).all()
    _delete(Session.member_id == member_id, Session.id.not_in(ids))
    return secret


def touch(session_id: int) -> None:
    """Note that a session is in use; does nothing where that was noted a moment ago."""
    moment = clock.now()
    session().execute(
        update(Session)
        .where(Session.id == session_id, Session.last_seen_at <= moment - TOUCH_AFTER)
        .values(last_seen_at=moment)
        .execution_options(synchronize_session=False)
    )


def end(session_id: int) -> None:
    """End one session."""
    _delete(Session.id == session_id)


def end_all(member_id: int) -> None:
    """End every session of a member."""
    _delete(Session.member_id == member_id)


def _forget_expired() -> None:
    moment = clock.now()
    _delete(
        Session.kind == AccountKind.STAFF,
        or_(Session.ends_at <= moment, Session.last_seen_at <= moment - IDLE),
    )


def _delete(*which: object) -> None:
    session().execute(
        delete(Session).where(*which).execution_options(synchronize_session=False)  # type: ignore[arg-type]  # conditions
    )
