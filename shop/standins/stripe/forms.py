"""Form-encoded parameters with brackets, as Stripe takes them: `line_items[0][quantity]=1`.

https://docs.stripe.com/api (requests are form-encoded), https://docs.stripe.com/api/metadata
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from shop.standins.stripe.problems import Problem

Tree = dict[str, Any]
_NAME = re.compile(r"(\w+)((?:\[[^\[\]]*\])*)")
_PART = re.compile(r"\[([^\[\]]*)\]")


def decode(pairs: Iterable[tuple[str, str]]) -> Tree:
    """Return the tree that the pairs spell; what is numbered from 0 becomes a list."""
    tree: Tree = {}
    for name, value in pairs:
        found = _NAME.fullmatch(name)
        if found is None:
            raise Problem(f"Invalid parameter name: {name}", param=name)
        _put(tree, [found[1], *_PART.findall(found[2])], value, name)
    return {name: _lists(branch) for name, branch in tree.items()}


def _put(tree: Tree, path: list[str], value: str, name: str) -> None:
    *way, last = path
    for part in way:
        key = part or str(len(tree))
        tree = tree.setdefault(key, {})
        if not isinstance(tree, dict):
            raise Problem(f"Invalid parameter: {name}", param=name)
    key = last or str(len(tree))
    if key in tree:
        raise Problem(f"Duplicate parameter: {name}", param=name)
    tree[key] = value


def _lists(branch: Any) -> Any:
    if not isinstance(branch, dict):
        return branch
    inner = {name: _lists(twig) for name, twig in branch.items()}
    if inner and list(inner) == [str(number) for number in range(len(inner))]:
        return list(inner.values())
    return inner
