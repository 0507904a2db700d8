"""Invented contexts for drawing the storefront's templates without the app."""

from __future__ import annotations

from types import SimpleNamespace as Sample
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from shop.storefront.catalogue.facets import Option
from shop.storefront.catalogue.pictures import Picture
from shop.web.assets import STATIC


def _say(text: str, **values: object) -> Markup:
    """Return `text` untranslated; what is filled in is escaped, as in the app."""
    trusted = Markup(text)  # noqa: S704 - the templates' own texts
    return trusted % values if values else trusted


def environment() -> Environment:
    """Return an environment like the app's, that also refuses unknown names."""
    env = Environment(
        loader=FileSystemLoader(STATIC.parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals.update(
        _=_say,
        ngettext=lambda one, many, n, **_v: _say(one if n == 1 else many, n=n),
        url_for=lambda endpoint, **_v: "/" + endpoint.partition(".")[2],
        asset=lambda name: f"/static/{name}",
        csrf_token=lambda: "token",
        cart_count=lambda: 2,
        messages=lambda: [Sample(text="Done.", undo_to="/undo", undo={"line": "1"})],
    )
    return env


def picture(name: str = "cloth") -> Picture:
    """Return a picture in three widths."""
    widths = (360, 540, 720)
    return Picture(
        alt="Blue cloth",
        width=800,
        height=1000,
        colour="#e2dcd0",
        avif=[(f"/m/{name}-{w}.avif", w) for w in widths],
        webp=[(f"/m/{name}-{w}.webp", w) for w in widths],
    )


def card(name: str = "Ring throw", **more: Any) -> Sample:
    """Return a card; `more` overrides its fields."""
    fields = {
        "url": "/product/" + name.lower().replace(" ", "-"),
        "name": name,
        "material": "Cotton",
        "picture": picture(),
        "price": "KSh 3,900",
        "was": None,
        "saving": None,
        "badge": None,
        "price_from": False,
        "dots": [(7, "#22307a"), (23, "#1f6b4a")],
        "colours_text": "2 colours",
        "sold_out": False,
        "eager": False,
    }
    return Sample(**{**fields, **more})


def facet(name: str, count: int, *, hex_code: str | None = None) -> Sample:
    """Return a facet of `count` options, the last of them chosen."""
    options = [
        Option(
            name=name,
            value=f"v{n}",
            label=f"Value {n}",
            count_text=str(n),
            checked=n == count - 1,
            hex=hex_code,
        )
        for n in range(count)
    ]
    return Sample(
        name=name, title=name.title(), kind="colour" if hex_code else "check", options=options
    )


def listing(**more: Any) -> Sample:
    """Return a listing with every part in use; `more` overrides its fields."""
    fields = {
        "title": "Throws",
        "level": 1,
        "intro": None,
        "count_text": "43 items",
        "more_url": "/throws?shown=48",
        "more_text": "Show 19 more",
        "sort": [("new", "Newest", True), ("up", "Price, low to high", False)],
        "cards": [
            card(eager=True),
            card("Kanga", was="KSh 4,800", saving="Save 19%"),
            card("Lamp", badge="Sold out", sold_out=True),
        ],
        "facets": [facet("category", 3), facet("colour", 12, hex_code="#22307a")],
        "chips": [("Indigo", "/throws")],
        "clear_url": "/throws",
        "action": "/throws",
        "hidden": [("q", "blue")],
        "apply_text": "Show 43 items",
        "rail": [Sample(name="All", url="/all", current=True)],
        "note": "Prices include tax.",
    }
    return Sample(**{**fields, **more})


def delivery(**more: Any) -> Sample:
    """Return the ways to a chosen town; `more` overrides its fields."""
    fields = {
        "town": "Nairobi",
        "area": "",
        "next": "/product/ring-throw#delivery",
        "live": True,
        "fresh": False,
        "ways": [
            Sample(symbol="truck", title="Delivered in 2 days", facts=["To Nairobi, KSh 250."]),
            Sample(symbol="place", title="Ready to collect", facts=["Biashara Street"]),
        ],
        "lowest": "",
        "towns": ["Nairobi", "Mombasa"],
        "areas": ["Kilimani"],
        "error": "",
    }
    return Sample(**(fields | more))


def product() -> Sample:
    """Return a product with two questions, one answer of which is sold out."""

    def choice(value: str, **more: object) -> Sample:
        fields: dict[str, object] = {
            "detail": None,
            "picture": None,
            "hex": None,
            "checked": False,
            "available": True,
        }
        return Sample(value=value, label=value.title(), **{**fields, **more})

    colours = [
        choice("indigo", picture=picture(), checked=True),
        choice("madder", hex="#b4342b", available=False),
    ]
    sizes = [
        choice("single", detail="150 by 200 cm", checked=True),
        choice("king", available=False),
    ]
    return Sample(
        name="Ring throw",
        material="Cotton",
        url="/product/ring-throw",
        gallery=[picture("one"), picture("two")],
        price="KSh 3,900",
        was="KSh 4,800",
        saving="Save KSh 900",
        price_from=False,
        unit_text="per metre",
        options=[
            Sample(name="colour", legend="Colour", chosen_label="Indigo", choices=colours),
            Sample(name="size", legend="Size", chosen_label=None, choices=sizes),
        ],
        stock_text="Only 4 left",
        stock_tone="low",
        variant_code="NY-THR-01",
        description_html=Markup("<p>Soft.</p>"),
        details=[("Care", "Wash cold")],
        size_guide=Markup("<p>Wide.</p>"),
        related=[card("Tote")],
        whatsapp_url="https://wa.me/?text=x",
        share_url="http://localhost/product/ring-throw",
        order_url="https://wa.me/254700000010?text=x",
        buy=Sample(
            variant="var_1",
            stepper=Sample(number="1.5", step="0.5", most="999", length=True),
            to_be_had=True,
            error="This is sold in steps of 0.5 m.",
        ),
    )


def frame(**more: Any) -> dict[str, Any]:
    """Return what every page of the shop needs; `more` adds to it."""
    item = Sample(name="Throws", url="/throws", current=True)
    shop = Sample(
        name="Nyuzi",
        intro="Cloth for the house.",
        address="Biashara Street",
        hours="8:30 to 18:00",
        phone="0700 000 010",
        languages=[("en", "English"), ("fr", "Français")],
        selvedge=["#b4342b", "#22307a"],
        note="The pictures are generated.",
        links=[Sample(name="About", url="/pages/about", current=False)],
    )
    fields: dict[str, Any] = {
        "shop": shop,
        "nav": [item],
        "locale": "en",
        "theme": "system",
        "here": "/throws?q=1",
        "title": "Throws",
        "description": "Cloth.",
        "canonical": "http://localhost/throws",
        "breadcrumb": [("Shop", "/")],
        "json_ld": [Markup('{"@type":"Product"}')],
        "og_picture": "http://localhost/m/cloth-1080.webp",
    }
    return {**fields, **more}
