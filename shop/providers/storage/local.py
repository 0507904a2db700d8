"""Files under `instance/media`, served by the shop itself."""

from __future__ import annotations

import os
from pathlib import Path

from shop.kernel.errors import NotFound, Unavailable
from shop.kernel.i18n import gettext as _

URL_PREFIX = "/media/"


class LocalFileStore:
    """A `FileStore` in a folder; names are made by the domain and hold no path."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, name: str, content: bytes) -> None:
        """Write the file so that a reader sees all of it or nothing."""
        target = self._path(name)
        draft = target.with_name(f".{target.name}.{os.getpid()}")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(content)
            draft.replace(target)
        except OSError as error:
            draft.unlink(missing_ok=True)
            raise Unavailable(
                _("The picture cannot be stored: the disk is full or read-only."), code="DISK"
            ) from error

    def get(self, name: str) -> bytes:
        """Return the content of a file."""
        try:
            return self._path(name).read_bytes()
        except FileNotFoundError as error:
            raise NotFound(_("There is no such file.")) from error

    def delete(self, name: str) -> None:
        """Remove a file, if it is there."""
        self._path(name).unlink(missing_ok=True)

    def url(self, name: str) -> str:
        """Return the address of a file."""
        return URL_PREFIX + name

    def _path(self, name: str) -> Path:
        """Spread files over 256 folders, so that none grows too large to list."""
        if "/" in name or name.startswith("."):
            raise NotFound(_("There is no such file."))
        return self._folder / name[:2] / name
