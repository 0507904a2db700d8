"""What the media slice announces."""

from __future__ import annotations

from dataclasses import dataclass

from shop.kernel.events import Event


@dataclass(frozen=True)
class PictureStored(Event):
    """A picture was stored; its sizes are still to be made."""

    media_id: int


@dataclass(frozen=True)
class RenditionsMade(Event):
    """The sizes of a picture are made; pages may show it."""

    media_id: int
