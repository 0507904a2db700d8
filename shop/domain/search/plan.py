"""Decide what a typed text asks of the index: stems, a correction, words nothing matches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from shop.domain.search.analyser import Group, Part, read_query
from shop.domain.search.stems import BETWEEN_WORDS
from shop.domain.search.vocabulary import Entry, Vocabulary


class Match(StrEnum):
    """How a typed word met the vocabulary."""

    EXACT = "exact"
    PREFIX = "prefix"
    TYPO = "typo"


@dataclass(frozen=True, slots=True)
class Slot:
    """One typed word: a document satisfies it by holding all stems of any one alternative."""

    typed: str
    alternatives: tuple[tuple[str, ...], ...]
    match: Match
    word: str
    """The vocabulary's word that was meant (the first of several)."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What will be searched; all slots must be met."""

    text: str
    """The typed text, cut to its limits and evenly spaced."""
    slots: tuple[Slot, ...]
    corrected: str | None
    """The text with misspelt words replaced, or nothing when none was."""
    unmatched: tuple[str, ...]
    """Folded words that meet no word of the shop; they are left out of the search."""
    stems: frozenset[str]
    """What to mark in the results."""

    @property
    def words(self) -> str:
        """The folded words as the search log keeps them."""
        return " ".join([slot.typed for slot in self.slots] + list(self.unmatched))


class _Part(NamedTuple):
    start: int
    end: int
    typed: str
    slot: Slot | None


def make_plan(text: str, vocabulary: Vocabulary, *, typing: bool = False) -> Plan:
    """Plan a search; with `typing` the last word is also taken as the beginning of longer ones."""
    text, typed = read_query(text)
    wanted = [item for item in typed if _says_something(item.group)]
    if len(wanted) > 1:
        last = wanted[-1]
        wanted = [item for item in wanted if item is last or item.group.bare not in BETWEEN_WORDS]
    read: list[_Part] = []
    for item in wanted:
        is_last = item is wanted[-1]
        lookup = _Lookup(vocabulary, is_last=is_last, typing=typing and is_last)
        read += lookup.parts(item.start, item.end, item.group)
    if not wanted and typed:
        read = _only_stop_words(typed[-1].group.bare, vocabulary)
    slots = tuple(dict.fromkeys(part.slot for part in read if part.slot))
    return Plan(
        text=text,
        slots=slots,
        corrected=_correct(text, read),
        unmatched=tuple(dict.fromkeys(part.typed for part in read if not part.slot)),
        stems=frozenset(stem for slot in slots for choice in slot.alternatives for stem in choice),
    )


def _says_something(group: Group) -> bool:
    return bool(group.parts or group.joined)


def _only_stop_words(typed: str, vocabulary: Vocabulary) -> list[_Part]:
    """`le` alone is the beginning of lemon; a lone letter is nothing, and no error."""
    entries = vocabulary.beginning_with(typed)
    return [_Part(0, 0, typed, _slot(typed, entries, Match.PREFIX) if entries else None)]


def _slot(typed: str, entries: Iterable[Entry], match: Match, *before: str) -> Slot:
    entries = list(entries)
    choices = dict.fromkeys((*before, entry.stem) for entry in entries)
    return Slot(typed, tuple(choices), match, entries[0].word)


def _correct(text: str, read: list[_Part]) -> str | None:
    corrections = [part for part in read if part.slot and part.slot.match is Match.TYPO]
    for part in reversed(corrections):
        if part.slot:
            text = text[: part.start] + part.slot.word + text[part.end :]
    return text if corrections else None


@dataclass(frozen=True, slots=True)
class _Lookup:
    """Looks up one group: whole, then as a beginning, then misspelt, then word by word."""

    vocabulary: Vocabulary
    is_last: bool
    typing: bool

    def parts(self, start: int, end: int, group: Group) -> list[_Part]:
        slot = self._whole(group)
        if slot or group.is_single:
            return [_Part(start, end, group.bare, slot)]
        last = group.parts[-1]
        return [
            found
            for part in group.parts
            for found in _Lookup(
                self.vocabulary, is_last=self.is_last and part is last, typing=False
            ).parts(start + part.start, start + part.end, _alone(part))
        ]

    def _whole(self, group: Group) -> Slot | None:
        exact = self._exact(group)
        if exact and not self.typing:
            return exact
        prefix = self._prefix(group) if self.is_last else None
        if exact and prefix:
            choices = dict.fromkeys((*exact.alternatives, *prefix.alternatives))
            return Slot(exact.typed, tuple(choices), Match.PREFIX, exact.word)
        return exact or prefix or self._typo(group)

    def _exact(self, group: Group) -> Slot | None:
        choices: list[tuple[str, ...]] = []
        if group.joined and self.vocabulary.knows(group.joined.stem):
            choices.append((group.joined.stem,))
            if group.is_single:  # a T-shirt is not just any shirt
                return Slot(group.bare, tuple(choices), Match.EXACT, group.bare)
        stems = tuple(part.word.stem for part in group.parts)
        if stems and all(self.vocabulary.knows(stem) for stem in stems):
            choices.append(stems)
        unique = tuple(dict.fromkeys(choices))
        return Slot(group.bare, unique, Match.EXACT, group.bare) if unique else None

    def _prefix(self, group: Group) -> Slot | None:
        entries = self.vocabulary.beginning_with(group.bare)
        if entries or group.is_single:
            return _slot(group.bare, entries, Match.PREFIX) if entries else None
        *before, last = (part.word for part in group.parts)
        entries = self.vocabulary.beginning_with(last.surface)
        stems = [word.stem for word in before]
        if entries and all(self.vocabulary.knows(stem) for stem in stems):
            return _slot(group.bare, entries, Match.PREFIX, *stems)
        return None

    def _typo(self, group: Group) -> Slot | None:
        entries = self.vocabulary.close_to(group.bare)
        if entries:
            return _slot(group.bare, entries, Match.TYPO)
        if self.is_last and (entries := self.vocabulary.beginning_close_to(group.bare)):
            return _slot(group.bare, entries, Match.TYPO)
        return None


def _alone(part: Part) -> Group:
    moved = Part(0, part.end - part.start, part.word)
    return Group((moved,), None, part.word.surface)
