"""Codes by the clock as RFC 6238 says, and codes for a lost telephone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from shop.domain.ops.checks import run
from shop.domain.staff import totp
from shop.domain.staff.checks import CHECKS
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.staff import member, session_of
from tests.support.databases import TestDatabase

# RFC 6238, appendix B: the ASCII secret 12345678901234567890, its last six digits.
RFC_SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1_111_111_109, "081804"),
        (1_234_567_890, "005924"),
        (2_000_000_000, "279037"),
    ],
)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    moment = datetime.fromtimestamp(seconds, UTC)
    assert totp.fitting_step(RFC_SEED, code, moment, 0) == seconds // 30
    assert totp.fitting_step(RFC_SEED, code, moment, seconds // 30) is None


@pytest.mark.parametrize(
    ("typed", "seed"),
    [
        ("jbsw y3dp ehpk 3pxp-jbsw y3dp", "JBSWY3DPEHPK3PXPJBSWY3DP"),
        ("JBSWY3DPEHPK3PXP", None),  # 80 bits
        ("JBSWY3DPEHPK3PXPJBSWY3D1", None),
        ("JBSWY3DPEHPK3PXPJBSWY3DPA", None),
        ("", None),
        ("A" * 65, None),
    ],
)
def test_a_secret_that_is_brought_along_is_checked(typed: str, seed: str | None) -> None:
    assert totp.checked_seed(typed) == seed


def test_backup_codes_are_their_members_own() -> None:
    codes = totp.new_backup_codes()
    assert len(set(codes)) == 10
    assert all(len(code.replace("-", "")) == 16 for code in codes)
    assert totp.backup_digest(1, codes[0].upper()) == totp.backup_digest(1, codes[0])
    assert totp.backup_digest(1, codes[0]) != totp.backup_digest(2, codes[0])
    assert totp.backup_digest(1, codes[0][:-1]) is None


def test_the_check_finds_who_is_further_than_they_may(database: TestDatabase) -> None:
    session_of(member())
    assert run(CHECKS) == []
    with unit_of_work() as current:
        current.execute(text("DELETE FROM second_factors"))
    assert [one.check.code for one in run(CHECKS)] == ["Z4"]
