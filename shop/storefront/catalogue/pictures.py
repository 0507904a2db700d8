"""Pictures as templates draw them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from shop.domain.media.ports import file_store
from shop.domain.media.queries import PictureValue


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its addresses by format as (url, width)."""

    alt: str
    width: int
    height: int
    colour: str
    avif: list[tuple[str, int]]
    webp: list[tuple[str, int]]
    id: str = ""


def picture(
    value: PictureValue | dict[str, Any] | None, alt: str = "", id_: str = ""
) -> Picture | None:
    """Return the picture of a stored value, or None where there is none."""
    if value is None:
        return None
    url = file_store().url
    return Picture(
        alt=alt,
        width=value["width"],
        height=value["height"],
        colour=value["colour"],
        avif=[(url(file), width) for file, width in value["avif"]],
        webp=[(url(file), width) for file, width in value["webp"]],
        id=id_,
    )
