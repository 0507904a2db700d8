"""The second factor is set up, shown, and taken away."""

from __future__ import annotations

import logging

from sqlalchemy import delete, exists, select, update

from shop.domain.staff import totp
from shop.domain.staff.actions import devices, sessions
from shop.domain.staff.errors import FactorThere
from shop.domain.staff.models import BackupCode, SecondFactor
from shop.kernel import clock, sealing
from shop.kernel.db import session
from shop.kernel.errors import Invalid
from shop.kernel.i18n import _

PURPOSE = "second-factor"
_log = logging.getLogger(__name__)


def set_up(member_id: int, seed: str, *, used_step: int = 0) -> list[str]:
    """Give a member a second factor; returns the backup codes, which nobody can read again."""
    checked = totp.checked_seed(seed)
    if checked is None:
        raise Invalid(_("A secret is 24 to 64 letters A to Z and digits 2 to 7."), field="seed")
    if session().scalar(select(exists().where(SecondFactor.member_id == member_id))):
        raise FactorThere(_("There is a second factor already. Sign in with it."))
    session().add(
        SecondFactor(member_id=member_id, seed=sealing.seal(PURPOSE, checked), last_step=used_step)
    )
    session().flush()
    return renew_backup_codes(member_id)


def renew_backup_codes(member_id: int) -> list[str]:
    """Make ten new backup codes; those of before open nothing any more."""
    session().execute(
        delete(BackupCode)
        .where(BackupCode.member_id == member_id)
        .execution_options(synchronize_session=False)
    )
    codes = totp.new_backup_codes()
    session().add_all(
        BackupCode(member_id=member_id, code_hash=totp.backup_digest(member_id, code))
        for code in codes
    )
    session().flush()
    return codes


def take(member_id: int, code: str) -> bool:
    """Tell whether a code opens, and use it up; of two at the same moment one is too late."""
    return _take_by_clock(member_id, code) or _take_backup(member_id, code)


def _take_by_clock(member_id: int, code: str) -> bool:
    factor = session().get(SecondFactor, member_id)
    if factor is None:
        return False
    try:
        seed = sealing.unseal(PURPOSE, factor.seed)
    except sealing.CannotOpen:  # SECRET_KEY is another one: backup codes open still
        _log.exception("the second factor of member %s cannot be opened", member_id)
        return False
    step = totp.fitting_step(seed, code, clock.now(), factor.last_step)
    if step is None:
        return False
    moved = session().execute(
        update(SecondFactor)
        .where(SecondFactor.member_id == member_id, SecondFactor.last_step < step)
        .values(last_step=step)
        .execution_options(synchronize_session=False)
    )
    return bool(moved.rowcount)  # type: ignore[attr-defined]  # an UPDATE has one


def _take_backup(member_id: int, code: str) -> bool:
    kept = totp.backup_digest(member_id, code)
    if kept is None:
        return False
    used = session().execute(
        update(BackupCode)
        .where(
            BackupCode.member_id == member_id,
            BackupCode.code_hash == kept,
            BackupCode.used_at.is_(None),
        )
        .values(used_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    return bool(used.rowcount)  # type: ignore[attr-defined]  # as above


def take_away(member_id: int) -> None:
    """Take a member's second factor away, with all that rests on it; they set up another."""
    for model in (BackupCode, SecondFactor):
        session().execute(
            delete(model)
            .where(model.member_id == member_id)
            .execution_options(synchronize_session=False)
        )
    devices.forget_all(member_id)
    sessions.end_all(member_id)


def seed_of(member_id: int) -> str | None:
    """Return the open seed of a member, for the demo's own command."""
    factor = session().get(SecondFactor, member_id)
    return sealing.unseal(PURPOSE, factor.seed) if factor else None
