"""Which variant is chosen, and what the page then says: price, stock, pictures, choices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shop.domain.catalogue.queries.detail import OptionView, ProductView, ValueView, VariantView
from shop.domain.catalogue.queries.facets import settings
from shop.domain.inventory.queries import ENDLESS
from shop.kernel.formatting import format_money, format_quantity
from shop.kernel.i18n import _, ngettext, pick
from shop.kernel.quantity import Unit
from shop.storefront.catalogue.pictures import Picture, picture_maker
from shop.storefront.whatsapp import chat_with_shop

_COLOUR = "colour"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to a question about a product."""

    value: str
    label: str
    detail: str
    picture: Picture | None
    hex: str | None
    checked: bool
    available: bool


@dataclass(frozen=True, slots=True)
class OptionGroup:
    """One question about a product."""

    name: str
    legend: str
    chosen_label: str
    choices: list[Choice]


def choose(view: ProductView, available: Mapping[int, int], args: Mapping[str, str]) -> VariantView:
    """Return the variant that an address asks for, else the first one to be had.

    `?variant=` names one; `?colour=…&size=…` asks for one by its values, as many as match.
    """
    by_id = {variant.public_id: variant for variant in view.variants}
    asked = args.get("variant", "")
    codes = {
        value.id: (option.code, value.code) for option in view.options for value in option.values
    }
    if asked in by_id and not any(option.code in args for option in view.options):
        return by_id[asked]

    def fitness(variant: VariantView) -> tuple[int, bool]:
        fitting = 0
        for position, option in enumerate(view.options):
            wanted = args.get(option.code)
            if wanted and (option.code, wanted) in {codes[value] for value in variant.values}:
                fitting += 100 >> position
        return fitting, available.get(variant.id, 0) > 0

    return max(view.variants, key=fitness)


def option_groups(
    view: ProductView, chosen: VariantView, available: Mapping[int, int]
) -> list[OptionGroup]:
    """Return the questions of a product with what is chosen and what is to be had."""
    return [_group(option, view, chosen, available) for option in view.options]


def _group(
    option: OptionView, view: ProductView, chosen: VariantView, available: Mapping[int, int]
) -> OptionGroup:
    mine = {value.id for value in option.values}
    others = chosen.values - mine
    shown = {image.value_id: image.picture for image in reversed(view.images)}
    picture = picture_maker()

    def choice(value: ValueView) -> Choice:
        fits = [v for v in view.variants if value.id in v.values and others <= v.values]
        return Choice(
            value=value.code,
            label=pick(value.label),
            detail=pick(value.detail),
            picture=picture(shown.get(value.id)) if option.code == _COLOUR else None,
            hex=value.hex,
            checked=value.id in chosen.values,
            available=any(available.get(variant.id, 0) > 0 for variant in fits),
        )

    choices = [choice(value) for value in option.values]
    label = next((made.label for made in choices if made.checked), "")
    return OptionGroup(option.code, pick(option.name), label, choices)


def gallery(view: ProductView, chosen: VariantView) -> list[Picture]:
    """Return the pictures to show: those of the chosen colour first, no other colour's."""
    colours = {
        value.id for option in view.options if option.code == _COLOUR for value in option.values
    }
    mine = [image for image in view.images if image.value_id in chosen.values]
    free = [image for image in view.images if image.value_id not in colours]
    found, picture = mine + free or view.images, picture_maker()
    made = (picture(image.picture, pick(image.alt)) for image in found)
    return [one for one in made if one]


def stock_words(quantity: int, unit: Unit) -> tuple[str, str]:
    """Return what a shopper is told about the stock of a variant, and in which tone."""
    if quantity >= ENDLESS:
        return _("Sent as a download"), "ok"
    if quantity <= 0:
        return _("Sold out"), "out"
    if quantity // unit.one > settings().low_stock:
        return _("In stock"), "ok"
    if unit is Unit.METRE:
        return _("Only %(length)s left", length=format_quantity(quantity, unit)), "low"
    return ngettext("Only %(n)s left", "Only %(n)s left", quantity), "low"


def price_words(variant: VariantView) -> tuple[str, str | None, str | None]:
    """Return (price, price before, what is saved) of a variant."""
    known = settings()

    def words(minor: int) -> str:
        return format_money(minor, known.currency, hide_zero=known.hide_zero_cents)

    was = variant.compare_at_minor
    if not was:
        return words(variant.price_minor), None, None
    saving = _("Save %(amount)s", amount=words(was - variant.price_minor))
    return words(variant.price_minor), words(was), saving


def order_link(view: ProductView, variant: VariantView, address: str) -> str:
    """Return the link by which a variant is ordered in a chat with the shop; empty without one."""
    values = [value for option in view.options for value in option.values]
    chosen = [pick(value.label) for value in values if value.id in variant.values]
    what = f"{', '.join([pick(view.product.name), *chosen])} ({variant.sku})"
    link = f"{address}?variant={variant.public_id}"
    return chat_with_shop(_("I would like to order: %(what)s %(link)s", what=what, link=link))
