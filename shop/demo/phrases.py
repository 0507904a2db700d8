"""Names and descriptions of generated goods, in English and in French."""

from __future__ import annotations

import random
from dataclasses import dataclass

from shop.demo.vocabulary import Good, Vocabulary, vocabulary
from shop.kernel.i18n import Translated

Pair = tuple[str, str]
_MOST_MIDDLES, _MOST_TAGS = 3, 4
_MOTIF_FIRST, _COLLECTION_LAST, _MATERIAL_LAST = 0.4, 0.6, 0.8
"""How often, added up, a name is built in each way; the rest begin with an adjective."""


@dataclass(slots=True)
class Copy:
    """The words of one product."""

    name: Translated
    material: Translated
    description: Translated
    tags: list[str]


def write_copy(good: Good, chance: random.Random) -> Copy:
    """Write the words of a product."""
    words = vocabulary()
    english, french, gender = words.materials.draw(chance)
    making, fabrique = words.makings.draw(chance)
    material = (english, french)
    made = (making, agree(fabrique, gender))
    name = _name(good, material, words, chance)
    return Copy(
        name={"en": name[0] + good.tail_english, "fr": name[1] + good.tail_french},
        material={"en": _capital(f"{making} {english}"), "fr": _capital(f"{french} {made[1]}")},
        description=_description(good, name, material, made, chance),
        tags=sorted(
            {words.tags.draw(chance)[0] for _ in range(1 + int(_MOST_TAGS * chance.random()))}
        ),
    )


def _name(good: Good, material: Pair, words: Vocabulary, chance: random.Random) -> Pair:
    collection = words.collections.draw(chance)
    motif, dessin = words.motifs.draw(chance)
    noun, nom = good.english, good.french
    luck = chance.random()
    if luck < _MOTIF_FIRST:
        return f"{collection} {motif} {noun}", _capital(f"{nom} {dessin} {collection}")
    if luck < _COLLECTION_LAST:
        return _capital(f"{motif} {noun}, {collection}"), _capital(f"{nom} {dessin}, {collection}")
    if luck < _MATERIAL_LAST:
        return (
            f"{collection} {noun} in {material[0]}",
            _capital(f"{nom} {collection} en {material[1]}"),
        )
    english, masculine, feminine = words.adjectives.draw(chance)
    adjectif = feminine if good.gender.startswith("f") else masculine
    if good.gender.endswith("p") and adjectif[-1] not in "sx":
        adjectif += "s"
    return (
        _capital(f"{english} {motif} {noun} {collection}"),
        _capital(f"{nom} {adjectif} {dessin} {collection}"),
    )


def _description(
    good: Good, name: Pair, material: Pair, making: Pair, chance: random.Random
) -> Translated:
    words = vocabulary()
    use = words.uses.draw(chance)
    sentences = [words.openings.draw(chance)]
    for _ in range(chance.randint(1, _MOST_MIDDLES)):
        middle = words.middles.draw(chance)
        if middle not in sentences:
            sentences.append(middle)
    sentences.append(words.closings.draw(chance))
    nouns = (good.english, good.french)
    return {
        language: " ".join(sentence[side] for sentence in sentences).format(
            name=name[side], noun=nouns[side], use=use[side], material=material[side],
            making=making[side], Material=_capital(material[side]), Making=_capital(making[side]),
        )
        for side, language in enumerate(("en", "fr"))
    }  # fmt: skip


def agree(making: str, gender: str) -> str:
    """Give a French participle the gender of its noun: `imprimé`, `imprimée`, `imprimés`."""
    first, space, rest = making.partition(" ")
    if first == "teint" or first.endswith("é"):
        first += {"f": "e", "mp": "s"}.get(gender, "")
    return first + space + rest


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
