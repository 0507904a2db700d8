"""Mails as files in a folder, for a shop that sends none: the local outbox."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from contextlib import suppress
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from shop.kernel.errors import NotFound, OutOfReach
from shop.kernel.i18n import gettext as _

_ENDING = ".eml"
_NAME = re.compile(r"[A-Za-z0-9_-]{1,60}")


class FolderSender:
    """An `EmailSender` and a `Mailbox`; a mail sent twice is one file, named by its Message-ID."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, mail: EmailMessage) -> None:
        """Write the mail so that a reader sees all of it or nothing."""
        name = str(mail["Message-ID"]).strip("<>").partition("@")[0]
        if not _NAME.fullmatch(name):
            raise ValueError(f"{name!r} is no name for a mail")
        draft = self._folder / f".{name}.{os.getpid()}"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(mail.as_bytes())
            draft.replace(self._folder / f"{name}{_ENDING}")
        except OSError as error:
            with suppress(OSError):
                draft.unlink()
            raise OutOfReach(
                _("The mail cannot be kept: the disk is full or read-only."), code="DISK"
            ) from error

    def trouble(self) -> str | None:
        """Return None: a folder is always there, or made."""
        return None

    def names(self) -> Sequence[str]:
        """Return the names of the mails, the newest first."""
        found = [(file.stat().st_mtime, file.stem) for file in self._folder.glob(f"*{_ENDING}")]
        return [name for _at, name in sorted(found, reverse=True)]

    def read(self, name: str) -> EmailMessage:
        """Return the mail called `name`."""
        file = self._folder / f"{name}{_ENDING}"
        if not _NAME.fullmatch(name) or not file.is_file():
            raise NotFound(_("There is no such mail."))
        mail = message_from_bytes(file.read_bytes(), policy=default)
        assert isinstance(mail, EmailMessage)  # noqa: S101 - what this policy makes
        return mail
