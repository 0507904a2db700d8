"""Pictures for tests: made small, once for each process."""

from __future__ import annotations

import hashlib
import io
from functools import cache
from typing import Any

from PIL import Image

from shop.domain.media import actions
from shop.domain.media.models import Media
from shop.domain.media.ports import file_store
from shop.domain.media.renditions import Picture, render

_ORIENTATION = 0x0112


def jpeg(width: int = 400, height: int = 500, colour: str = "#22307a", turned: int = 1) -> bytes:
    """Return a JPEG with a red left edge; `turned` is its EXIF orientation (1 is upright)."""
    image = Image.new("RGB", (width, height), colour)
    image.paste("#ff0000", (0, 0, width // 4, height))
    exif = Image.Exif()
    exif[_ORIENTATION] = turned
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, quality=90)
    return out.getvalue()


@cache
def _rendered(colour: str) -> Picture:
    return render(jpeg(800, 1000, colour))


def _key(colour: str) -> str:
    return hashlib.sha256(colour.encode()).hexdigest()


def put_files(colour: str) -> list[dict[str, Any]]:
    """Write the files of the picture of a colour into the store; return its renditions."""
    files = []
    for made in _rendered(colour).renditions:
        name = f"{_key(colour)[:24]}-{made.width}.{made.format}"
        file_store().put(name, made.data)
        files.append(
            {
                "format": made.format, "width": made.width, "height": made.height,
                "file": name, "bytes": len(made.data),
            }
        )  # fmt: skip
    return files


def picture(colour: str = "#22307a") -> Media:
    """Record a finished picture of one colour."""
    made = _rendered(colour)
    return actions.record_finished(
        _key(colour), width=made.width, height=made.height, colour=made.colour,
        renditions=put_files(colour),
    )  # fmt: skip
