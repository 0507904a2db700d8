"""A real SMTP server in a process of its own, which writes every mail down before it says so.

    with smtp_server(folder) as server:
        ...  # SMTP_URL is server.url
        server.behave(Manner.REFUSE)
        server.mails()

It can be stopped and started again on the same port. `python -m tests.support.smtp_server FOLDER
PORT` is the process itself; `FOLDER/manner` says how it behaves, `FOLDER/mails.jsonl` what it got.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from enum import StrEnum
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from shop.config import ROOT
from shop.kernel import kinship

PATIENCE = 20.0
USER, PASSWORD = "shop", "p@ss word"


class Manner(StrEnum):
    """How the server behaves from the next command on."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    """The recipient is unknown, for good."""
    LATER = "later"
    """The recipient's box is full for now."""
    SPAM = "spam"
    """The content is refused, for good."""
    HANG = "hang"
    """It takes connections and says nothing."""
    HANG_AT_END = "hang_at_end"
    """It never answers the end of a mail."""
    DIE_BEFORE_250 = "die_before_250"
    """It writes the mail down and dies before it says so."""
    DIE_AFTER_250 = "die_after_250"
    """It takes the mail, says so, and dies."""


@dataclass(frozen=True, slots=True)
class Received:
    """A mail as the server wrote it down."""

    message_id: str
    sender: str
    recipients: tuple[str, ...]
    at: float
    taken: bool
    """Whether the client was told 250."""
    raw: str

    @property
    def mail(self) -> EmailMessage:
        """Return the mail itself."""
        mail = message_from_bytes(self.raw.encode("ascii", "surrogateescape"), policy=default)
        assert isinstance(mail, EmailMessage)
        return mail


@dataclass(slots=True)
class SmtpServer:
    """The server as a test sees it."""

    folder: Path
    port: int
    options: tuple[str, ...] = ()
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        """Return what `SMTP_URL` is set to."""
        return f"smtp://127.0.0.1:{self.port}?tls=none"

    @property
    def is_alive(self) -> bool:
        """Tell whether the process runs."""
        return self._process is not None and self._process.poll() is None

    def behave(self, manner: Manner) -> None:
        """Let it behave like that from now on."""
        draft = self.folder / "manner.draft"
        draft.write_text(manner, "utf-8")
        draft.replace(self.folder / "manner")

    def start(self) -> None:
        """Start it, or start it again after its end, on the same port."""
        self.stop()
        parent = os.getpid()
        log = (self.folder / "log").open("ab")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.smtp_server", str(self.folder), str(self.port),
             *self.options],
            cwd=ROOT,
            stderr=log,
            preexec_fn=lambda: kinship.die_with_parent(parent, signal.SIGKILL),  # noqa: PLW1509 - a test's own child
        )  # fmt: skip
        log.close()
        until = time.monotonic() + PATIENCE
        while not _listens(self.port):
            if time.monotonic() > until or not self.is_alive:
                raise RuntimeError("the SMTP server does not start")
            time.sleep(0.02)

    def stop(self) -> None:
        """Kill it."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def mails(self) -> list[Received]:
        """Return every mail it wrote down, the ones it never confirmed too."""
        log = self.folder / "mails.jsonl"
        if not log.exists():
            return []
        lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
        return [Received(**line | {"recipients": tuple(line["recipients"])}) for line in lines]

    def wait_for(self, count: int, seconds: float = PATIENCE) -> list[Received]:
        """Return the mails as soon as there are `count`, or those there are in the end."""
        until = time.monotonic() + seconds
        while len(self.mails()) < count and time.monotonic() < until:
            time.sleep(0.05)
        return self.mails()


@contextmanager
def smtp_server(folder: Path, *options: str, started: bool = True) -> Iterator[SmtpServer]:
    """Run a server until the block ends.

    Options: `--tls` and `--starttls` (with `cert.pem` in the folder), `--auth`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = int(trial.getsockname()[1])
    server = SmtpServer(folder, port, options)
    server.behave(Manner.ACCEPT)
    try:
        if started:
            server.start()
        yield server
    finally:
        server.stop()


def _listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


class _Handler:
    """Does what the folder's manner says."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def manner(self) -> Manner:
        return Manner((self._folder / "manner").read_text("utf-8"))

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's own name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        match self.manner():
            case Manner.REFUSE:
                return "550 5.1.1 No such person here"
            case Manner.LATER:
                return "452 4.2.2 The box is full"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - as above
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        manner = self.manner()
        if manner is Manner.SPAM:
            return "554 5.7.1 This looks like spam"
        self._write_down(envelope, taken=manner is not Manner.DIE_BEFORE_250)
        if manner is Manner.DIE_BEFORE_250:
            os._exit(1)
        if manner is Manner.DIE_AFTER_250:
            asyncio.get_running_loop().call_later(0.05, os._exit, 1)
        if manner is Manner.HANG_AT_END:
            await asyncio.sleep(3600)
        return "250 OK"

    def _write_down(self, envelope: Envelope, *, taken: bool) -> None:
        content = envelope.content or b""
        raw = content if isinstance(content, bytes) else content.encode()
        line = {
            "message_id": str(message_from_bytes(raw)["Message-ID"]),
            "sender": envelope.mail_from,
            "recipients": envelope.rcpt_tos,
            "at": time.time(),
            "taken": taken,
            "raw": raw.decode("ascii", "surrogateescape"),
        }
        with (self._folder / "mails.jsonl").open("ab") as log:
            log.write(json.dumps(line).encode() + b"\n")
            log.flush()
            os.fsync(log.fileno())


def _authenticate(
    _server: SMTP, _session: Session, _envelope: Envelope, mechanism: str, data: Any
) -> AuthResult:
    known = LoginPassword(USER.encode(), PASSWORD.encode())
    good = mechanism in {"LOGIN", "PLAIN"} and data == known
    return AuthResult(success=good, handled=good)  # an unhandled failure is answered by 535


async def _serve(folder: Path, port: int, options: set[str]) -> None:
    handler = _Handler(folder)
    context = None
    if options & {"--tls", "--starttls"}:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(folder / "cert.pem")
    settings: dict[str, Any] = {"enable_SMTPUTF8": False}
    if "--starttls" in options:
        settings |= {"tls_context": context, "require_starttls": True}
    if "--auth" in options:
        settings |= {
            "authenticator": _authenticate, "auth_required": True,
            "auth_require_tls": "--starttls" in options,
        }  # fmt: skip

    class Quiet(asyncio.Protocol):
        """Takes a connection and never says a word."""

    def talk() -> asyncio.Protocol:
        return Quiet() if handler.manner() is Manner.HANG else SMTP(handler, **settings)

    server = await asyncio.get_running_loop().create_server(
        talk, "127.0.0.1", port, ssl=context if "--tls" in options else None
    )
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1]), int(sys.argv[2]), set(sys.argv[3:])))
