"""Which passwords are taken: long ones that nobody would guess first; there are no other rules."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from shop.domain.settings.queries import shop_settings
from shop.domain.staff.errors import WeakPassword
from shop.kernel.i18n import _
from shop.kernel.text import fold

SHORTEST = 12
LONGEST = 128
_COMMON = Path(__file__).with_name("common_passwords.txt")
_SHOP_WORDS = ("duka", "shop", "store", "boutique", "staff", "owner", "admin")
_SHORTEST_WORD = 4
_DISGUISES = str.maketrans("013457@$!|+", "oleastasilt")
# Along these people run a finger; backwards too.
_ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "012345678901234567890123456789",
    "qwertyuiop[]asdfghjkl;'zxcvbnm,./",
    "qwertyuiopasdfghjklzxcvbnm",
    "poiuytrewqlkjhgfdsamnbvcxz",
    "azertyuiopqsdfghjklmwxcvbn",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/",
    "1q2w3e4r5t6y7u8i9o0p",
    "1a2b3c4d5e6f7g8h9i0j",
    "!@#$%^&*()_+",
)
# So many characters beside a common word are not enough to make it uncommon.
_LONGEST_REST = 8


def check(password: str, *, about: Iterable[str]) -> None:
    """Raise `WeakPassword` for one that staff may not have.

    `about` says who the member is (e-mail address, name): those words and the shop's own are as
    easily guessed as the common ones.
    """
    if len(password) < SHORTEST:
        raise WeakPassword(
            _("Use %(n)s characters or more, such as four words of a sentence.", n=SHORTEST),
            field="password",
        )
    if len(password) > LONGEST:
        raise WeakPassword(_("Use at most %(n)s characters.", n=LONGEST), field="password")
    own = _words_of((*about, shop_settings().name))
    if is_common(password, own):
        raise WeakPassword(
            _("That is one of the first passwords somebody would try. Choose another."),
            field="password",
        )


def is_common(password: str, own: Iterable[str] = ()) -> bool:
    """Tell whether `password` is a well-known one, a row of keys, a repetition, or made of such."""
    folded = fold(password)
    known = common() | frozenset(own) | frozenset(_SHOP_WORDS)
    return (
        _is_run(folded)
        or _is_repetition(folded)
        or any(form in known or _is_made_of(form, known) for form in _forms(folded))
    )


@cache
def common() -> frozenset[str]:
    """Return the bundled list: one password a line, folded."""
    return frozenset(_COMMON.read_text("utf-8").split())


def _forms(folded: str) -> set[str]:
    """Return the password as typed and without its disguises: `p4ssw0rd!!` is `password`."""
    core = re.sub(r"^[^a-z]+|[^a-z]+$", "", folded)
    forms = {folded, folded.translate(_DISGUISES)}
    return forms | {core.translate(_DISGUISES)} if _is_little(folded, core) else forms


def _is_little(form: str, core: str) -> bool:
    """Tell whether what `form` has beside `core` is too little to make it uncommon."""
    return len(form) - len(core) <= _LONGEST_REST


def _is_made_of(form: str, known: frozenset[str]) -> bool:
    """Tell whether the letters are one or two known words and little else stands beside them."""
    letters = re.sub(r"[^a-z]", "", form)
    if len(letters) < _SHORTEST_WORD or not _is_little(form, letters):
        return False
    return letters in known or any(
        letters[:cut] in known and letters[cut:] in known
        for cut in range(_SHORTEST_WORD, len(letters) - _SHORTEST_WORD + 1)
    )


def _is_run(folded: str) -> bool:
    return any(folded in row or folded[::-1] in row for row in _ROWS)


def _is_repetition(folded: str) -> bool:
    """Tell whether a piece of at most half the length is said over and over."""
    return any(
        all(letter == folded[at % size] for at, letter in enumerate(folded))
        for size in range(1, len(folded) // 2 + 1)
    )


def _words_of(texts: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for text in texts:
        words = [word for word in re.split(r"[^a-z0-9]+", fold(text)) if word]
        found.update(word for word in (*words, "".join(words)) if len(word) >= _SHORTEST_WORD)
    return found
