"""A list of products as its template needs it; home, categories and search share it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from shop.domain.catalogue.queries.facets import facet_index, settings
from shop.domain.catalogue.queries.listing import Sort, products_of
from shop.domain.catalogue.queries.navigation import Node
from shop.kernel.formatting import format_number
from shop.kernel.i18n import _, ngettext
from shop.storefront.catalogue.address import Address, filters_of
from shop.storefront.catalogue.cards import Card, cards
from shop.storefront.catalogue.facets import Facet, chips, facets
from shop.storefront.context import NavItem


@dataclass(frozen=True, slots=True)
class ListView:
    """What `storefront/catalogue/_results.html` draws."""

    title: str
    count_text: str
    cards: list[Card]
    action: str
    apply_text: str
    more_text: str
    more_url: str | None = None
    sort: list[tuple[str, str, bool]] = field(default_factory=list)
    facets: list[Facet] = field(default_factory=list)
    chips: list[tuple[str, str]] = field(default_factory=list)
    clear_url: str | None = None
    start_url: str | None = None
    hidden: list[tuple[str, str]] = field(default_factory=list)
    level: int = 1
    intro: str = ""
    rail: list[NavItem] = field(default_factory=list)
    note: str = ""


def sort_options(chosen: Sort | None) -> list[tuple[str, str, bool]]:
    """Return the orders a list offers as (value, label, chosen)."""
    labels = [
        (Sort.POPULAR, _("Popular")),
        (Sort.NEWEST, _("Newest")),
        (Sort.PRICE_UP, _("Price, low to high")),
        (Sort.PRICE_DOWN, _("Price, high to low")),
    ]
    return [(sort.value, label, sort is chosen) for sort, label in labels]


def count_text(number: int, *, capped: bool = False) -> str:
    """Return how many were found, `300+` where counting stopped."""
    shown = format_number(number) + ("+" if capped else "")
    return ngettext("%(shown)s item", "%(shown)s items", number, shown=shown)


def apply_text(number: int, *, capped: bool = False) -> str:
    """Return the words of the button that applies the filters."""
    shown = format_number(number) + ("+" if capped else "")
    return ngettext("Show %(shown)s item", "Show %(shown)s items", number, shown=shown)


def category_list(
    node: Node,
    address: Address,
    *,
    default: Sort = Sort.POPULAR,
    title: str,
    choices: Sequence[Node],
    level: int = 1,
    intro: str = "",
    rail: Sequence[NavItem] = (),
) -> ListView:
    """Return the list of a category as its address narrows and sorts it."""
    index, filters = facet_index(), filters_of(address)
    sort = address.sort or default
    page = products_of(node.id, filters, settings().price_bounds, sort=sort, cursor=address.cursor)
    total = index.matching(node.id, filters).bit_count()
    groups = facets(address, index.count(node.id, filters), choices)
    # A cursor goes on in the order it comes from; another page's own order is not the address's.
    more = address if default is Sort.POPULAR else replace(address, sort=sort)
    return ListView(
        title=title,
        count_text=count_text(total),
        cards=cards(page.items),
        action=address.path,
        apply_text=apply_text(total),
        more_text=_("Show 24 more"),
        more_url=more.url(cursor=page.next_cursor) if page.next_cursor else None,
        sort=sort_options(sort),
        facets=groups,
        chips=chips(address, groups),
        clear_url=address.url(bare=True) if filters.active else None,
        start_url=address.url() if address.cursor else None,
        level=level,
        intro=intro,
        rail=list(rail),
    )
