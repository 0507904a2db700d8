"""Make up catalogues of any size: the same goods for the same seed, word by word.

Nothing here touches a database; `shop.demo.load` writes what this yields.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import product

from shop.demo import barcodes
from shop.demo.phrases import Copy, write_copy
from shop.demo.records import DemoColour, DemoProduct, DemoSize, DemoVariant
from shop.demo.series import Picture, pictures_of, shades_of
from shop.demo.vocabulary import Good, vocabulary
from shop.kernel.quantity import Unit
from shop.kernel.slugs import MAX_LENGTH, slugify

_TWO_YEARS = 2 * 365 * 86_400
_TOP = 10_000
_ON_SALE, _GONE, _VARIANT_GONE, _LOW = 0.12, 0.04, 0.07, 0.03
_SIZE_STEP, _CHEAP = 0.22, 1_000
_VARIANTS = 100
"""A product has fewer variants than this, so that index and place make a number of their own."""


def generated_products(n: int, seed: int) -> Iterator[DemoProduct]:
    """Yield `n` products; the first ones of a longer run are those of a shorter one.

    Money is in minor units, stock in the unit's minor steps, age in seconds.
    """
    chance = random.Random(seed)  # noqa: S311 - for goods, not for secrets
    taken: set[str] = set()
    for index in range(n):
        yield _product(index, chance, taken)


def _product(index: int, chance: random.Random, taken: set[str]) -> DemoProduct:
    good = vocabulary().goods.draw(chance)
    copy = write_copy(good, chance)
    pictures = chance.choice(pictures_of(good.series))
    shown = chance.sample(pictures, chance.randint(1, len(pictures)))
    colours = _colours(shown, chance)
    unit = _unit(good)
    sizes = [
        DemoSize(code, {"en": english, "fr": french}, detail)
        for code, english, french, detail in vocabulary().sizes.get(good.sizes, ())
    ]
    offered: list[DemoSize | None] = [*sizes] or [None]
    return DemoProduct(
        slug=_slug(copy, index, taken),
        sku=f"G{index:07d}",
        name=copy.name,
        material=copy.material,
        description=copy.description,
        category=good.category,
        tags=copy.tags,
        unit=unit.value,
        step=unit.one // 2 or 1,
        popularity=int(_TOP * chance.random() ** 4),
        age=int(_TWO_YEARS * chance.random()),
        colours=colours,
        sizes=sizes,
        variants=_variants(index, good, list(product(colours, offered)), chance),
        pictures={colour.code: picture.key for colour, picture in zip(colours, shown, strict=True)},
    )


def _unit(good: Good) -> Unit:
    return Unit.METRE if good.sizes == "metre" else Unit.PIECE


def _slug(copy: Copy, index: int, taken: set[str]) -> str:
    slug = slugify(copy.name["en"])
    if slug in taken:
        slug = f"{slug[: MAX_LENGTH - 9]}-{index}"
    taken.add(slug)
    return slug


def _colours(pictures: list[Picture], chance: random.Random) -> list[DemoColour]:
    """Name a colour for each picture: a shade of its dye, never the same one twice."""
    colours: dict[str, DemoColour] = {}
    for picture in pictures:
        free = [shade for shade in shades_of(picture.dye) if shade.code not in colours]
        shade = free[int(len(free) * chance.random() ** 2)]
        colours[shade.code] = shade
    return list(colours.values())


def _variants(
    index: int,
    good: Good,
    choices: list[tuple[DemoColour, DemoSize | None]],
    chance: random.Random,
) -> list[DemoVariant]:
    unit, places = _unit(good), list(dict.fromkeys(size.code for _, size in choices if size))
    middle = (chance.random() + chance.random()) / 2
    base = good.lowest + (good.highest - good.lowest) * middle
    share = 0.45 + 0.15 * chance.random()
    was = 1.12 + 0.3 * chance.random() if chance.random() < _ON_SALE else 0
    gone = chance.random() < _GONE
    variants: list[DemoVariant] = []
    for place, (colour, size) in enumerate(choices):
        larger = 1 + _SIZE_STEP * (places.index(size.code) if size else 0)
        price = _price(base * larger)
        variants.append(
            DemoVariant(
                sku=f"G{index:07d}-{place:02d}",
                barcode=barcodes.of_number(index * _VARIANTS + place),
                colour=colour.code,
                size=size.code if size else None,
                price=price,
                compare_at=_price(price / 100 * was) if was else None,
                cost=int(price * share),
                weight=int(good.weight * larger),
                stock=0 if gone else _stock(unit, chance),
            )
        )
    return variants


def _price(shillings: float) -> int:
    """Round a cheap thing to 10 shillings, others to 50; in cents."""
    step = 10 if shillings < _CHEAP else 50
    return round(shillings / step) * step * 100


def _stock(unit: Unit, chance: random.Random) -> int:
    luck = chance.random()
    if luck < _VARIANT_GONE:
        return 0
    if luck < _VARIANT_GONE + _LOW:
        return int(1 + 4 * chance.random()) * unit.one
    return int(6 + 114 * chance.random() ** 2) * unit.one
