"""Every address that can be read, with examples in the seeded shop; and how to look at a page."""

from __future__ import annotations

from html.parser import HTMLParser

MORE_OF_LOTS = "/c/lots?sort=price-up"
PAGES: dict[str, tuple[str, ...]] = {
    "backoffice.account": ("/admin/account",),
    "backoffice.audit": ("/admin/audit", "/admin/audit?area=member&outcome=done"),
    "backoffice.confirm": ("/admin/confirm?half",),
    "backoffice.enrolment": ("/admin/enrolment?half=none",),
    "backoffice.home": ("/admin",),
    "backoffice.searches": ("/admin/searches",),
    "backoffice.invitation": ("/admin/members/invite",),
    "backoffice.join": ("/admin/join/{link}",),
    "backoffice.member": ("/admin/members/{owner}",),
    "backoffice.members": ("/admin/members",),
    "backoffice.role": ("/admin/roles/new", "/admin/roles/viewer", "/admin/roles/owner"),
    "backoffice.roles": ("/admin/roles",),
    "backoffice.second_factor": ("/admin/second-factor?half",),
    "backoffice.sign_in": ("/admin/sign-in",),
    "outbox.index": ("/outbox",),
    "outbox.letter": ("/outbox/msg_sample",),
    "storefront.cart": ("/cart",),
    "storefront.category": (
        "/c/all",
        "/c/home/throws?colour=red&in_stock=1",
        "/c/lots?on_sale=1&sort=new",
        "/c/empty",
        "/c/kitenge?colour=blue&on_sale=1",
    ),
    "storefront.checkout_contact": ("/checkout/contact",),
    "storefront.checkout_delivery": ("/checkout/delivery",),
    "storefront.checkout_payment": ("/checkout/payment",),
    "storefront.home": ("/",),
    "storefront.order": ("/orders/{order}",),
    "storefront.order_cancellation": ("/orders/{order}/cancellation",),
    "storefront.page": ("/pages/delivery",),
    "storefront.product": (
        "/p/ring-throw",
        "/p/sale-throw",
        "/p/sold-out-throw",
        "/p/low-cushion?colour=madder",
        "/p/kitenge-rest",
        "/p/no-picture",
    ),
    "storefront.search": ("/search", "/search?q=throw", "/search?q=thrwo", "/search?q=qqqqqqqq"),
    "storefront.track": ("/track",),
    "styleguide": ("/styleguide",),
    "test_gateway.session": ("/test-gateway/tst_sample",),
}
"""Whole pages in the shop's frame or the office's."""
FRAGMENTS: dict[str, tuple[tuple[str, str], ...]] = {
    "storefront.cart": (("/cart", "cart"), ("/cart", "cart-link")),
    "storefront.category": (("/c/lots?on_sale=1", "results"), ("/c/lots", "listing-more")),
    "storefront.checkout_delivery": (("/checkout/delivery", "delivery-choice"),),
    "storefront.order_status": (("/orders/{order}/status", "order"),),
    "storefront.product": (("/p/ring-throw?colour=madder", "product-offer"),),
    "storefront.suggestions": (("/suggestions?q=thr", "suggestions"),),
}
"""Parts of pages, with the id of the element they are swapped into."""
MACHINES: dict[str, tuple[str, ...]] = {
    "outbox.html": ("/outbox/msg_sample/html",),
    "probes.healthz": ("/healthz",),
    "probes.readyz": ("/readyz",),
    "storefront.checkout": ("/checkout",),
    "storefront.favicon": ("/favicon.ico",),
    "storefront.manifest": ("/manifest.webmanifest",),
    "storefront.media": ("/media/none.webp",),
    "storefront.order_return": ("/orders/{order}/return",),
    "storefront.order_status": ("/orders/{order}/status",),
    "storefront.robots": ("/robots.txt",),
    "storefront.sitemap": ("/sitemap.xml",),
    "storefront.sitemap_pages": ("/sitemap-pages.xml",),
    "storefront.sitemap_products": ("/sitemap-products.xml?after=0",),
    "storefront.suggestions": ("/suggestions?q=thr",),
}
"""What programs read."""
ERRORS = ("/nowhere", "/c/nowhere", "/p/nowhere", "/pages/nowhere")
ALL_PAGES = [path for paths in PAGES.values() for path in paths]
ALL_FRAGMENTS = [sample for samples in FRAGMENTS.values() for sample in samples]
_VOID = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})
_SPOKEN = frozenset({"alt", "title", "aria-label", "placeholder", "data-copied"})
_MUTE = frozenset({"script", "style", "code", "bdi"})  # <bdi> holds the words of others


def as_fragment(target: str) -> dict[str, str]:
    """Return the headers by which htmx asks for the part with the id `target`."""
    return {"HX-Request": "true", "HX-Target": f"div#{target}"}


class Page(HTMLParser):
    """The tags of a page with their attributes, and every text a person sees or hears."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag, and the texts among its attributes."""
        attributes = {name: value or "" for name, value in attrs}
        self.tags.append((tag, attributes))
        self.texts += [value for name, value in attributes.items() if name in _SPOKEN and value]
        if tag == "meta" and attributes.get("name") == "description":
            self.texts.append(attributes.get("content", ""))
        if tag not in _VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the nearest open tag of that name."""
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        """Note a text, unless a program reads it."""
        if data.strip() and not _MUTE & set(self._open):
            self.texts.append(data.strip())

    def all(self, *names: str) -> list[dict[str, str]]:
        """Return the attributes of every tag with one of these names."""
        return [attributes for tag, attributes in self.tags if tag in names]
