"""Who orders: invented people with invented numbers and addresses that lead nowhere."""

from __future__ import annotations

import random
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from shop.demo import vocabulary
from shop.kernel.slugs import slugify

_NUMBERS = (*range(20, 1_000), *range(10))
"""The last three digits of +254 700 000 xxx; 010 to 019 are the shop's own and for examples."""
_A_PERSON = 8 / 3
"""How many orders a person makes, as long as there are numbers for more people."""
_FEWEST, _WITH_EMAIL, _FRENCH = 5, 0.6, 0.25


@dataclass(frozen=True, slots=True)
class Person:
    """A buyer; `email` may be empty, `home` is a number that says where they live."""

    name: str
    phone: str
    email: str
    locale: str
    home: float
    landmark: str


@cache
def words() -> dict[str, Any]:
    """Return the lists that people and their orders are made of."""
    file = Path(vocabulary.__file__).parent / "people.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def in_language(pair: list[str], locale: str) -> str:
    """Return the English or the French of two."""
    return pair[locale == "fr"]


def people(orders: int, chance: random.Random) -> list[Person]:
    """Return those who make so many orders, each with a number of their own."""
    count = min(len(_NUMBERS), max(_FEWEST, round(orders / _A_PERSON)))
    names = [f"{first} {last}" for first in words()["first"] for last in words()["family"]]
    return [
        _person(name, number, chance)
        for name, number in zip(chance.sample(names, count), _NUMBERS, strict=False)
    ]


def _person(name: str, number: int, chance: random.Random) -> Person:
    has_email, locale = (
        chance.random() < _WITH_EMAIL,
        "fr" if chance.random() < _FRENCH else "en",
    )
    return Person(
        name=name,
        phone=f"+254700000{number:03}",
        email=f"{slugify(name).replace('-', '.')}@example.com" if has_email else "",
        locale=locale,
        home=chance.random(),
        landmark=in_language(chance.choice(words()["landmarks"]), locale),
    )
