"""Markdown to HTML that is safe to show: no raw HTML, no styles, no frames, no odd links."""

from __future__ import annotations

from functools import lru_cache
from html import unescape

import nh3
from markdown_it import MarkdownIt

_TAGS = {
    "a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "hr", "li", "ol", "p", "s", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
_SCHEMES = {"http", "https", "mailto", "tel"}
_parser = MarkdownIt("commonmark", {"html": False, "typographer": False}).enable(
    ["table", "strikethrough"]
)


@lru_cache(maxsize=512)
def to_html(source: str) -> str:
    """Return `source` as sanitised HTML; a `#` heading becomes `h2`: the page has its `h1`."""
    tokens = _parser.parse(source)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"} and token.tag == "h1":
            token.tag = "h2"
    html = str(_parser.renderer.render(tokens, _parser.options, {}))
    return nh3.clean(
        html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel="noopener nofollow"
    )


@lru_cache(maxsize=512)
def to_text(source: str) -> str:
    """Return the words of `source` without its marks, for search and descriptions; not HTML."""
    return " ".join(unescape(nh3.clean(_parser.render(source), tags=set())).split())
