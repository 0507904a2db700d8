"""No file of the project knows the machine it was made on, or where its parts came from."""

from __future__ import annotations

import re
from pathlib import Path

from tests.architecture.house import python_files, short, text_files

_EXCUSE = re.compile(r"# (?:noqa|type: ignore)")
_REASON = re.compile(r"# noqa: [A-Z0-9, ]+ - \S|# type: ignore\[[a-z, -]+\]\s+# \S")

_FORBIDDEN = {
    "a path of one machine": re.compile(r"(?<![\w.~-])/(?:home|root|Users|work)/\w"),
    "a package registry": re.compile(
        r"pypi\.(?:org|python)|pythonhosted\.org|registry\.npmjs|unpkg\.com|jsdelivr|crates\.io"
    ),
    "an unfinished thought": re.compile(r"\b(?:TODO|FIXME|XXX)\b"),
}


def test_texts_hold_nothing_of_the_maker_s_machine() -> None:
    found = [
        f"{short(file)}:{number}: {what}"
        for file in text_files()
        if file != Path(__file__)
        for number, line in enumerate(file.read_text("utf-8", "replace").splitlines(), 1)
        for what, pattern in _FORBIDDEN.items()
        if pattern.search(line)
    ]
    assert found == []


def test_the_walk_sees_the_project() -> None:
    seen = {short(file) for file in text_files()}
    assert {"app.py", "Makefile", "templates/storefront/home.html"} <= seen
    assert not any(name.startswith(("instance/", ".git/", ".venv/")) for name in seen)


def test_every_excuse_names_its_rule_and_its_reason() -> None:
    bare = [
        f"{short(file)}:{number}"
        for file in python_files("shop", "migrations", "scripts")
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if _EXCUSE.search(line) and not _REASON.search(line)
    ]
    assert bare == []
