"""Where the house keeps what the architecture tests look at."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from shop.config import ROOT

SHOP = ROOT / "shop"
TEMPLATES = ROOT / "templates"
STATIC = ROOT / "static"
_ELSEWHERE = frozenset({".git", ".venv", "instance"})


def python_files(*folders: str) -> list[Path]:
    """Return the Python files below some folders of the checkout, in order."""
    return sorted(file for folder in folders for file in (ROOT / folder).rglob("*.py"))


def text_files() -> Iterator[Path]:
    """Yield every text file that belongs to the project: no caches, no pictures, no instance."""
    for folder, names, files in os.walk(ROOT):
        names[:] = [name for name in names if name not in _ELSEWHERE and not _is_cache(name)]
        for file in (Path(folder) / name for name in files):
            if b"\0" not in file.read_bytes()[:4096]:
                yield file


def _is_cache(folder: str) -> bool:
    return folder.endswith("cache") or folder in {"__pycache__", ".hypothesis"}


def lines_of(file: Path) -> int:
    """Return how many lines a file has."""
    return len(file.read_text("utf-8").splitlines())


def short(file: Path) -> str:
    """Return a file's path inside the checkout, for messages."""
    return file.relative_to(ROOT).as_posix()


@cache
def tree_of(file: Path) -> ast.Module:
    """Return the syntax tree of a Python file."""
    return ast.parse(file.read_text("utf-8"), str(file))
