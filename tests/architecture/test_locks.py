"""What is installed is pinned by content, and from wherever the machine's own settings say."""

from __future__ import annotations

import re

import pytest

from shop.config import ROOT

LOCKS = sorted((ROOT / "requirements").glob("*.lock"))
_PIN = re.compile(r"[A-Za-z0-9._-]+(\[[a-z0-9,_-]+\])?==[^\s;]+( ; .+)? \\")
_HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")


def test_there_is_a_lock_for_the_shop_and_one_for_its_makers() -> None:
    assert {file.stem for file in LOCKS} == {"app", "dev"}


@pytest.mark.parametrize("stem", ["app", "dev"])
def test_lock_holds_pins_and_hashes_and_nothing_else(stem: str) -> None:
    lines = (ROOT / "requirements" / f"{stem}.lock").read_text("utf-8").splitlines()
    kept = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    assert kept
    pinned = 0
    for line, following in zip(kept, [*kept[1:], ""], strict=True):
        if _PIN.fullmatch(line):
            pinned += 1
            assert _HASH.fullmatch(following), line
        else:
            assert _HASH.fullmatch(line), line
    assert pinned > 0
