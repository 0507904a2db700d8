"""A small vocabulary for pure tests."""

from shop.domain.search.stems import stem
from shop.domain.search.vocabulary import Entry, Vocabulary

COMMON_FIRST = (
    "chaussure chaussures headphones kettle battery shirt tshirt noir creme brulee ete bijoux"
    " cheveux knives robe robes robot robinet rob9 car cape hand woven handwoven kanga kitenge"
    " indigo 500ml 150x200 lemon leather cushion or silver the"
)


def vocabulary(text: str = COMMON_FIRST) -> Vocabulary:
    """Make a vocabulary in which each word is rarer than the one before it."""
    words = text.split()
    counts = range(len(words), 0, -1)
    entries = [
        Entry(word, stem(word), 0, count // 2, count)
        for word, count in zip(words, counts, strict=True)
    ]
    return Vocabulary(entries, documents=100)
