"""Verbs that read and write files between transactions of their own."""

from __future__ import annotations

import hashlib

from shop.domain.media import actions
from shop.domain.media.models import Media, MediaState
from shop.domain.media.ports import file_store
from shop.domain.media.renditions import render
from shop.kernel.db import session
from shop.kernel.errors import Invalid
from shop.kernel.unit_of_work import unit_of_work


def _original(key: str) -> str:
    return f"{key}.original"


def upload(content: bytes, name: str) -> int:
    """Store what somebody uploaded and have its sizes made; returns the picture's id.

    The same content again is the same picture. Raises `Unavailable` where the disk is full.
    """
    key = hashlib.sha256(content).hexdigest()
    file_store().put(_original(key), content)
    with unit_of_work():
        return actions.record_stored(key, name).id


def make_renditions(media_id: int) -> None:
    """Make all sizes of a stored picture; harmless when run twice.

    What is no picture is refused with its reason, which the uploader sees.
    """
    media = session().get_one(Media, media_id)
    if media.state == MediaState.READY:
        return
    key, store = media.key, file_store()
    session().rollback()
    try:
        picture = render(store.get(_original(key)))
    except Invalid as error:
        with unit_of_work():
            actions.refuse(media_id, error.sentence)
        return
    files = []
    for made in picture.renditions:
        file = f"{key[:24]}-{made.width}.{made.format}"
        store.put(file, made.data)
        files.append(
            {
                "format": made.format, "width": made.width, "height": made.height,
                "file": file, "bytes": len(made.data),
            }
        )  # fmt: skip
    with unit_of_work():
        actions.finish(
            media_id, width=picture.width, height=picture.height, colour=picture.colour, files=files
        )
