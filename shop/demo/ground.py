"""What a demo shop stands on before there are goods: settings, taxes, tags, categories, pages."""

from __future__ import annotations

from sqlalchemy import exists, select

from shop.demo.catalogue import demo_shop
from shop.demo.delivery import lay_delivery
from shop.demo.payments import lay_payments
from shop.demo.vocabulary import extra_categories, vocabulary
from shop.domain.catalogue.actions import categories, facet_values
from shop.domain.catalogue.models import COLOUR, ROOT_PATH, SIZE, Category, Product
from shop.domain.content import actions as content
from shop.domain.content.models import ContentPage
from shop.domain.settings import actions as settings
from shop.domain.tax.models import TaxClass
from shop.kernel.db import session
from shop.kernel.i18n import Translated

ACTOR, REASON = "demo", "Opening stock"
OPTION_NAMES = {
    COLOUR: {"en": "Colour", "fr": "Couleur"},
    SIZE: {"en": "Size", "fr": "Taille"},
}


def lay_ground() -> None:
    """Set the shop up, inside the caller's unit of work; classes and zones that exist are kept."""
    shop = demo_shop()
    settings.change(shop.settings)
    _lay_rules()
    facet_values.Bits().mask(facet_values.TAG, shop.tags)
    for position, category in enumerate(shop.categories):
        _category(category.path, category.name, category.intro, {}, position)
    _write_pages()
    session().flush()


def renew_ground() -> bool:
    """Give a demo that an older version loaded what the demo has had since: how to buy there.

    Tells whether there is a demo at all; a shop of somebody's own is left alone.
    """
    if not session().scalar(select(exists().where(Product.demo))):
        return False
    _lay_rules()
    _write_pages()
    return True


def _lay_rules() -> None:
    known = set(session().scalars(select(TaxClass.code)))
    session().add_all(
        TaxClass(code=code, name=name, demo=True)
        for code, name in demo_shop().tax_classes
        if code not in known
    )
    session().flush()
    lay_delivery()
    lay_payments()


def _write_pages() -> None:
    """Write the demo's pages; one that people wrote at the same address stays theirs."""
    own = set(session().scalars(select(ContentPage.slug).where(~ContentPage.demo)))
    pages = [page for page in demo_shop().pages if page.slug not in own]
    for position, page in enumerate(pages):
        content.write(page.slug, page.title, page.body, position=position, demo=True)


def widen_tree() -> None:
    """Add the categories that only large catalogues need, and the tags with their names."""
    words, guides = vocabulary(), demo_shop().size_guides
    tags = [(code, {"en": english, "fr": french}) for code, english, french in words.tags.words]
    facet_values.Bits().mask(facet_values.TAG, tags)
    first = len(demo_shop().categories)
    for position, (path, english, french, guide) in enumerate(extra_categories(), start=first):
        _category(path, {"en": english, "fr": french}, {}, guides.get(guide, {}), position)


def _category(
    path: str, name: Translated, intro: Translated, size_guide: Translated, position: int
) -> None:
    if _find(path) is not None:
        return
    above, _slash, slug = path.rpartition("/")
    categories.create(
        slug, name, parent=_find(above) if above else None, intro=intro, size_guide=size_guide,
        position=position, demo=True,
    )  # fmt: skip


def _find(path: str) -> Category | None:
    return session().scalars(select(Category).where(Category.path == path)).first()


def category_ids() -> dict[str, int]:
    """Return the ids of all categories by path."""
    rows = session().execute(select(Category.path, Category.id).where(Category.path != ROOT_PATH))
    return {row.path: row.id for row in rows}


def tax_class_ids() -> dict[str, int]:
    """Return the ids of the tax classes by code."""
    return {row.code: row.id for row in session().execute(select(TaxClass.code, TaxClass.id))}
