"""The category tree as pages need it, remembered until something a shopper sees changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from shop.domain.catalogue.models import ROOT_PATH, Category
from shop.domain.settings.actions import SHOPFRONT
from shop.kernel.i18n import Translated, pick
from shop.kernel.stored_json import parsed
from shop.kernel.versions import Together


def _texts(stored: str) -> Translated:
    texts: Translated = parsed(stored)
    return texts


class Node:
    """A category with its place in the tree; its texts are parsed when they are first read."""

    __slots__ = ("_intro", "_name", "_size_guide", "children", "id", "parent", "path")

    def __init__(self, id_: int, path: str, name: str, intro: str, size_guide: str) -> None:
        self.id, self.path = id_, path
        self.parent: Node | None = None
        self.children: list[Node] = []
        self._name: str | Translated = name
        self._intro: str | Translated = intro
        self._size_guide: str | Translated = size_guide

    @property
    def name(self) -> Translated:
        """What it is called."""
        if isinstance(self._name, str):
            self._name = _texts(self._name)
        return self._name

    @property
    def intro(self) -> Translated:
        """A sentence or two about it."""
        if isinstance(self._intro, str):
            self._intro = _texts(self._intro)
        return self._intro

    @property
    def size_guide(self) -> Translated:
        """Its size guide in Markdown, empty where it has none of its own."""
        if isinstance(self._size_guide, str):
            self._size_guide = _texts(self._size_guide)
        return self._size_guide

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
    Category.position,
)


def _tree(rows: Sequence[tuple[str, ...]]) -> Tree:
    ordered = sorted(rows, key=lambda row: (int(row[6]), int(row[0])))
    nodes = {row[0]: Node(int(row[0]), row[2], *row[3:6]) for row in ordered}
    for row in ordered:
        if row[1] is not None:
            node, above = nodes[row[0]], nodes[row[1]]
            node.parent = above
            above.children.append(node)
    return Tree({node.id: node for node in nodes.values()}, {n.path: n for n in nodes.values()})


tree = Together(SHOPFRONT, _ALL, _tree)


def size_guide_of(node: Node) -> str:
    """Return a category's size guide, else that of the nearest category above it."""
    guides = (pick(one.size_guide) for one in reversed(node.trail))
    return next((guide for guide in guides if guide), "")
