"""The category tree as pages need it, remembered until something a shopper sees changes."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import select

from shop.domain.catalogue.models import ROOT_PATH, Category
from shop.domain.settings.actions import SHOPFRONT
from shop.kernel.db import read
from shop.kernel.i18n import Translated, pick
from shop.kernel.versions import Remembered


@dataclass(slots=True)
class Node:
    """A category with its place in the tree."""

    id: int
    path: str
    name: Translated
    intro: Translated
    size_guide: Translated
    parent: Node | None
    children: list[Node] = field(default_factory=list)

    @property
    def trail(self) -> list[Node]:
        """The way here from below the root, this category last."""
        above = self.parent.trail if self.parent else []
        return above if self.path == ROOT_PATH else [*above, self]


@dataclass(frozen=True, slots=True)
class Tree:
    """All categories by id and by path."""

    by_id: dict[int, Node]
    by_path: dict[str, Node]

    @property
    def root(self) -> Node | None:
        """The category that holds everything; None in a shop without any."""
        return self.by_path.get(ROOT_PATH)

    @property
    def top(self) -> list[Node]:
        """The categories of the main navigation."""
        return self.root.children if self.root else []


_ALL = select(
    Category.id,
    Category.parent_id,
    Category.path,
    Category.name,
    Category.intro,
    Category.size_guide,
).order_by(Category.position, Category.id)


def _load() -> Tree:
    rows = read(_ALL).all()
    nodes = {
        row.id: Node(row.id, row.path, row.name, row.intro, row.size_guide, None) for row in rows
    }
    for row in rows:
        if row.parent_id is not None:
            nodes[row.id].parent = nodes[row.parent_id]
            nodes[row.parent_id].children.append(nodes[row.id])
    return Tree(nodes, {node.path: node for node in nodes.values()})


tree = Remembered(SHOPFRONT, _load)


def size_guide_of(node: Node) -> str:
    """Return a category's size guide, else that of the nearest category above it."""
    guides = (pick(one.size_guide) for one in reversed(node.trail))
    return next((guide for guide in guides if guide), "")
