"""Reads the worked postings of docs/ledger.md."""

from __future__ import annotations

import re

from shop.config import ROOT

_HEAD = re.compile(r"^### (.+)$")
_ROW = re.compile(r"^\| `([a-z_]+)` \| (−?[\d,]+) \|$")


def postings() -> dict[str, dict[str, int]]:
    """Return the entries (account to minor units) of each worked posting, by its heading."""
    found: dict[str, dict[str, int]] = {}
    heading = ""
    for line in (ROOT / "docs" / "ledger.md").read_text("utf-8").splitlines():
        if head := _HEAD.match(line):
            heading = head[1]
        elif line.startswith("## "):
            heading = ""
        elif heading and (row := _ROW.match(line)):
            amount = int(row[2].replace(",", "").replace("−", "-"))
            found.setdefault(heading, {})[row[1]] = amount
    return found
