"""Demo goods as plain values, whether they were written by hand or generated."""

from __future__ import annotations

from dataclasses import dataclass, field

from shop.kernel.i18n import Translated


@dataclass(slots=True)
class DemoColour:
    """A colour of a product; `hex` is what its dot shows."""

    code: str
    label: Translated
    hex: str


@dataclass(slots=True)
class DemoSize:
    """A size of a product; `detail` are its measures."""

    code: str
    label: Translated
    detail: str


@dataclass(slots=True)
class DemoVariant:
    """What is counted and priced: money in minor units, stock in the unit's minor steps."""

    sku: str
    barcode: str
    colour: str
    size: str | None
    price: int
    compare_at: int | None
    cost: int
    weight: int
    stock: int


@dataclass(slots=True)
class DemoProduct:
    """A product with everything on its page.

    `pictures` maps a colour to the beginning of its keys in the picture manifest; `age` is how
    long it has been on sale, in seconds.
    """

    slug: str
    name: Translated
    material: Translated
    description: Translated
    category: str
    tags: list[str]
    unit: str
    step: int
    popularity: int
    age: int
    colours: list[DemoColour]
    sizes: list[DemoSize]
    variants: list[DemoVariant]
    pictures: dict[str, str]
    tax: str = "standard"
    size_guide: str = ""
    sku: str = field(default="")

    @property
    def sold_out(self) -> bool:
        """Say whether no variant is left."""
        return not any(variant.stock for variant in self.variants)
