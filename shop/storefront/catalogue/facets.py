"""From facet counts to the groups of ticks beside a list, and the chips above it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from shop.domain.catalogue.queries.facets import Key, NamedValue, named_values, settings
from shop.domain.catalogue.queries.filters import band_edges
from shop.domain.catalogue.queries.navigation import Node
from shop.domain.settings.schema import ShopSettings
from shop.kernel.formatting import format_money, format_number
from shop.kernel.i18n import _, pick
from shop.storefront.catalogue.address import Address, band_code

_SHOWN = 20


class Option(NamedTuple):
    """A value that may be ticked; `name` is the form's word for its group."""

    name: str
    value: str
    label: str
    count_text: str
    checked: bool
    hex: str | None = None

    @property
    def id(self) -> str:
        """The id of its tick."""
        return f"{self.name}-{self.value}"


@dataclass(frozen=True, slots=True)
class Facet:
    """A group of values."""

    name: str
    title: str
    kind: str
    options: list[Option]


def band_label(band: int, known: ShopSettings) -> str:
    """Return a price band in words."""
    low, high = band_edges(band, known.price_bounds)
    low_text, high_text = (
        format_money(edge, known.currency) if edge else "" for edge in (low, high or 0)
    )
    if not low:
        return _("Under %(price)s", price=high_text)
    if high is None:
        return _("%(price)s and over", price=low_text)
    return _("%(low)s to %(high)s", low=low_text, high=high_text)


class _Maker:
    """Makes options, counting as the list is: exactly, or capped with a plus."""

    def __init__(self, address: Address, counts: Mapping[Key, int], *, capped: bool) -> None:
        self._chosen, self._counts, self._capped = address.chosen, counts, capped

    def chosen(self, name: str, value: str) -> bool:
        """Tell whether a value is ticked."""
        return value in self._chosen.get(name, ())

    def option(
        self, name: str, value: str, label: str | NamedValue, key: Key, hex_: str | None = None
    ) -> Option | None:
        """Return an option, or None where it would show nothing and is not chosen."""
        count, checked = self._counts.get(key, 0), self.chosen(name, value)
        if not count and not checked:
            return None
        text = format_number(count) + ("+" if self._capped and count else "")
        words = label if isinstance(label, str) else label.label
        return Option(name, value, words, text, checked, hex_)

    def facet(self, name: str, title: str, kind: str, options: Iterable[Option | None]) -> Facet:
        """Return a group of those options that are worth showing; what is chosen always is."""
        worth = [option for option in options if option]
        chosen = [option for option in worth[_SHOWN:] if option.checked]
        return Facet(name, title, kind, worth[:_SHOWN] + chosen)


def facets(
    address: Address, counts: Mapping[Key, int], nodes: Iterable[Node], *, capped: bool = False
) -> list[Facet]:
    """Return the groups to show; one without a choice to make is left out."""
    make = _Maker(address, counts, capped=capped)
    known = settings()
    groups = [
        make.facet(
            "category", _("Category"), "check",
            (make.option("category", n.path, pick(n.name), ("category", n.id)) for n in nodes),
        ),
        make.facet(
            "price", _("Price"), "price",
            (make.option("price", band_code(band, known), band_label(band, known), ("band", band))
             for band in range(len(known.price_bounds) + 1)),
        ),
        *(
            make.facet(name, title, kind, _by_count(make, name, counts))
            for name, title, kind in (
                ("colour", _("Colour"), "colour"), ("size", _("Size"), "check"),
                ("tag", _("Kind"), "check"),
            )
        ),
        make.facet(
            "only", _("Show only"), "check",
            (
                make.option("in_stock", "1", _("In stock"), ("in_stock", 1)),
                make.option("on_sale", "1", _("On sale"), ("on_sale", 1)),
            ),
        ),
    ]  # fmt: skip
    return [group for group in groups if group.options]


def _by_count(make: _Maker, name: str, counts: Mapping[Key, int]) -> Iterable[Option | None]:
    """Return the values in the order of their counts, those that a group has room for."""
    named = named_values(name)
    order = sorted((-counts.get((name, bit), 0), bit) for bit in named)
    for place, (_count, bit) in enumerate(order):
        one = named[bit]
        if place < _SHOWN or make.chosen(name, one.code):
            yield make.option(name, one.code, one, (name, bit), one.hex)


def chips(address: Address, groups: Iterable[Facet]) -> list[tuple[str, str]]:
    """Return (label, address without it) of every value in use."""
    return [
        (option.label, address.url(without=(option.name, option.value)))
        for group in groups
        for option in group.options
        if option.checked
    ]
