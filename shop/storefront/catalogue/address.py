"""Filters, sort and place of a list as its address, and back again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

from werkzeug.datastructures import MultiDict

from shop.domain.catalogue.actions.facet_values import SIZE, TAG
from shop.domain.catalogue.colours import BY_CODE
from shop.domain.catalogue.queries import navigation
from shop.domain.catalogue.queries.facets import named_values, settings
from shop.domain.catalogue.queries.filters import Filters, band_edges
from shop.domain.catalogue.queries.listing import Sort
from shop.domain.settings.schema import ShopSettings
from shop.kernel.money import exponent

NAMES = ("category", "price", "size", "colour", "tag", "in_stock", "on_sale")
_MOST_VALUES = 40


def band_code(band: int, known: ShopSettings) -> str:
    """Return a price band as people may read it in an address: `1000-2500`, in whole units."""
    unit = 10 ** exponent(known.currency)
    low, high = band_edges(band, known.price_bounds)
    return f"{low // unit}-{'' if high is None else high // unit}"


@dataclass(frozen=True, slots=True)
class Address:
    """What a list's address says: the chosen values by group, the sort, where to go on."""

    path: str
    chosen: dict[str, list[str]] = field(default_factory=dict)
    sort: Sort | None = None
    cursor: str = ""
    query: str = ""

    def url(
        self,
        *,
        without: tuple[str, str] | None = None,
        cursor: str = "",
        bare: bool = False,
    ) -> str:
        """Return this address without one value, or at a cursor, or without any filter."""
        pairs: list[tuple[str, str]] = [("q", self.query)] if self.query else []
        if not bare:
            pairs += [
                (name, value)
                for name in NAMES
                for value in self.chosen.get(name, ())
                if (name, value) != without
            ]
        if self.sort is not None:
            pairs.append(("sort", self.sort))
        if cursor:
            pairs.append(("after", cursor))
        return quote(self.path) + (f"?{urlencode(pairs)}" if pairs else "")


def read(path: str, args: MultiDict[str, str], default: Sort | None) -> Address:
    """Return the address of a request; nonsense values are left out."""
    chosen = {}
    for name in NAMES:
        values = list(dict.fromkeys(args.getlist(name)))[:_MOST_VALUES]
        if values:
            chosen[name] = values
    sort = args.get("sort", "")
    known = sort in {s.value for s in Sort} and sort != default
    return Address(
        path=path,
        chosen=chosen,
        sort=Sort(sort) if known else None,
        cursor=args.get("after", ""),
        query=args.get("q", "").strip()[:200],
    )


def _mask(kind: str, codes: Collection[str]) -> int:
    if not codes:
        return 0
    return sum(1 << bit for bit, value in named_values(kind).items() if value.code in codes)


def _bands(codes: Collection[str]) -> frozenset[int]:
    if not codes:
        return frozenset()
    known = settings()
    bands = range(len(known.price_bounds) + 1)
    return frozenset(band for band in bands if band_code(band, known) in codes)


def filters_of(address: Address) -> Filters:
    """Return the filters that an address names; values nobody knows do not count."""
    chosen = address.chosen
    paths = navigation.tree().by_path
    return Filters(
        categories=frozenset(paths[p].id for p in chosen.get("category", ()) if p in paths),
        bands=_bands(chosen.get("price", ())),
        sizes=_mask(SIZE, chosen.get("size", ())),
        colours=sum(1 << BY_CODE[code] for code in chosen.get("colour", ()) if code in BY_CODE),
        tags=_mask(TAG, chosen.get("tag", ())),
        in_stock="1" in chosen.get("in_stock", ()),
        on_sale="1" in chosen.get("on_sale", ()),
    )
