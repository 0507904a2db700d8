"""Sealed texts: opened by their own purpose and a key that is known, and by nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from shop.kernel import sealing
from shop.kernel.sealing import CannotOpen, seal, unseal

OLD, NEW = "o" * 40, "n" * 40


@pytest.fixture(autouse=True)
def _keys() -> Iterator[None]:
    before = list(sealing._keys.secrets)
    sealing.connect([OLD])
    yield
    sealing.connect(before)


@pytest.mark.parametrize("text", ["", "JBSWY3DP", "é\ud800", "x" * 5000])
def test_a_sealed_text_is_read_again_and_shows_nothing(text: str) -> None:
    sealed = seal("seed", text)
    assert unseal("seed", sealed) == text
    assert not text or text not in sealed
    assert seal("seed", text) != sealed


def test_old_texts_open_under_a_new_key_while_the_old_is_known() -> None:
    sealed = seal("seed", "x")
    sealing.connect([OLD, NEW])
    assert unseal("seed", sealed) == "x"
    assert seal("seed", "x")[:8] != sealed[:8]
    sealing.connect([NEW])
    with pytest.raises(CannotOpen):
        unseal("seed", sealed)


def test_another_purpose_and_a_changed_text_open_nothing() -> None:
    sealed = seal("seed", "x")
    for purpose, text in (("form", sealed), ("seed", sealed[:-4] + "AAAA"), ("seed", "nonsense")):
        with pytest.raises(CannotOpen):
            unseal(purpose, text)
