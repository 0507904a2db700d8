"""Record pictures: stored ones that wait for their sizes, and finished ones."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from shop.domain.media.events import PictureStored, RenditionsMade
from shop.domain.media.models import Media, MediaState
from shop.kernel import clock
from shop.kernel.db import session
from shop.kernel.events import emit

_AT_ONCE = 100
_FORGOTTEN_AFTER = timedelta(hours=1)


def record_stored(key: str, name: str) -> Media:
    """Record an upload whose sizes the worker will make; the same content is recorded once."""
    current = session()
    found = current.scalars(select(Media).where(Media.key == key)).first()
    if found is not None and found.state != MediaState.FAILED:
        return found
    media = found or Media(key=key, name=name[:255])
    media.state = MediaState.WAITING
    current.add(media)
    current.flush()
    emit(PictureStored(media.id))
    return media


def record_finished(
    key: str,
    *,
    width: int,
    height: int,
    colour: str,
    renditions: Sequence[dict[str, Any]],
    demo: bool = False,
) -> Media:
    """Record a picture whose sizes are in the store already."""
    current = session()
    media = current.scalars(select(Media).where(Media.key == key)).first() or Media(key=key)
    media.state, media.width, media.height = MediaState.READY, width, height
    media.colour, media.renditions, media.demo = colour, list(renditions), demo
    current.add(media)
    current.flush()
    return media


def finish(
    media_id: int, *, width: int, height: int, colour: str, files: list[dict[str, Any]]
) -> None:
    """Write down the sizes that were made, and announce them."""
    media = session().get_one(Media, media_id)
    media.state, media.reason = MediaState.READY, None
    media.width, media.height, media.colour, media.renditions = width, height, colour, files
    session().flush()
    emit(RenditionsMade(media_id))


def refuse(media_id: int, reason: str) -> None:
    """Write down why no sizes can be made of a picture."""
    media = session().get_one(Media, media_id)
    media.state, media.reason = MediaState.FAILED, reason


def announce_forgotten() -> int:
    """Announce stored pictures that have waited for an hour; returns how many."""
    since = clock.now() - _FORGOTTEN_AFTER
    waiting = select(Media.id).where(Media.state == MediaState.WAITING, Media.updated_at < since)
    forgotten = session().scalars(waiting.limit(_AT_ONCE)).all()
    for media_id in forgotten:
        session().get_one(Media, media_id).updated_at = clock.now()
        emit(PictureStored(media_id))
    return len(forgotten)
