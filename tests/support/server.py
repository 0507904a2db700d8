"""The shop on a real port of this machine, for browsers, in threads of the test's own process."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler

THREADS = 4
PATIENCE = 30.0


class Silent(WSGIRequestHandler):
    """Logs nothing, and gives up on lines that stay quiet."""

    timeout = 5

    def log(self, *_arguments: Any) -> None:
        """Say nothing: the shop writes its own log."""


class PooledServer(BaseWSGIServer):
    """Answers in a fixed number of threads, as the shop's own server does."""

    multithread = True

    def __init__(self, app: Flask) -> None:
        """Listen on a free port of loopback."""
        super().__init__("127.0.0.1", 0, app, handler=Silent)
        self._pool = ThreadPoolExecutor(THREADS)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Hand a request to a thread of the pool."""
        self._pool.submit(self._answer, request, client_address)

    def _answer(self, request: Any, client_address: Any) -> None:
        try:
            self.finish_request(request, client_address)
        except OSError:  # the browser went away
            pass
        finally:
            self.shutdown_request(request)

    def in_every_thread(self, act: Callable[[], None]) -> None:
        """Call `act` once in each thread of the pool, all at the same time."""
        together = threading.Barrier(THREADS)

        def call() -> None:
            together.wait(PATIENCE)
            act()

        for waiting in [self._pool.submit(call) for _ in range(THREADS)]:
            waiting.result(PATIENCE)

    @property
    def url(self) -> str:
        """Return the address of the shop."""
        return f"http://127.0.0.1:{self.server_port}"


@contextmanager
def served(app: Flask, forget: Callable[[], None]) -> Iterator[PooledServer]:
    """Serve `app` until the block ends; `forget` closes what a thread keeps open."""
    server = PooledServer(app)
    accepting = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    accepting.start()
    try:
        yield server
    finally:
        server.shutdown()
        accepting.join()
        server.in_every_thread(forget)
        server.server_close()
