"""Where tests keep their files: in memory, on a machine that has such a place."""

import os

_MEMORY = "/dev/shm"  # noqa: S108 - every folder made in it has a random name and one owner


def place() -> str | None:
    """Return the folder to make temporary folders in; None for the system's own."""
    return _MEMORY if os.access(_MEMORY, os.W_OK) else None
