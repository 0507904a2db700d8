"""Make the category tree."""

from __future__ import annotations

from sqlalchemy import select

from shop.domain.catalogue.errors import DuplicateSlug
from shop.domain.catalogue.models import ROOT_PATH, Category
from shop.domain.settings.actions import SHOPFRONT
from shop.kernel import versions
from shop.kernel.db import session
from shop.kernel.i18n import Translated, _


def root() -> Category:
    """Return the category that holds everything, making it first in a new shop."""
    current = session()
    found = current.scalars(select(Category).where(Category.path == ROOT_PATH)).first()
    if found is None:
        name = {"en": "All products", "fr": "Tous les produits"}
        found = Category(slug=ROOT_PATH, path=ROOT_PATH, name=name)
        current.add(found)
        current.flush()
    return found


def create(
    slug: str,
    name: Translated,
    *,
    parent: Category | None = None,
    intro: Translated | None = None,
    size_guide: Translated | None = None,
    position: int = 0,
    demo: bool = False,
) -> Category:
    """Make a category below `parent`, or below the root; raises `DuplicateSlug`."""
    current, above = session(), parent or root()
    path = slug if above.path == ROOT_PATH else f"{above.path}/{slug}"
    if current.scalars(select(Category.id).where(Category.path == path)).first():
        raise DuplicateSlug(
            _("There is a category at “%(path)s” already.", path=path), field="slug"
        )
    category = Category(
        parent_id=above.id, slug=slug, path=path, name=dict(name), intro=dict(intro or {}),
        size_guide=dict(size_guide or {}), position=position, demo=demo,
    )  # fmt: skip
    current.add(category)
    current.flush()
    versions.bump(SHOPFRONT)
    return category
