"""Small files are a decision: every kind has its budget, in lines."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from shop.config import ROOT
from tests.architecture.house import SHOP, STATIC, TEMPLATES, lines_of, python_files, short, tree_of

FACES = ("shop/storefront", "shop/backoffice", "shop/api")
BUDGETS: dict[str, tuple[int, list[Path]]] = {
    "a view module": (150, python_files(*FACES)),
    "a module of actions": (
        120,
        [*SHOP.glob("domain/*/actions.py"), *SHOP.glob("domain/*/actions/*.py")],
    ),
    "a module of models": (
        200,
        [*SHOP.glob("domain/*/models.py"), *SHOP.glob("domain/*/models/*.py")],
    ),
    "any Python file": (
        400,
        [ROOT / "app.py", *python_files("shop", "tests", "scripts", "bench", "prove")],
    ),
    "a page": (120, [file for file in TEMPLATES.rglob("*.html") if not file.name.startswith("_")]),
    "a partial": (60, list(TEMPLATES.rglob("_*.html"))),
    "a component": (60, list(TEMPLATES.glob("components/*.html"))),
    "a style sheet": (150, list(STATIC.rglob("*.css"))),
    "a behaviour": (60, list(STATIC.glob("js/**/*.js"))),
}
VIEW_FUNCTION = 25
_VERBS = frozenset({"get", "post", "put", "patch", "delete", "route"})


@pytest.mark.parametrize("kind", BUDGETS)
def test_files_keep_to_their_budget(kind: str) -> None:
    budget, files = BUDGETS[kind]
    assert files
    over = {short(file): lines for file in files if (lines := lines_of(file)) > budget}
    assert over == {}, f"{kind} has {budget} lines at most"


def _is_view(function: ast.FunctionDef) -> bool:
    """Tell whether a function is registered at an address: `@bp.get("/")` and the like."""
    return any(
        isinstance(mark, ast.Call)
        and isinstance(mark.func, ast.Attribute)
        and mark.func.attr in _VERBS
        for mark in function.decorator_list
    )


def _views() -> dict[str, int]:
    """Return the lines of every view, from its `def` to its end."""
    return {
        f"{short(file)}:{node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for file in python_files(*FACES)
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.FunctionDef) and _is_view(node)
    }


def test_views_are_short() -> None:
    views = _views()
    assert "shop/storefront/home.py:home" in views
    assert {name: lines for name, lines in views.items() if lines > VIEW_FUNCTION} == {}


def test_every_module_begins_with_a_sentence() -> None:
    files = [
        ROOT / "app.py",
        *python_files("shop", "migrations", "scripts", "bench", "prove", "tests"),
    ]
    silent = [short(file) for file in files if not (ast.get_docstring(tree_of(file)) or "").strip()]
    assert silent == []
