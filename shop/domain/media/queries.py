"""Pictures as pages need them: a small plain value that also fits into JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypedDict

from sqlalchemy import bindparam, select

from shop.domain.media.models import Media, MediaState
from shop.kernel.db import read


class PictureValue(TypedDict):
    """A finished picture: its size, dominant colour, and files by format as [file, width]."""

    width: int
    height: int
    colour: str
    avif: list[tuple[str, int]]
    webp: list[tuple[str, int]]


def picture_value(media: Media | Any) -> PictureValue | None:
    """Return the picture of a media row, or None while its sizes are not made."""
    if media.state != MediaState.READY or not media.renditions:
        return None
    by_format: dict[str, list[tuple[str, int]]] = {"avif": [], "webp": []}
    for made in sorted(media.renditions, key=lambda made: made["width"]):
        by_format[made["format"]].append((made["file"], made["width"]))
    return PictureValue(
        width=media.width, height=media.height, colour=media.colour,
        avif=by_format["avif"], webp=by_format["webp"],
    )  # fmt: skip


_BY_KEY = select(
    Media.key, Media.state, Media.width, Media.height, Media.colour, Media.renditions
).where(Media.key.in_(bindparam("keys", expanding=True)))


def pictures_named(keys: Sequence[str]) -> dict[str, PictureValue]:
    """Return the finished pictures among some keys, by key."""
    if not keys:
        return {}
    rows = read(_BY_KEY, {"keys": list(keys)})
    return {row.key: made for row in rows if (made := picture_value(row))}


def pictures_by_key(keys: Sequence[str]) -> list[PictureValue]:
    """Return the finished pictures of some keys, in their order."""
    found = pictures_named(keys)
    return [found[key] for key in keys if key in found]
