"""The category tree as pages need it, remembered until something a shopper sees changes."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import bindparam, select

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
).order_by(Category.position, Category.id)


def _load() -> Tree:
    rows = read(_ALL).all()
    nodes = {row.id: Node(row.id, row.path, row.name, None) for row in rows}
    for row in rows:
        if row.parent_id is not None:
            nodes[row.id].parent = nodes[row.parent_id]
            nodes[row.parent_id].children.append(nodes[row.id])
    return Tree(nodes, {node.path: node for node in nodes.values()})


tree = Remembered(SHOPFRONT, _load)
_TEXTS = select(Category.id, Category.intro, Category.size_guide).where(
    Category.id.in_(bindparam("ids", expanding=True))
)


@dataclass(frozen=True, slots=True)
class Texts:
    """What a category says beside its name; empty where it says nothing."""

    intro: str
    size_guide: str


def texts_of(node: Node) -> Texts:
    """Return a category's texts; its size guide may be that of a category above it."""
    way = [node, *reversed(node.trail[:-1])]
    rows = {row.id: row for row in read(_TEXTS, {"ids": [one.id for one in way]})}
    found = [rows[one.id] for one in way if one.id in rows]
    guides = (pick(row.size_guide) for row in found)
    return Texts(
        intro=pick(found[0].intro) if found else "",
        size_guide=next((guide for guide in guides if guide), ""),
    )
