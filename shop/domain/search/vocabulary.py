"""Hold every indexed word in memory and find those that a typed word may have meant."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from heapq import nsmallest
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

PREFIX_WORDS = 10
TYPO_WORDS = 5
ONE_EDIT_FROM = 4
TWO_EDITS_FROM = 8
PREFIX_FROM = 2


class Entry(NamedTuple):
    """A surface form: the documents holding it in the name, in name and labels, and anywhere."""

    word: str
    stem: str
    in_name: int
    in_labels: int
    anywhere: int


class Frequency(NamedTuple):
    """How many documents hold a stem, tier by tier (an estimate from above)."""

    in_name: int
    in_labels: int
    anywhere: int


NONE = Frequency(0, 0, 0)


class Vocabulary:
    """Immutable once built; replaced as a whole when the index version moves on."""

    def __init__(self, entries: Iterable[Entry], *, documents: int) -> None:
        """Take every surface form of the index and the number of documents."""
        self.documents = documents
        self._entries = {entry.word: entry for entry in entries if entry.anywhere > 0}
        self._sorted = sorted(self._entries)
        self._by_length: dict[int, list[str]] = {}
        self._stems: dict[str, Frequency] = {}
        for entry in self._entries.values():
            self._count(entry)
        self._spellings = {word: entry for word, entry in self._entries.items() if word.isalpha()}
        self._add_stems()
        for spelling in self._spellings:
            self._by_length.setdefault(len(spelling), []).append(spelling)

    def _add_stems(self) -> None:
        """Let a misspelt singular meet a word that the shop has only in the plural."""
        for entry in sorted(self._entries.values(), key=_commonest):
            if entry.stem.isalpha():
                self._spellings.setdefault(entry.stem, entry)

    def _count(self, entry: Entry) -> None:
        name, labels, anywhere = self._stems.get(entry.stem, NONE)
        self._stems[entry.stem] = Frequency(
            name + entry.in_name, labels + entry.in_labels, anywhere + entry.anywhere
        )

    def __len__(self) -> int:
        """Count the surface forms."""
        return len(self._entries)

    def frequency(self, stem: str) -> Frequency:
        """Say how common a stem is, tier by tier."""
        return self._stems.get(stem, NONE)

    def knows(self, stem: str) -> bool:
        """Say whether any document holds a word of this stem."""
        return stem in self._stems

    def beginning_with(self, prefix: str) -> list[Entry]:
        """Words beginning so, the commonest first; nothing under two characters."""
        if len(prefix) < PREFIX_FROM:
            return []
        return nsmallest(PREFIX_WORDS, self._between(prefix), key=_commonest)

    def _between(self, prefix: str) -> Iterator[Entry]:
        for at in range(bisect_left(self._sorted, prefix), len(self._sorted)):
            word = self._sorted[at]
            if not word.startswith(prefix):
                return
            yield self._entries[word]

    def close_to(self, word: str) -> list[Entry]:
        """Words within the edits that this length allows, only those at the least distance."""
        allowed = _edits(word)
        best: set[Entry] = set()
        for length in range(len(word) - allowed, len(word) + allowed + 1) if allowed else ():
            for other, distance, _ in process.extract(
                word,
                self._by_length.get(length, ()),
                scorer=OSA.distance,
                score_cutoff=allowed,
                limit=None,
            ):
                if distance < allowed:
                    allowed, best = int(distance), set()
                best.add(self._spellings[other])
        return nsmallest(TYPO_WORDS, best, key=_nearest(word))

    def beginning_close_to(self, prefix: str) -> list[Entry]:
        """Words whose beginning is one edit from this; the first letter is taken as right."""
        if not _edits(prefix):
            return []
        size, best = len(prefix), set[str]()
        initial = list(self._initial(prefix[0]))
        for length in (size, size + 1, size - 1):
            heads = list({word[:length] for word in initial if len(word) >= size})
            found = process.extract(prefix, heads, scorer=OSA.distance, score_cutoff=1, limit=None)
            best.update(head for head, _, _ in found)
        entries = {entry for head in best for entry in self._between(head)}
        return nsmallest(TYPO_WORDS, entries, key=_commonest)

    def _initial(self, letter: str) -> Iterator[str]:
        return (entry.word for entry in self._between(letter))


def _edits(word: str) -> int:
    if not word.isalpha() or len(word) < ONE_EDIT_FROM:
        return 0
    return 2 if len(word) >= TWO_EDITS_FROM else 1


def _commonest(entry: Entry) -> tuple[int, str]:
    return -entry.anywhere, entry.word


def _nearest(word: str) -> Callable[[Entry], tuple[bool, int, str]]:
    return lambda entry: (entry.word[0] != word[0], -entry.anywhere, entry.word)
