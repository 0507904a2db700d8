"""Pictures as templates draw them."""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol

from shop.domain.media.ports import file_store
from shop.domain.media.queries import PictureValue


class Picture(NamedTuple):
    """A picture with its addresses by format as (url, width)."""

    alt: str
    width: int
    height: int
    colour: str
    avif: list[tuple[str, int]]
    webp: list[tuple[str, int]]

    def sources(self, kind: str, least: int = 0, most: int = 10_000) -> str:
        """Return the files of `avif` or `webp` between two widths, as `srcset` wants them."""
        files = self.avif if kind == "avif" else self.webp
        return ", ".join([f"{url} {width}w" for url, width in files if least <= width <= most])


class PictureMaker(Protocol):
    """Turns a stored picture into one that a template can draw."""

    def __call__(
        self, value: PictureValue | dict[str, Any] | None, alt: str = ""
    ) -> Picture | None:
        """Return the picture, or None where there is none."""


def picture_maker() -> PictureMaker:
    """Return a maker of pictures, so that a page asks for the file store once."""
    url = file_store().url

    def made(value: PictureValue | dict[str, Any] | None, alt: str = "") -> Picture | None:
        if value is None:
            return None
        avif = [(url(file), width) for file, width in value["avif"]]
        webp = [(url(file), width) for file, width in value["webp"]]
        return Picture(alt, value["width"], value["height"], value["colour"], avif, webp)

    return made
