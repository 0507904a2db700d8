"""The finished pictures of the demo shop: bring them into the file store and describe them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select

from shop.demo.catalogue import VIEWS
from shop.demo.progress import Progress
from shop.demo.records import DemoProduct
from shop.domain.media import actions as media
from shop.domain.media.models import Media
from shop.domain.media.ports import file_store
from shop.kernel.db import session
from shop.kernel.i18n import Translated

FOLDER = Path(__file__).parent / "pictures"
_ALT = {
    "main": {"en": "{name}, {colour}", "fr": "{name}, {colour}"},
    "close": {"en": "{name}, {colour}, close up", "fr": "{name}, {colour}, vu de près"},
    "folded": {"en": "{name}, {colour}, folded cloth", "fr": "{name}, {colour}, tissu plié"},
    "use": {"en": "{name}, {colour}, in use", "fr": "{name}, {colour}, en situation"},
}


@cache
def manifest() -> dict[str, dict[str, Any]]:
    """Return what was drawn, by key; nothing where no picture was drawn yet."""
    file = FOLDER / "manifest.json"
    if not file.is_file():
        return {}
    pictures: dict[str, dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    return pictures


def store_files(progress: Progress) -> None:
    """Copy every drawn file into the shop's file store; writing one twice is harmless."""
    store = file_store()
    with progress("Pictures", len(manifest())) as done:
        for picture in manifest().values():
            for made in picture["renditions"]:
                store.put(made["file"], (FOLDER / made["file"]).read_bytes())
            done(1)


def record_pictures() -> dict[str, int]:
    """Record every picture as media, in the caller's unit of work; return the ids by key."""
    known = {row.key: row.id for row in session().execute(select(Media.key, Media.id))}
    return {
        key: known.get(key)
        or media.record_finished(
            key, width=drawn["width"], height=drawn["height"], colour=drawn["colour"],
            renditions=drawn["renditions"], demo=True,
        ).id
        for key, drawn in manifest().items()
    }  # fmt: skip


def shown(product: DemoProduct, ids: dict[str, int]) -> list[tuple[int, str, Translated]]:
    """Return the gallery of a product: media id, colour and description of each picture."""
    return [
        (ids[f"{key}-{view}"], colour.code, _alt(view, product, colour.label))
        for colour in product.colours
        for view in VIEWS
        if (key := product.pictures[colour.code]) and f"{key}-{view}" in ids
    ]


def _alt(view: str, product: DemoProduct, colour: Translated) -> Translated:
    return {
        language: sentence.format(name=product.name[language], colour=colour[language].lower())
        for language, sentence in _ALT[view].items()
    }
