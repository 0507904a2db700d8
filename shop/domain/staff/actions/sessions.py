"""Sessions begin, are kept alive, and end."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from sqlalchemy import delete, or_, select, update

from shop.domain.staff.errors import SessionOver
from shop.domain.staff.models import Session
from shop.domain.staff.statuses import AccountKind, Proof
from shop.kernel import clock
from shop.kernel.db import session
from shop.kernel.ids import token
from shop.kernel.text import clean

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
AT_MOST = 5
LAPSED_FOR = timedelta(days=1)
TOUCH_AFTER = timedelta(minutes=1)
_ADDRESS, _USER_AGENT = 45, 300


def digest(secret: str) -> str:
    """Return what is kept of a session's id: whoever reads the table cannot sign in with it."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def begin(member_id: int, address: str, user_agent: str, *, proof: Proof = Proof.PASSWORD) -> str:
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
            proof=proof,
            proved_at=moment,
            address=clean(address)[:_ADDRESS],
            user_agent=clean(user_agent)[:_USER_AGENT],
        )
    )
    current.flush()
    living = (
        Session.member_id == member_id,
        Session.ends_at > moment,
        Session.last_seen_at > moment - IDLE,
    )
    kept = select(Session.id).where(*living).order_by(Session.id.desc()).limit(AT_MOST)
    _delete(*living, Session.id.not_in(current.scalars(kept).all()))
    return secret


def prove(session_id: int, proof: Proof | None = None) -> str:
    """Note that somebody showed who they are, under a new id, which is returned.

    Without a `proof` the session has proved as much as before, only anew.
    """
    secret, values = token(), {"proof": proof} if proof else {}
    changed = session().execute(
        update(Session)
        .where(Session.id == session_id)
        .values(token_hash=digest(secret), proved_at=clock.now(), **values)
        .execution_options(synchronize_session=False)
    )
    if not changed.rowcount:  # type: ignore[attr-defined]  # an UPDATE has one
        raise SessionOver
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


def end_all(member_id: int, *, but: int | None = None) -> None:
    """End every session of a member, all but one where that is named."""
    _delete(Session.member_id == member_id, *((Session.id != but,) if but else ()))


def end_own(member_id: int, session_id: int) -> None:
    """End one session of a member; does nothing where it is somebody else's."""
    _delete(Session.member_id == member_id, Session.id == session_id)


def _forget_expired() -> None:
    """Delete what expired a day ago: until then it says whose interrupted form it was."""
    moment = clock.now() - LAPSED_FOR
    _delete(
        Session.kind == AccountKind.STAFF,
        or_(Session.ends_at <= moment, Session.last_seen_at <= moment - IDLE),
    )


def _delete(*which: object) -> None:
    session().execute(
        delete(Session).where(*which).execution_options(synchronize_session=False)  # type: ignore[arg-type]  # conditions
    )
