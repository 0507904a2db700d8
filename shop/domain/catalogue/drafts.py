"""What a form, an import or the demo hands to the catalogue: plain values; actions check them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from shop.domain.catalogue.statuses import ProductKind
from shop.kernel.i18n import Translated
from shop.kernel.quantity import Unit


@dataclass(frozen=True, slots=True)
class ValueDraft:
    """One value of an option."""

    code: str
    label: Translated
    hex: str | None = None
    detail: Translated = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OptionDraft:
    """An option with its values in order."""

    code: str
    name: Translated
    values: Sequence[ValueDraft]


@dataclass(frozen=True, slots=True)
class VariantDraft:
    """A variant; `values` says which value of each option it has. Prices in minor units."""

    sku: str
    price_minor: int
    values: Mapping[str, str] = field(default_factory=dict)
    compare_at_minor: int | None = None
    cost_minor: int | None = None
    barcode: str | None = None
    weight_grams: int = 0


@dataclass(frozen=True, slots=True)
class ImageDraft:
    """A picture of the gallery; `colour` is the code of the option value it shows."""

    media_id: int
    alt: Translated = field(default_factory=dict)
    colour: str | None = None


@dataclass(frozen=True, slots=True)
class ProductDraft:
    """A product with everything on its page; the first category is its home."""

    name: Translated
    tax_class_id: int
    variants: Sequence[VariantDraft]
    category_ids: Sequence[int]
    slug: str = ""
    material: Translated = field(default_factory=dict)
    description: Translated = field(default_factory=dict)
    size_guide: Translated = field(default_factory=dict)
    seo_title: Translated = field(default_factory=dict)
    seo_description: Translated = field(default_factory=dict)
    kind: ProductKind = ProductKind.PHYSICAL
    unit: Unit = Unit.PIECE
    quantity_step: int = 1
    tags: Sequence[str] = ()
    popularity: int = 0
    options: Sequence[OptionDraft] = ()
    images: Sequence[ImageDraft] = ()
    publish_at: datetime | None = None
    unpublish_at: datetime | None = None
    demo: bool = False
