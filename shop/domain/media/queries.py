"""Pictures as pages need them: a small plain value that also fits into JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypedDict

from sqlalchemy import bindparam, select

from shop.domain.media.models import Media, MediaState
from shop.kernel.db import read
from shop.kernel.stored_json import as_text, parsed


class PictureValue(TypedDict):
    """A finished picture: its size, dominant colour, and files by format as [file, width]."""

    width: int
    height: int
    colour: str
    avif: list[tuple[str, int]]
    webp: list[tuple[str, int]]


def picture_value(media: Media | Any) -> PictureValue | None:
    """Return the picture of a media row, or None while its sizes are not made."""
    if media.state != MediaState.READY:
        return None
    return picture_made(media.width, media.height, media.colour, media.renditions)


def picture_made(
    width: int, height: int, colour: str, renditions: Sequence[dict[str, Any]] | None
) -> PictureValue | None:
    """Return a picture that is ready, or None where there is no file of it."""
    if not renditions:
        return None
    by_format: dict[str, list[tuple[str, int]]] = {"avif": [], "webp": []}
    for made in sorted(renditions, key=lambda made: made["width"]):
        by_format[made["format"]].append((made["file"], made["width"]))
    return PictureValue(
        width=width, height=height, colour=colour, avif=by_format["avif"], webp=by_format["webp"]
    )


_BY_KEY = select(
    Media.key, Media.width, Media.height, Media.colour, as_text(Media.renditions)
).where(Media.key.in_(bindparam("keys", expanding=True)), Media.state == MediaState.READY)


def pictures_named(keys: Sequence[str]) -> dict[str, PictureValue]:
    """Return the finished pictures among some keys, by key."""
    if not keys:
        return {}
    rows = read(_BY_KEY, {"keys": list(keys)}).all()
    found = (
        (key, picture_made(width, height, colour, parsed(files)))
        for key, width, height, colour, files in rows
    )
    return {key: made for key, made in found if made}


def pictures_by_key(keys: Sequence[str]) -> list[PictureValue]:
    """Return the finished pictures of some keys, in their order."""
    found = pictures_named(keys)
    return [found[key] for key in keys if key in found]
