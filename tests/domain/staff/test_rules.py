"""Rules that need no database: what keys grant, one spelling of an address, growing locks."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shop.domain.staff import emails, hashing
from shop.domain.staff.actions.attempts import lock_after
from shop.domain.staff.permissions import SENTENCES, Permission
from shop.domain.staff.roles import EVERYTHING, TEMPLATES, Template, granted
from shop.kernel.errors import Invalid


def test_permissions_are_alphabetical_and_each_has_its_sentence() -> None:
    assert [p.value for p in Permission] == sorted(p.value for p in Permission)
    assert set(SENTENCES) == set(Permission)


def test_the_owner_may_do_everything_and_the_viewer_only_read() -> None:
    assert granted(TEMPLATES[Template.OWNER].permissions) == frozenset(Permission)
    viewer = granted(TEMPLATES[Template.VIEWER].permissions)
    assert viewer
    assert all(p.value.endswith(":read") for p in viewer)
    assert Permission.OPS_READ not in viewer


def test_a_key_that_no_longer_exists_grants_nothing() -> None:
    assert granted(["gone:read"]) == frozenset()
    assert granted([EVERYTHING]) == frozenset(Permission)
    assert granted(["stock:read", "gone:read"]) == {Permission.STOCK_READ}


@pytest.mark.parametrize(
    ("failures", "minutes"), [(0, 0), (4, 0), (5, 15), (6, 30), (7, 60), (9, 240), (900, 240)]
)
def test_the_lock_grows_with_each_failure(failures: int, minutes: int) -> None:
    assert lock_after(failures) == timedelta(minutes=minutes)


def test_an_address_has_one_spelling() -> None:
    assert emails.checked(" Asha@Example.COM ") == "asha@example.com"
    assert emails.normalised("\uff41sha@example.com\0") == "asha@example.com"
    assert emails.normalised("josé@example.com") != emails.normalised("jose@example.com")


@pytest.mark.parametrize("text", ["", "asha", "a@b", "a b@example.com", "a@@example.com", "@x.y"])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        emails.checked(text)


def test_an_address_has_at_most_254_characters() -> None:
    longest = "a" * 242 + "@example.com"
    assert emails.checked(longest) == longest
    with pytest.raises(Invalid):
        emails.checked("a" + longest)


def test_a_hash_fits_its_password_alone() -> None:
    kept = hashing.hashed("ukuta mrefu ")
    assert hashing.fits(kept, "ukuta mrefu ")
    assert not hashing.fits(kept, "ukuta mrefu")  # never trimmed
    assert "$m=19456,t=2,p=1$" in kept
    assert not hashing.is_outdated(kept)


def test_nobodys_hash_costs_as_much_and_fits_nothing() -> None:
    assert not hashing.is_outdated(hashing.NOBODYS)
    assert not hashing.fits(hashing.NOBODYS, "")
    assert not hashing.fits("no hash at all", "x")
