"""Reads pages as a test wants them: elements by tag and attributes, their text, their order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset({"meta", "link", "img", "input", "br", "hr", "source", "path", "use", "circle"})


@dataclass
class Element:
    """One element with what it holds."""

    tag: str
    attributes: dict[str, str]
    words: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return its words and those of everything inside it."""
        return re.sub(r"[ \t\r\n]+", " ", " ".join(self.words)).strip()

    def __getitem__(self, name: str) -> str:
        return self.attributes[name]

    def get(self, name: str) -> str | None:
        """Return an attribute, or None."""
        return self.attributes.get(name)


class Page(HTMLParser):
    """A page's elements in their order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an element without content."""
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        """End the innermost element of that tag, and what was left open in it."""
        while any(element.tag == tag for element in self._open):
            if self._open.pop().tag == tag:
                return

    def handle_data(self, data: str) -> None:
        """Take words."""
        for element in self._open:
            element.words.append(data)

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Return the elements of a tag whose attributes are, or among whose classes is, a value."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            element
            for element in self.elements
            if element.tag == tag
            and all(_fits(element.get(name), name, value) for name, value in wanted.items())
        ]

    def one(self, tag: str, **attributes: str) -> Element:
        """Return the only such element."""
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"{len(found)} of <{tag} {attributes}>"
        return found[0]

    @property
    def cards(self) -> list[str]:
        """Return the slugs of the cards of the list, in their order."""
        found = self.all("li", class_="card")
        return [card["id"].removeprefix("/p/") for card in found]

    @property
    def ids(self) -> list[str]:
        """Return every id there is."""
        return [element["id"] for element in self.elements if element.get("id")]


def _fits(found: str | None, name: str, value: str) -> bool:
    if found is None:
        return False
    return value in found.split() if name == "class" else found == value
