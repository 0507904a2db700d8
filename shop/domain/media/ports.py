"""The contract of a file store, and the registry of those there are."""

from __future__ import annotations

from typing import Protocol

from shop.kernel.registry import Registry


class FileStore(Protocol):
    """Keeps files under names that the domain chooses; writing the same name twice is harmless."""

    def put(self, name: str, content: bytes) -> None:
        """Store `content`; raises `Unavailable` where it cannot be stored."""

    def get(self, name: str) -> bytes:
        """Return the content; raises `NotFound`."""

    def delete(self, name: str) -> None:
        """Remove the file, if there is one."""

    def url(self, name: str) -> str:
        """Return the address under which a browser finds the file."""


stores: Registry[FileStore] = Registry("file store")


def file_store() -> FileStore:
    """Return the store of this shop."""
    return stores.get("files")
