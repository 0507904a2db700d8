"""The report: printed as it grows, kept as Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


class Report:
    """Writes paragraphs and tables to the screen and to one file."""

    def __init__(self, file: Path) -> None:
        self.file = file
        file.write_text("", "utf-8")

    def say(self, *paragraphs: str) -> None:
        """Add paragraphs."""
        text = "\n\n".join(paragraphs)
        print(text, flush=True)
        with self.file.open("a", encoding="utf-8") as out:
            out.write(text + "\n\n")

    def table(self, title: str, head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """Add a table."""
        lines = [f"## {title}", "", "| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
        lines += ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]
        self.say("\n".join(lines))


def verdict(reached: float, wanted: float, *, at_least: bool) -> str:
    """Say whether a figure keeps its promise, and by how much it misses."""
    good = reached >= wanted if at_least else reached <= wanted
    return "kept" if good else f"missed by {abs(reached - wanted) / wanted:.0%}"
