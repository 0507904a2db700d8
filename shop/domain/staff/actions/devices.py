"""Devices are trusted for thirty days, and no longer than their member wants."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete

from shop.domain.staff.actions.sessions import digest
from shop.domain.staff.models import TrustedDevice
from shop.kernel import clock
from shop.kernel.db import session
from shop.kernel.ids import token
from shop.kernel.text import clean

TRUSTED_FOR = timedelta(days=30)
_ADDRESS, _USER_AGENT = 45, 300


def trust(member_id: int, address: str, user_agent: str) -> str:
    """Trust a browser and return what it is known by; what is kept of that is a hash."""
    secret, moment = token(), clock.now()
    _delete(TrustedDevice.until <= moment)
    session().add(
        TrustedDevice(
            member_id=member_id,
            token_hash=digest(secret),
            until=moment + TRUSTED_FOR,
            address=clean(address)[:_ADDRESS],
            user_agent=clean(user_agent)[:_USER_AGENT],
        )
    )
    session().flush()
    return secret


def forget(member_id: int, device_id: int) -> None:
    """Trust a device of this member no more."""
    _delete(TrustedDevice.member_id == member_id, TrustedDevice.id == device_id)


def forget_all(member_id: int) -> None:
    """Trust none of a member's devices any more."""
    _delete(TrustedDevice.member_id == member_id)


def _delete(*which: object) -> None:
    session().execute(
        delete(TrustedDevice).where(*which).execution_options(synchronize_session=False)  # type: ignore[arg-type]  # conditions
    )
