"""Facet counts from bitsets in memory: one bit a product, one integer a value.

Counting 100,000 products under any filters is a few ANDs and popcounts of Python integers, some
20 µs, where SQL needs 10 to 70 ms. The index follows the shopfront version: rows that changed
since are read and their bits mended; many changes at once read everything anew.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, bindparam, func, select

from shop.domain.catalogue.colours import FAMILIES
from shop.domain.catalogue.models import FacetValue, Listing
from shop.domain.catalogue.queries.filters import Bands, Filters, band_of
from shop.domain.settings.actions import SHOPFRONT
from shop.domain.settings.queries import STORED, settings_of
from shop.kernel import versions
from shop.kernel.db import WRITING, read, session
from shop.kernel.i18n import LazyText, Translated, pick
from shop.kernel.stored_json import parsed
from shop.kernel.versions import Together

Key = tuple[str, int]
GROUPS = ("category", "band", "size", "colour", "tag", "in_stock", "on_sale")
_MEND_AT_MOST = 64
_COLUMNS = (
    Listing.product_id, Listing.published, Listing.price_minor, Listing.on_sale, Listing.in_stock,
    Listing.sizes, Listing.colours, Listing.tags, Listing.categories,
)  # fmt: skip
_EVERYTHING = select(*_COLUMNS)
_CHANGED = select(*_COLUMNS).where(Listing.changed > bindparam("seen")).limit(_MEND_AT_MOST + 1)
_COUNT = select(func.count()).select_from(Listing)
settings = Together(SHOPFRONT, STORED, settings_of)


class NamedValue:
    """A size, tag or colour that can be filtered by; its label is parsed when it is first read."""

    __slots__ = ("_label", "code", "hex")

    def __init__(
        self, code: str, label: str | Translated | LazyText, hex_: str | None = None
    ) -> None:
        self.code, self._label, self.hex = code, label, hex_

    @property
    def label(self) -> str:
        """Its name in the language in force."""
        known = self._label
        if isinstance(known, LazyText):
            return str(known)
        if isinstance(known, str):
            texts: Translated = parsed(known)
            self._label = known = texts
        return pick(known)


_COLOURS = {
    index: NamedValue(family.code, family.label, family.hex)
    for index, family in enumerate(FAMILIES)
}


def _by_group(rows: Sequence[tuple[str, ...]]) -> dict[str, dict[int, NamedValue]]:
    groups: dict[str, dict[int, NamedValue]] = {}
    for kind, bit, code, label in rows:
        groups.setdefault(kind, {})[int(bit)] = NamedValue(code, label)
    return groups


_facet_values = Together(
    SHOPFRONT,
    select(FacetValue.kind, FacetValue.bit, FacetValue.code, FacetValue.label),
    _by_group,
)


@dataclass(slots=True)
class FacetIndex:
    """Which products have which value, as integers whose bits are product positions."""

    version: int
    bounds: Bands
    positions: dict[int, int] = field(default_factory=dict)
    bits: dict[Key, int] = field(default_factory=lambda: defaultdict(int))

    def count(self, category_id: int | None, filters: Filters) -> dict[Key, int]:
        """Return how many products each value would show, itself chosen in its group."""
        chosen = self._chosen(filters)
        base = self.bits.get(("category", category_id), 0) if category_id else self._all()
        within = dict.fromkeys(GROUPS, base)
        for chooser, mask in chosen.items():
            for group in GROUPS:
                if group != chooser:
                    within[group] &= mask
        counts: dict[Key, int] = {}
        for key, bits in self.bits.items():
            mine = within.get(key[0])
            if mine and (number := (mine & bits).bit_count()):
                counts[key] = number
        return counts

    def matching(self, category_id: int | None, filters: Filters) -> int:
        """Return the bitset of the products that a list shows."""
        base = self.bits.get(("category", category_id), 0) if category_id else self._all()
        for mask in self._chosen(filters).values():
            base &= mask
        return base

    def _all(self) -> int:
        return self.bits.get(("published", 1), 0)

    def _chosen(self, filters: Filters) -> dict[str, int]:
        chosen: dict[str, int] = {}
        if filters.categories:
            chosen["category"] = self._any("category", filters.categories)
        if filters.bands:
            chosen["band"] = self._any("band", filters.bands)
        for group, mask in (
            ("size", filters.sizes), ("colour", filters.colours), ("tag", filters.tags),
        ):  # fmt: skip
            if mask:
                chosen[group] = self._any(group, _ones(mask))
        if filters.in_stock:
            chosen["in_stock"] = self.bits.get(("in_stock", 1), 0)
        if filters.on_sale:
            chosen["on_sale"] = self.bits.get(("on_sale", 1), 0)
        return chosen

    def _any(self, group: str, values: Iterable[int]) -> int:
        found = 0
        for value in values:
            found |= self.bits.get((group, value), 0)
        return found

    def mended(self, version: int, rows: Iterable[Row[*tuple[Any, ...]]]) -> FacetIndex:
        """Return an index that took over rows that changed; others may be reading this one."""
        new = FacetIndex(version, self.bounds, self.positions.copy(), self.bits.copy())
        for row in rows:
            position = new.positions.setdefault(row.product_id, len(new.positions))
            off = ~(1 << position)
            for key in new.bits:
                new.bits[key] &= off
            if row.published:
                for key in _keys_of(row, self.bounds):
                    new.bits[key] |= 1 << position
        return new


def _ones(mask: int) -> list[int]:
    return [bit for bit in range(mask.bit_length()) if mask >> bit & 1]


def _keys_of(row: Row[*tuple[Any, ...]], bounds: Bands) -> list[Key]:
    keys: list[Key] = [("published", 1), ("band", band_of(row.price_minor, bounds))]
    keys += [("category", category) for category in row.categories]
    for group, mask in (("size", row.sizes), ("colour", row.colours), ("tag", row.tags)):
        if mask:
            keys += [(group, bit) for bit in _ones(mask)]
    if row.in_stock:
        keys.append(("in_stock", 1))
    if row.on_sale:
        keys.append(("on_sale", 1))
    return keys


def _build(version: int, bounds: Bands) -> FacetIndex:
    index = FacetIndex(version, bounds)
    arrays: dict[Key, bytearray] = {}
    rows = read(_COUNT).scalar_one()
    for position, row in enumerate(read(_EVERYTHING)):
        index.positions[row.product_id] = position
        if not row.published:
            continue
        byte, bit = position >> 3, 1 << (position & 7)
        for key in _keys_of(row, bounds):
            array = arrays.get(key)
            if array is None:
                array = arrays[key] = bytearray(rows // 8 + 1)
            if byte >= len(array):  # more came between the two statements
                array.extend(bytes(byte - len(array) + 1))
            array[byte] |= bit
    index.bits.update((key, int.from_bytes(array, "little")) for key, array in arrays.items())
    return index


class _Keeper:
    """Keeps the index of this process in step with the shopfront version."""

    def __init__(self) -> None:
        self._index: FacetIndex | None = None
        self._lock = threading.Lock()

    def __call__(self) -> FacetIndex:
        version, bounds = versions.current(SHOPFRONT), settings().price_bounds
        if WRITING in session().info:  # what is read in a unit of work may never be true
            return _build(version, bounds)
        index = self._index
        if index is not None and index.version == version and index.bounds == bounds:
            return index
        with self._lock:
            self._index = self._brought_up(self._index, version, bounds)
            return self._index

    def forget(self) -> None:
        """Drop the index; for tests that swap the database."""
        self._index = None

    @staticmethod
    def _brought_up(index: FacetIndex | None, version: int, bounds: Bands) -> FacetIndex:
        if index is None or index.bounds != bounds or index.version > version:
            return _build(version, bounds)
        changed = read(_CHANGED, {"seen": index.version}).all()
        if len(changed) > _MEND_AT_MOST:
            return _build(version, bounds)
        mended = index.mended(version, changed)
        gone = len(mended.positions) != read(_COUNT).scalar_one()
        return _build(version, bounds) if gone else mended


facet_index = _Keeper()


def named_values(group: str) -> dict[int, NamedValue]:
    """Return the values of `size`, `tag` or `colour`, by their bit."""
    return _COLOURS if group == "colour" else _facet_values().get(group, {})
