"""A provider that takes its time: `python -m prove.slow PORT SECONDS` listens and says nothing."""

from __future__ import annotations

import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


def main(port: str, seconds: str) -> None:
    """Serve until killed."""

    class Slow(BaseHTTPRequestHandler):
        """Reads what it is asked, sleeps, and says that it is out of order."""

        def answer(self) -> None:
            """Answer far too late."""
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            time.sleep(float(seconds))
            self.send_error(503)

        do_GET = do_POST = answer  # noqa: N815 - the library's names

        def log_message(self, *_arguments: Any) -> None:
            """Say nothing."""

    ThreadingHTTPServer(("127.0.0.1", int(port)), Slow).serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
