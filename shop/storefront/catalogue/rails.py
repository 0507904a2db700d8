"""The row of category chips above a list on phones."""

from __future__ import annotations

from shop.domain.catalogue.queries import navigation
from shop.domain.catalogue.queries.navigation import Node
from shop.kernel.i18n import _, pick
from shop.storefront.context import CATEGORY_PATH, NavItem


def category_url(node: Node) -> str:
    """Return the address of a category."""
    return CATEGORY_PATH + node.path


def category_rail(node: Node) -> list[NavItem]:
    """Return where one can go from a category: All, then its children or its neighbours."""
    above = node if node.children or node.parent is None else node.parent
    all_of = NavItem(_("All"), category_url(above), current=node is above)
    return [all_of] + [
        NavItem(pick(child.name), category_url(child), current=child is node)
        for child in above.children
    ]


def trail(node: Node | None) -> list[tuple[str, str]]:
    """Return the breadcrumb from the shop's front down to a category."""
    root = navigation.tree().root
    start = [(_("Shop"), category_url(root))] if root else []
    return start + [(pick(step.name), category_url(step)) for step in (node.trail if node else [])]
