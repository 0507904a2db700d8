"""The product page: one variant chosen, everything about it true, readable by machines too."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.domain.catalogue.models import Product, Variant
from shop.kernel.db import session
from tests.factories.catalogue import variants_of
from tests.storefront.reading import Page

NB = "\N{NO-BREAK SPACE}"
OFFER = {"HX-Request": "true", "HX-Target": "div#product-offer"}


def _product(slug: str) -> Product:
    return session().scalars(select(Product).where(Product.slug == slug)).one()


def _variant(slug: str, which: int) -> Variant:
    return variants_of(_product(slug))[which]


def _page(client: FlaskClient, path: str, **options: Any) -> Page:
    answer = client.get(path, **options)
    assert answer.status_code == 200
    return Page(answer.text)


def _chosen(page: Page) -> dict[str, str]:
    radios = page.all("input", type="radio")
    return {radio["name"]: radio["value"] for radio in radios if "checked" in radio.attributes}


# colour, size, price, what is said of the stock
VARIANTS = [
    ("indigo", "s", "3,500", "In stock"),
    ("indigo", "l", "4,800", "Only 3 left"),
    ("madder", "s", "3,500", "In stock"),
    ("madder", "l", "3,500", "Sold out"),
]


@pytest.mark.parametrize("which", range(4))
@pytest.mark.parametrize("by", ["variant", "options"])
def test_each_variant_has_its_address(client: FlaskClient, which: int, by: str) -> None:
    colour, size, price, stock = VARIANTS[which]
    variant = _variant("ring-throw", which)
    query = f"variant={variant.public_id}" if by == "variant" else f"colour={colour}&size={size}"
    page = _page(client, f"/p/ring-throw?{query}")
    assert _chosen(page) == {"colour": colour, "size": size}
    assert f"KSh{NB}{price}" in page.one("div", id="offer-price").text
    assert stock in page.one("p", id="offer-stock").text
    assert variant.sku in page.one("p", id="offer-stock").text
    pictures = page.one("div", class_="gallery")
    assert pictures
    alts = [image["alt"] for image in page.all("img") if image.get("fetchpriority")]
    assert alts == [f"A throw in {colour}"]


def test_the_offer_alone_is_the_same_part_of_the_page(client: FlaskClient) -> None:
    for query in ("", "?colour=madder&size=l", f"?variant={_variant('ring-throw', 1).public_id}"):
        whole = client.get(f"/p/ring-throw{query}").text
        part = client.get(f"/p/ring-throw{query}", headers=OFFER).text
        assert part.strip() in whole
        assert part.lstrip().startswith('<div class="product-offer"')


def test_without_a_wish_the_first_to_be_had_is_chosen(client: FlaskClient) -> None:
    assert _chosen(_page(client, "/p/ring-throw")) == {"colour": "indigo", "size": "s"}
    assert _chosen(_page(client, "/p/ring-throw?colour=madder")) == {
        "colour": "madder",
        "size": "s",
    }
    assert _chosen(_page(client, "/p/ring-throw?size=l&colour=pink")) == {
        "colour": "indigo",
        "size": "l",
    }
    assert _chosen(_page(client, "/p/ring-throw?variant=var_nothing")) == {
        "colour": "indigo",
        "size": "s",
    }


def test_a_choice_made_by_radios_wins_over_the_variant_in_the_address(client: FlaskClient) -> None:
    first = _variant("ring-throw", 0).public_id
    page = _page(client, f"/p/ring-throw?variant={first}&colour=madder&size=l")
    assert _chosen(page) == {"colour": "madder", "size": "l"}


def test_what_is_sold_out_can_be_seen_and_chosen(client: FlaskClient) -> None:
    page = _page(client, "/p/sized-cushion")
    out = [label.text for label in page.all("label", class_="choice-out")]
    assert len(out) == 1
    assert out[0].startswith("M")
    assert "Sold out" in out[0]
    assert not [
        radio for radio in page.all("input", type="radio") if "disabled" in radio.attributes
    ]
    assert "Sold out" in _page(client, "/p/sold-out-throw").one("p", id="offer-stock").text


def test_a_sale_says_before_and_now(client: FlaskClient) -> None:
    offer = _page(client, "/p/sale-throw").one("div", id="offer-price").text
    assert offer.index("1,800") < offer.index("2,400")
    assert f"Save KSh{NB}600" in offer


def test_cloth_is_sold_by_the_metre(client: FlaskClient) -> None:
    page = _page(client, "/p/kitenge-indigo")
    assert "per metre" in page.one("div", id="offer-price").text
    assert "In stock" in page.one("p", id="offer-stock").text
    assert f"Only 2.5{NB}m left" in _page(client, "/p/kitenge-rest").one("p", id="offer-stock").text
    assert "Cut by the metre" in page.one("body").text


@pytest.mark.parametrize(
    "slug", ["draft", "archived", "future", "past", "nothing", "ring-throw/", "RING-THROW"]
)
def test_what_is_not_to_be_seen_is_not_there(client: FlaskClient, slug: str) -> None:
    answer = client.get(f"/p/{slug}")
    assert answer.status_code == 404
    assert "noindex" in answer.text or "application/ld+json" not in answer.text


def _data(page: Page) -> list[dict[str, Any]]:
    return [json.loads(script.text) for script in page.all("script", type="application/ld+json")]


def test_machines_read_the_offers(client: FlaskClient) -> None:
    product, trail = _data(_page(client, "/p/ring-throw"))
    assert product["@type"] == "Product"
    assert product["name"] == "Ring throw"
    assert [offer["price"] for offer in product["offers"]] == [
        "3500.00",
        "4800.00",
        "3500.00",
        "3500.00",
    ]
    assert {offer["priceCurrency"] for offer in product["offers"]} == {"KES"}
    stock = [offer["availability"].rpartition("/")[2] for offer in product["offers"]]
    assert stock == ["InStock", "InStock", "InStock", "OutOfStock"]
    for offer in product["offers"]:
        path = offer["url"].partition("//")[2].partition("/")[2]
        assert offer["sku"] in _page(client, f"/{path}").one("p", id="offer-stock").text
    assert product["image"].startswith("http")
    assert [step["name"] for step in trail["itemListElement"]] == ["Shop", "Home", "Throws"]
    assert [step["position"] for step in trail["itemListElement"]] == [1, 2, 3]


def test_hostile_words_stay_words(client: FlaskClient) -> None:
    answer = client.get("/p/no-picture")
    page = Page(answer.text)
    assert page.one("h1").text == "<b>Bold & odd</b>"
    assert "<b>" not in answer.text
    assert "alert(1)" not in "".join(
        script.text for script in page.all("script") if script.get("type") != "application/ld+json"
    )
    data = _data(page)
    assert data[0]["name"] == "<b>Bold & odd</b>"
    assert data[0]["material"] == "</script><i>"


def test_the_head_of_a_product(client: FlaskClient) -> None:
    page = _page(client, "/p/ring-throw?colour=madder")
    assert page.one("link", rel="canonical")["href"].endswith("/p/ring-throw")
    properties = {
        meta["property"]: meta["content"] for meta in page.all("meta") if meta.get("property")
    }
    assert properties["og:title"] == "Ring throw"
    assert properties["og:url"].endswith("/p/ring-throw")
    assert re.fullmatch(r"http://.+/media/[0-9a-z-]+\.webp", properties["og:image"])
    assert page.one("meta", name="description")["content"].startswith("A soft throw.")
    assert page.one("title").text == "Ring throw · Nyuzi"
    assert len(page.ids) == len(set(page.ids))
    assert client.get(properties["og:image"].partition("//")[2].partition("/")[2]).status_code in {
        200,
        404,
    }


def test_every_picture_named_on_the_page_is_there(client: FlaskClient) -> None:
    page = _page(client, "/p/ring-throw")
    files = {image["src"] for image in page.all("img")}
    for source in page.all("source"):
        files |= {part.split()[0] for part in source["srcset"].split(",")}
    assert len(files) >= 4
    for file in files:
        answer = client.get(file)
        assert answer.status_code == 200, file
        assert answer.mimetype == ("image/avif" if file.endswith("avif") else "image/webp")
        assert "immutable" in answer.headers["Cache-Control"]
        assert "sandbox" in answer.headers["Content-Security-Policy"]
    for image in page.all("img"):
        assert image["width"]
        assert image["height"]
        assert "alt" in image.attributes


def test_related_products_are_neighbours_and_not_itself(client: FlaskClient) -> None:
    cards = _page(client, "/p/ring-throw").cards
    assert cards
    assert "ring-throw" not in cards
    assert set(cards) <= {"sale-throw", "sold-out-throw", "sized-cushion"}
    assert _page(client, "/p/homeless").cards == []


def test_a_product_in_french(client: FlaskClient) -> None:
    answer = client.get("/p/ring-throw", headers={"Accept-Language": "fr"})
    words = re.sub(r"<[^>]+>", " ", answer.text)
    assert "Jeté à anneaux" in words
    for english in (
        "In stock",
        "Sold out",
        "About this product",
        "Goes well with it",
        "Size guide",
    ):
        assert english not in words


def test_addresses_of_cards_are_those_of_the_route(app: Flask, client: FlaskClient) -> None:
    from flask import url_for  # noqa: PLC0415 - only here

    with app.test_request_context():
        assert url_for("storefront.product", slug="ring-throw") == "/p/ring-throw"
    assert client.get("/p/ring-throw").status_code == 200
