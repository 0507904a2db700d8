"""Give a product its options and variants."""

from __future__ import annotations

from shop.domain.catalogue.drafts import ProductDraft
from shop.domain.catalogue.models import Option, OptionValue, Variant, VariantValue
from shop.kernel.db import session
from shop.kernel.errors import Invalid
from shop.kernel.i18n import _

Values = dict[tuple[str, str], int]


def add_options(product_id: int, draft: ProductDraft) -> Values:
    """Add options and their values; return the value ids by (option code, value code)."""
    current, ids = session(), {}
    for position, option in enumerate(draft.options):
        row = Option(
            product_id=product_id, code=option.code, name=dict(option.name), position=position
        )
        current.add(row)
        current.flush()
        values = [
            OptionValue(
                option_id=row.id, code=value.code, label=dict(value.label), hex=value.hex,
                detail=dict(value.detail), position=place,
            )
            for place, value in enumerate(option.values)
        ]  # fmt: skip
        current.add_all(values)
        current.flush()
        ids.update({(option.code, value.code): value.id for value in values})
    return ids


def add_variants(product_id: int, draft: ProductDraft, values: Values) -> None:
    """Add the variants, each with its values; raises `Invalid` for a value no option has."""
    current = session()
    rows = [
        Variant(
            product_id=product_id, sku=variant.sku, barcode=variant.barcode, position=position,
            price_minor=variant.price_minor, compare_at_minor=variant.compare_at_minor,
            cost_minor=variant.cost_minor, weight_grams=variant.weight_grams,
        )
        for position, variant in enumerate(draft.variants)
    ]  # fmt: skip
    current.add_all(rows)
    current.flush()
    for row, variant in zip(rows, draft.variants, strict=True):
        for pair in variant.values.items():
            if pair not in values:
                raise Invalid(
                    _("“%(value)s” is not a value of that option.", value=pair[1]), code="OPTIONS"
                )
            current.add(VariantValue(variant_id=row.id, option_value_id=values[pair]))
    current.flush()
