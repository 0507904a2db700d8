"""A mail server that only takes notes: `python -m prove.post PORT FILE`, a line for each mail."""

from __future__ import annotations

import email
import email.policy
import json
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller


class Notes:
    """Writes down what came, safely on disk before it is acknowledged."""

    def __init__(self, file: Path) -> None:
        self._file = file

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Take one mail."""
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        line = {
            "at": time.time(), "id": mail["Message-ID"], "to": list(envelope.rcpt_tos),
            "subject": mail["Subject"],
        }  # fmt: skip
        with self._file.open("a", encoding="utf-8") as out:
            out.write(json.dumps(line) + "\n")
            out.flush()
            os.fsync(out.fileno())
        return "250 noted"


def read(file: Path) -> list[dict[str, Any]]:
    """Return what was noted, in the order of its coming."""
    if not file.exists():
        return []
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def main(port: str, file: str) -> None:
    """Serve until killed."""
    controller = Controller(Notes(Path(file)), hostname="127.0.0.1", port=int(port))
    controller.start()
    print("ready", flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
