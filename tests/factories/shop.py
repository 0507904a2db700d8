"""The small seeded shop of the page tests: every case a shopper can meet, in 36 products."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from shop.domain.catalogue.actions import publication
from shop.domain.catalogue.drafts import ImageDraft
from shop.domain.content import actions as content
from shop.domain.settings import actions as settings
from shop.kernel import clock
from shop.kernel.quantity import Unit
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.catalogue import HEX, category, colours, product, sizes
from tests.factories.inventory import stock
from tests.factories.media import picture, put_files
from tests.factories.shipping import delivering

HOSTILE = (
    "# Delivery\n\n<script>alert(1)</script> <img src=x onerror=alert(2)>\n\n"
    "[click](javascript:alert(3)) [mail](mailto:shop@example.com)\n\n"
    "![picture](https://elsewhere.example/track.gif)\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
)
MORE = 24
PUBLISHED = 9 + MORE + 1
"""How many products a shopper sees in the whole shop."""


def seed(app: Flask) -> None:
    """Fill an empty shop."""
    with unit_of_work():
        settings.change(
            {
                "name": "Nyuzi",
                "address": "Biashara Street, Mombasa",
                "phone": "+254 700 000 000",
                "saying": {"en": "Cloth with a saying.", "fr": "Du tissu qui parle."},
            }
        )
        _named()
        _many()
        _unseen()
        delivering()
        content.write(
            "delivery",
            {"en": "Delivery", "fr": "Livraison"},
            {"en": HOSTILE, "fr": "Livraison."},
            position=1,
        )


def put_pictures() -> None:
    """Write the picture files into the store of this process."""
    for code in ("indigo", "madder"):
        put_files(HEX[code])


def _named() -> None:
    home = category("home", name={"en": "Home", "fr": "Maison"}, intro={"en": "For the house."})
    throws = category("throws", home, name={"en": "Throws", "fr": "Jetés"})
    cushions = category("cushions", home, name={"en": "Cushions", "fr": "Coussins"})
    kitenge = category(
        "kitenge", name={"en": "Kitenge", "fr": "Pagne"}, size_guide={"en": "Cut **by the metre**."}
    )
    category("empty", name={"en": "Empty", "fr": "Vide"})
    pictures = {code: picture(HEX[code]).id for code in ("indigo", "madder")}
    images = [ImageDraft(pictures[code], {"en": f"A throw in {code}"}, code) for code in pictures]
    stock(
        product(
            slug="ring-throw",
            name={"en": "Ring throw", "fr": "Jeté à anneaux"},
            sku="NY-THR-01",
            material={"en": "Cotton", "fr": "Coton"},
            category_ids=[throws.id],
            popularity=900,
            description={"en": "A **soft** throw.\n\n- washable", "fr": "Un jeté doux."},
            options=[colours("indigo", "madder"), sizes("s", "l")],
            images=images,
            price=350_000,
            prices={("indigo", "l"): 480_000},
            tags=["Handwoven"],
        ),
        40,
        3,
        20,
        0,
    )
    stock(
        product(
            slug="sale-throw",
            name={"en": "Sale throw", "fr": "Jeté soldé"},
            price=180_000,
            compare_at=240_000,
            category_ids=[throws.id],
            popularity=500,
            images=[ImageDraft(pictures["indigo"], {"en": "Blue"})],
        ),
        50,
    )
    product(
        slug="sold-out-throw",
        name={"en": "Sold-out throw", "fr": "Jeté épuisé"},
        category_ids=[throws.id],
        price=99_000,
        popularity=700,
    )
    stock(
        product(
            slug="low-cushion",
            name={"en": "Low cushion", "fr": "Coussin rare"},
            category_ids=[cushions.id],
            price=120_000,
            tags=["Handwoven", "Gift"],
            options=[colours("madder")],
            popularity=300,
        ),
        2,
    )
    stock(
        product(
            slug="sized-cushion",
            name={"en": "Sized cushion", "fr": "Coussin à tailles"},
            category_ids=[cushions.id, throws.id],
            price=260_000,
            options=[sizes("s", "m", "l")],
            popularity=310,
        ),
        9,
        0,
        12,
    )
    stock(
        product(
            slug="kitenge-indigo",
            name={"en": "Kitenge indigo", "fr": "Pagne indigo"},
            unit=Unit.METRE,
            quantity_step=50,
            category_ids=[kitenge.id],
            price=80_000,
            popularity=600,
        ),
        1250,
    )
    stock(
        product(
            slug="kitenge-rest",
            name={"en": "Kitenge rest", "fr": "Chute de pagne"},
            unit=Unit.METRE,
            quantity_step=50,
            category_ids=[kitenge.id],
            price=60_000,
            popularity=100,
        ),
        250,
    )
    stock(
        product(
            slug="no-picture",
            name={"en": "<b>Bold & odd</b>", "fr": "<b>Drôle</b>"},
            category_ids=[kitenge.id],
            price=1,
            material={"en": "</script><i>"},
            description={"en": "</script><script>alert(1)</script>"},
        ),
        5,
    )
    product(slug="homeless", name={"en": "Homeless", "fr": "Sans rayon"}, price=500_000)


def _many() -> None:
    """Enough products in one category for a second page, several with the same sort keys."""
    lots = category("lots", name={"en": "Lots", "fr": "Lots"})
    for number in range(MORE):
        made = product(
            slug=f"plain-{number:02}",
            name={"en": f"Plain {number:02}", "fr": f"Uni {number:02}"},
            category_ids=[lots.id],
            price=100_000 + number // 4 * 50_000,
            popularity=number % 5,
            compare_at=900_000 if number % 6 == 0 else None,
        )
        stock(made, number % 3 * 10)
    extra = product(
        slug="plain-last",
        name={"en": "Plain last", "fr": "Uni dernier"},
        category_ids=[lots.id],
        price=100_000,
    )
    stock(extra, 7)


def _unseen() -> None:
    lots, moment = "hidden", clock.now()
    place = category(lots, name={"en": "Hidden", "fr": "Caché"}).id
    stock(product(slug="draft", category_ids=[place], publish=False), 5)
    publication.archive(product(slug="archived", category_ids=[place]))
    product(slug="future", category_ids=[place], publish_at=moment + timedelta(days=900))
    past = moment - timedelta(days=2)
    product(
        slug="past", category_ids=[place], publish_at=past, unpublish_at=past + timedelta(days=1)
    )
