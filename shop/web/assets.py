"""Style sheets and scripts: joined, lightly minified, compressed and named by their content."""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

import brotli
from flask import Flask
from whitenoise import WhiteNoise

STATIC = Path(__file__).resolve().parent.parent.parent / "static"
PREFIX = "static/"
_TEN_YEARS = 10 * 365 * 24 * 3600
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_LINE_COMMENT = re.compile(r"^\s*//.*$", re.MULTILINE)
_SPACE = re.compile(r"\s*\n\s*")
_HASHED = re.compile(r"-[0-9a-f]{12}\.[a-z0-9.]+$")
_COMPRESSED = frozenset({".css", ".js", ".svg"})


def bundle(list_file: Path) -> str:
    """Return the files that `list_file` names, in its order, without comments and indentation."""
    parts = []
    for name in list_file.read_text("utf-8").split():
        text = (list_file.parent / name).read_text("utf-8")
        text = _COMMENT.sub("", text)
        if name.endswith(".js"):
            text = _LINE_COMMENT.sub("", text)
        parts.append(_SPACE.sub("\n", text).strip())
    return "\n".join(parts)


def _sources(static: Path) -> dict[str, bytes]:
    """Return every file to be served, by the name that templates call it."""
    found = {
        f"{folder}/{list_file.stem}.{folder}": bundle(list_file).encode()
        for folder in ("css", "js")
        for list_file in sorted((static / folder).glob("*.txt"))
    }
    for folder in ("vendor", "icons"):
        for file in sorted((static / folder).glob("*")):
            if file.suffix != ".md":
                found[f"{folder}/{file.name}"] = file.read_bytes()
    return found


def _write(target: Path, content: bytes) -> None:
    """Write a file so that other processes see all of it or nothing."""
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_name(f".{target.name}.{id(content)}")
        draft.write_bytes(content)
        draft.replace(target)


def build(static: Path, target: Path) -> dict[str, str]:
    """Write the hashed files into `target` where missing; return logical name to address."""
    addresses = {}
    for name, content in _sources(static).items():
        stem, _, ending = name.rpartition(".")
        hashed = f"{stem}-{hashlib.sha256(content).hexdigest()[:12]}.{ending}"
        file = target / hashed
        if not file.exists() and f".{ending}" in _COMPRESSED:
            _write(file.with_name(file.name + ".br"), brotli.compress(content))
            _write(file.with_name(file.name + ".gz"), gzip.compress(content, 9, mtime=0))
        _write(file, content)
        addresses[name] = f"/{PREFIX}{hashed}"
    return addresses


def _immutable(_path: str, url: str) -> bool:
    return bool(_HASHED.search(url))


def init_app(app: Flask, target: Path, headers: Iterable[tuple[str, str]]) -> None:
    """Serve the built files, with `headers`, in front of the app; templates get `asset(name)`."""
    addresses = build(STATIC, target)
    app.jinja_env.globals["asset"] = addresses.__getitem__
    app.extensions["assets"] = addresses
    added = dict(headers)
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]  # the documented way to wrap an app
        app.wsgi_app,
        root=target,
        prefix=PREFIX,
        max_age=_TEN_YEARS,
        immutable_file_test=_immutable,
        allow_all_origins=False,
        add_headers_function=lambda known, _path, _url: [
            known.add_header(name, value) for name, value in added.items()
        ],
    )
