"""A small shop to search in."""

from typing import Any

from shop.domain.catalogue.models import Product
from shop.domain.search import actions
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.catalogue import category, product
from tests.factories.memory import forget_session


def made(english: str, french: str = "", **more: Any) -> Product:
    """Make a published product by its names."""
    return product(name={"en": english, "fr": french or english}, **more)


def fill() -> dict[str, int]:
    """Fill the shop and index it; returns the ids of its products by their English names."""
    with unit_of_work():
        shoes = category("shoes", name={"en": "Shoes", "fr": "Chaussures"})
        home = category("home", name={"en": "Home", "fr": "Maison"})
        tea = category("tea", parent=home, name={"en": "Tea", "fr": "Thé"})
        products = [
            made("Sandals", "Chaussures d\u2019été", category_ids=[shoes.id], popularity=10),
            made("Boots", "Chaussures noires", category_ids=[shoes.id], popularity=30),
            made("Black headphones", "Casque noir", category_ids=[home.id], popularity=5),
            made("Green tea, 500 ml", "Thé vert, 500ml", category_ids=[tea.id], popularity=5),
            made(
                "Crème brûlée set",
                "Service à crème brûlée",
                category_ids=[home.id],
                popularity=5,
                tags=["kettle"],
            ),
            made(
                "Kettle",
                "Bouilloire",
                category_ids=[home.id],
                description={"en": "For [tea](https://example.com/zebra) and **batteries**."},
            ),
            made("T-shirt", "Tee-shirt", category_ids=[shoes.id], sku="NY-TS-01"),
            made("Cape", "Cape", category_ids=[home.id], material={"en": "Handwoven kanga"}),
            made("Car", "Voiture", category_ids=[home.id], tags=["knife"]),
        ]
        made("Draft boots", publish=False, category_ids=[shoes.id])
        actions.rebuild()
        ids = {item.name["en"]: item.id for item in products}
    forget_session()
    return ids
