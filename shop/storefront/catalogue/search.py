"""Search results and suggestions."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup, escape

from shop.domain.catalogue.queries import navigation
from shop.domain.catalogue.queries.listing import cards_of
from shop.domain.search.highlight import Pieces, highlight
from shop.domain.search.ports import search_log
from shop.domain.search.queries.popular import popular_words
from shop.domain.search.queries.products import Found, find
from shop.domain.search.queries.suggestions import Kind, Suggestion, suggest
from shop.kernel.i18n import _, current_locale, pick
from shop.kernel.text import clean
from shop.storefront.blueprint import bp
from shop.storefront.catalogue.address import Address, filters_of, read
from shop.storefront.catalogue.cards import cards
from shop.storefront.catalogue.category import FRAGMENTS
from shop.storefront.catalogue.facets import chips, facets
from shop.storefront.catalogue.lists import ListView, apply_text, count_text, sort_options
from shop.storefront.context import framed
from shop.web.access import public
from shop.web.rate_limit import SEARCH, SUGGESTIONS, limiter, per_address
from shop.web.rendering import page

_POPULAR = 6
_MOST_DIGITS = 4


@dataclass(frozen=True, slots=True)
class SuggestionView:
    """A suggestion with its matching words marked."""

    label: Markup
    url: str
    detail: str


def marked(pieces: Pieces) -> Markup:
    """Return a text with the words that were searched for in `<mark>`."""
    return Markup("").join(
        Markup("<mark>%s</mark>") % text if hit else escape(text) for text, hit in pieces
    )


def _offset(cursor: str) -> int:
    known = cursor.isascii() and cursor.isdigit() and len(cursor) <= _MOST_DIGITS
    return int(cursor) if known else 0


def _results(address: Address, found: Found) -> ListView:
    listed = cards_of(found.ids)
    names = {
        one.product_id: marked(highlight(pick(one.card["name"]), found.plan.stems))
        for one in listed
    }
    filters = filters_of(address)
    counts = found.facets().count(None, filters)
    groups = facets(address, counts, navigation.tree().top, capped=found.more)
    return ListView(
        title=_("Results for “%(words)s”", words=found.plan.corrected or address.query),
        count_text=count_text(found.count, capped=found.more),
        cards=cards(listed, names),
        action=address.path,
        apply_text=apply_text(found.count, capped=found.more),
        more_text=_("Show 24 more"),
        more_url=address.url(cursor=str(found.next_offset)) if found.next_offset else None,
        sort=[("", _("Best match"), address.sort is None), *sort_options(address.sort)],
        facets=groups,
        chips=chips(address, groups),
        clear_url=address.url(bare=True) if filters.active else None,
        start_url=address.url() if address.cursor else None,
        hidden=[("q", address.query)],
    )


def _popular() -> list[tuple[str, str]]:
    """Return what others search for, for those who found nothing."""
    words = popular_words(_POPULAR)
    return [(text, url_for("storefront.search", q=text)) for text in words]


@bp.get("/search")
@public
@limiter.limit(per_address(SEARCH))
def search() -> ResponseReturnValue:
    """Products for the words of `?q=`."""
    path = url_for("storefront.search")
    address = read(path, request.args, None)
    query = clean(address.query)
    listing, corrected = None, None
    if query:
        found = find(query, filters_of(address), sort=address.sort, offset=_offset(address.cursor))
        corrected = found.plan.corrected
        listing = _results(address, found)
        if not address.cursor:
            search_log().push(found.entry(current_locale()))
    root = navigation.tree().root
    return page(
        "storefront/catalogue/search.html",
        fragments=FRAGMENTS,
        **framed(
            _("Search: %(words)s", words=query) if query else _("Search"),
            query=query, corrected=corrected, listing=listing,
            popular=[] if listing and listing.cards else _popular(),
            all_url=url_for("storefront.category", path=root.path) if root else "/",
        ),
    )  # fmt: skip


def _view(suggestion: Suggestion) -> SuggestionView:
    if suggestion.kind is Kind.CATEGORY:
        url = url_for("storefront.category", path=suggestion.address)
        return SuggestionView(marked(suggestion.pieces), url, _("Category"))
    url = url_for("storefront.product", slug=suggestion.address)
    return SuggestionView(marked(suggestion.pieces), url, "")


@bp.get("/suggestions")
@public
@limiter.limit(per_address(SUGGESTIONS))
def suggestions() -> ResponseReturnValue:
    """At most ten names that the words typed so far may lead to."""
    query = clean(request.args.get("q", ""))[:100]
    return page(
        "storefront/catalogue/_suggestions.html",
        query=query,
        suggestions=[_view(one) for one in suggest(query)],
        all_url=url_for("storefront.search", q=query),
    )
