"""The words that generated catalogues are made of, common ones first, as in any language."""

from __future__ import annotations

import random
import tomllib
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any, Generic, TypeVar

T = TypeVar("T")
_FOLDER = Path(__file__).parent
COLLECTIONS, _ALWAYS = 3_600, 20_261_120
_HEADS = (
    "ba", "be", "bo", "bwe", "cha", "che", "chi", "da", "di", "dha", "fa", "fu", "ga", "gha",
    "go", "gu", "ha", "he", "hi", "ja", "ji", "jo", "ka", "ke", "ki", "ko", "ku", "kwa", "la",
    "le", "li", "lo", "lu", "ma", "me", "mi", "mo", "mu", "mbu", "mwa", "mwe", "na", "nda",
    "ndi", "nga", "ngo", "nja", "nya", "nyo", "nza", "pa", "pe", "pi", "po", "pwa", "ra",
    "re", "ri", "ro", "ru", "sa", "se", "si", "sha", "shi", "so", "ta", "te", "ti", "to",
    "tu", "twa", "u", "va", "vi", "vu", "wa", "we", "ya", "yo", "za", "ze", "zi", "zu",
)  # fmt: skip
_TAILS = (
    "ba", "bi", "bu", "chi", "da", "di", "du", "fu", "ga", "gi", "go", "ha", "ji", "ka", "ki",
    "ko", "ku", "la", "le", "li", "lo", "lu", "ma", "mba", "mbo", "mi", "mo", "na", "nda",
    "ndo", "nga", "ni", "no", "nya", "nzi", "pa", "pi", "po", "ra", "ri", "ro", "ru", "sa",
    "shi", "si", "ta", "ti", "to", "tu", "va", "we", "ya", "yo", "za", "zi",
)  # fmt: skip


class Zipf(Generic[T]):
    """Words drawn so that the second comes about half as often as the first, and so on."""

    def __init__(self, words: Sequence[T], *, flatness: float = 2.0) -> None:
        """Take words, the commonest first; a larger `flatness` makes the head less heavy."""
        self.words = list(words)
        weights = accumulate(1 / (rank + flatness) for rank in range(len(self.words)))
        self._bounds = list(weights)
        self._total = self._bounds[-1]

    def draw(self, chance: random.Random) -> T:
        """Draw one word."""
        return self.words[bisect(self._bounds, chance.random() * self._total)]


@dataclass(frozen=True, slots=True)
class Good:
    """A kind of thing; names end in `tail_…` where a set says how many it holds."""

    english: str
    tail_english: str
    french: str
    tail_french: str
    gender: str
    category: str
    series: str
    sizes: str
    lowest: int
    highest: int
    weight: int


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All word lists, ready to draw from."""

    goods: Zipf[Good]
    sizes: dict[str, list[list[str]]]
    colours: list[list[str]]
    materials: Zipf[list[str]]
    makings: Zipf[list[str]]
    motifs: Zipf[list[str]]
    adjectives: Zipf[list[str]]
    uses: Zipf[list[str]]
    openings: Zipf[list[str]]
    middles: Zipf[list[str]]
    closings: Zipf[list[str]]
    tags: Zipf[list[str]]
    collections: Zipf[str]


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def vocabulary() -> Vocabulary:
    """Return the vocabulary; the same in every process."""
    goods, cloth, sentences = _read("goods"), _read("cloth"), _read("sentences")
    return Vocabulary(
        goods=Zipf([_good(row) for row in goods["goods"]], flatness=6),
        sizes=goods["sizes"],
        colours=_read("colours")["colours"],
        materials=Zipf(cloth["materials"]),
        makings=Zipf(cloth["makings"]),
        motifs=Zipf(cloth["motifs"], flatness=4),
        adjectives=Zipf(cloth["adjectives"], flatness=4),
        uses=Zipf(sentences["uses"], flatness=4),
        openings=Zipf(sentences["openings"], flatness=5),
        middles=Zipf(sentences["middles"], flatness=5),
        closings=Zipf(sentences["closings"]),
        tags=Zipf(sentences["tags"]),
        collections=Zipf(collections(), flatness=30),
    )


@cache
def extra_categories() -> list[tuple[str, str, str, str]]:
    """Return the categories beside those of the demo shop: path, English, French, size guide."""
    rows = _read("tree")["categories"]
    return [(path, english, french, guide) for path, english, french, guide in rows]


def collections() -> list[str]:
    """Return made-up names that sound like the coast, always the same ones."""
    chance = random.Random(_ALWAYS)  # noqa: S311 - for names, not for secrets
    names: dict[str, None] = {}
    while len(names) < COLLECTIONS:
        length = chance.choice((1, 1, 1, 2, 2))
        tails = [chance.choice(_TAILS) for _ in range(length)]
        names["".join([chance.choice(_HEADS), *tails]).capitalize()] = None
    return list(names)


def _good(row: list[Any]) -> Good:
    english, french, gender, category, series, sizes, lowest, highest, weight = row
    head, comma, tail = english.partition(",")
    tete, virgule, queue = french.partition(",")
    return Good(
        head, comma + tail, tete, virgule + queue, gender, category, series, sizes,
        lowest, highest, weight,
    )  # fmt: skip
