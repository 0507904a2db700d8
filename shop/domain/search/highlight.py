"""Mark the words that a search found in any text, by stem; the page makes the `<mark>`."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator

from shop.domain.search.analyser import CHUNK, analyse

Pieces = list[tuple[str, bool]]
"""Stretches of the text in order, each with whether it is to be marked. Plain text, not HTML."""


def highlight(text: str, stems: Collection[str]) -> Pieces:
    """Cut a text into marked and unmarked stretches; joined again they are the text (in NFC)."""
    text = unicodedata.normalize("NFC", text)
    pieces: Pieces = []
    done = 0
    for start, end in _marks(text, stems):
        if start > done:
            pieces.append((text[done:start], False))
        pieces.append((text[start:end], True))
        done = end
    if done < len(text) or not pieces:
        pieces.append((text[done:], False))
    return pieces


def _marks(text: str, stems: Collection[str]) -> Iterator[tuple[int, int]]:
    if not stems:
        return
    for match in CHUNK.finditer(text):
        group = analyse(match.group())
        start = match.start()
        if group.joined and group.joined.stem in stems:
            yield start, match.end()
            continue
        for part in group.parts:
            if part.word.stem in stems:
                yield start + part.start, start + part.end
