"""Content pages, and what machines read: sitemap, robots, manifest, icon, pictures."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories.shop import PUBLISHED
from tests.storefront.reading import Page

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def _addresses(client: FlaskClient, path: str) -> list[str]:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.mimetype == "application/xml"
    tree = ET.fromstring(answer.text)  # noqa: S314 - our own
    return [found.text or "" for found in tree.iter(f"{NAMESPACE}loc")]


def _inside(address: str) -> str:
    parts = urlsplit(address)
    assert parts.scheme in {"http", "https"}
    return parts.path + (f"?{parts.query}" if parts.query else "")


def test_the_sitemap_leads_to_every_page_and_to_nothing_else(client: FlaskClient) -> None:
    pages = [
        _inside(address)
        for file in _addresses(client, "/sitemap.xml")
        for address in _addresses(client, _inside(file))
    ]
    assert len(pages) == len(set(pages))
    products = [page for page in pages if page.startswith("/p/")]
    assert len(products) == PUBLISHED
    assert not {"/p/draft", "/p/future", "/p/archived", "/p/past"} & set(products)
    assert {"/", "/c/all", "/c/home/throws", "/pages/delivery"} <= set(pages)
    for page in pages:
        assert client.get(page).status_code == 200, page


@pytest.mark.parametrize("after", ["x", "-1", "1e3", "", "٣", "9" * 30])
def test_a_sitemap_from_nowhere(client: FlaskClient, after: str) -> None:
    assert client.get(f"/sitemap-products.xml?after={after}").status_code == 404


def test_a_sitemap_in_several_files(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from shop.storefront import machines  # noqa: PLC0415 - only here

    monkeypatch.setattr(machines, "PER_FILE", 10)
    files = [_inside(file) for file in _addresses(client, "/sitemap.xml")]
    products = [page for file in files[1:] for page in _addresses(client, file)]
    assert len(files) == 1 + PUBLISHED // 10 + 1
    assert len(products) == len(set(products)) == PUBLISHED


def test_robots(client: FlaskClient) -> None:
    answer = client.get("/robots.txt")
    assert answer.mimetype == "text/plain"
    lines = answer.text.splitlines()
    assert lines[0] == "User-agent: *"
    assert "Disallow: /admin" in lines
    sitemap = next(line for line in lines if line.startswith("Sitemap: "))
    assert client.get(_inside(sitemap.removeprefix("Sitemap: "))).status_code == 200


def test_the_manifest(client: FlaskClient) -> None:
    answer = client.get("/manifest.webmanifest")
    assert answer.mimetype == "application/manifest+json"
    manifest = json.loads(answer.text)
    assert manifest["name"] == "Nyuzi"
    assert manifest["start_url"] == "/"
    assert {icon["sizes"] for icon in manifest["icons"]} >= {"192x192", "512x512"}
    for icon in manifest["icons"]:
        found = client.get(icon["src"])
        assert (found.status_code, found.mimetype) == (200, icon["type"])


def test_old_browsers_find_the_icon(client: FlaskClient) -> None:
    answer = client.get("/favicon.ico")
    assert answer.status_code == 302
    assert client.get(answer.headers["Location"]).status_code == 200


def test_a_hostile_page_is_harmless(client: FlaskClient) -> None:
    answer = client.get("/pages/delivery")
    page = Page(answer.text)
    prose = answer.text[answer.text.index('<div class="prose">') :].partition("</article>")[0]
    assert "<h2>Delivery</h2>" in prose
    for sign in ("<script", "<img", 'href="javascript', "onerror=alert(2)>"):
        assert sign not in prose
    assert 'href="mailto:shop@example.com"' in prose
    assert "<td>1</td>" in prose
    assert page.one("h1").text == "Delivery"
    assert {script.get("src") for script in page.all("script")} - {None}
    description = page.one("meta", name="description")["content"]
    assert "&lt;" not in description
    assert "&amp;" not in description


def test_a_page_in_french_and_in_the_footer(client: FlaskClient) -> None:
    answer = client.get("/pages/delivery", headers={"Accept-Language": "fr"})
    assert Page(answer.text).one("h1").text == "Livraison"
    links = {link["href"] for link in Page(client.get("/").text).all("a")}
    assert "/pages/delivery" in links


@pytest.mark.parametrize(
    "path",
    [
        "/pages/nowhere",
        "/pages/",
        "/pages",
        "/media/",
        "/media/a.png",
        "/media/..%2Fconfig.webp",
        "/media/aaa.original",
        "/media/a.webp",
    ],
)
def test_what_is_not_there(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_originals_are_never_served(app: Flask, client: FlaskClient) -> None:
    from shop.domain.media.ports import file_store  # noqa: PLC0415 - only here

    file_store().put("abcdef.original", b"with a place in it")
    assert client.get("/media/abcdef.original").status_code == 404


def test_the_styleguide_shows_every_component(client: FlaskClient) -> None:
    answer = client.get("/styleguide")
    assert answer.status_code == 200
    assert "style=" not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/c/home",
        "/p/ring-throw",
        "/pages/delivery",
        "/search?q=throw",
        "/search?q=zzzzzz",
        "/nowhere",
    ],
)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_pages_are_well_made(client: FlaskClient, path: str, language: str) -> None:
    text = client.get(path, headers={"Accept-Language": language}).text
    page = Page(text)
    assert len(page.ids) == len(set(page.ids)), sorted(i for i in page.ids if page.ids.count(i) > 1)
    assert page.one("html")["lang"] == language
    assert len(page.all("h1")) == 1
    assert len(page.all("main")) == 1
    assert not [element for element in page.elements if "style" in element.attributes]
    assert not [
        name for element in page.elements for name in element.attributes if name.startswith("on")
    ]
    for link in page.all("a"):
        assert link.get("href")
    for label in page.all("label"):
        assert label.text or label.get("for")
    targets = {element["hx-target"][1:] for element in page.elements if element.get("hx-target")}
    assert targets <= set(page.ids)
    assert "None" not in page.one("body").text.split()
