"""The web server: granian with worker processes and blocking threads, for one WSGI application."""

import gc
import logging
import os
import signal
import threading
from importlib import import_module
from types import SimpleNamespace
from typing import Any

from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server import Server, mp

from shop.config import Config
from shop.kernel import kinship

# Imported before the fork, so that the workers share their memory and start in half the time:
# others' libraries only, since a reload by HUP must read our own code anew.
SHARED = (
    "babel.dates",
    "flask_limiter",
    "flask_sqlalchemy",
    "flask_wtf.csrf",
    "markdown_it",
    "nh3",
    "rapidfuzz",
    "redis",
    "structlog",
    "whitenoise",
)
KILL_SECONDS = 10


class _LastWait(threading.Event):
    """What a worker's main thread waits on until everything is answered; then the process ends.

    Returning from there, granian 2.8.7 frees the parts of its server while its own threads still
    let go of them, and now and then dies of that with a fatal error of the interpreter.
    """

    def wait(self, timeout: float | None = None) -> bool:
        """Wait, and never return."""
        super().wait(timeout)
        logging.shutdown()
        os._exit(0)


class Loader:
    """Loads the application in a worker, tied to the life of the server that forked it."""

    def __init__(self) -> None:
        """Note who the parent is going to be."""
        self._parent = os.getpid()

    def __call__(self) -> Any:
        """Return the WSGI application."""
        kinship.die_with_parent(self._parent, signal.SIGTERM)
        vars(mp)["threading"] = SimpleNamespace(Event=_LastWait)
        return import_module("app").app


def serve(config: Config) -> None:
    """Answer requests until TERM or INT; HUP replaces the workers one by one."""
    for name in SHARED:
        import_module(name)
    gc.freeze()  # the collector would write to every shared page otherwise
    server = Server(
        "app:app",
        address=config.host,
        port=config.port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        workers=config.web_workers,
        blocking_threads=config.web_threads,
        workers_kill_timeout=KILL_SECONDS,
        log_level=LogLevels.warning,
    )
    server.serve(target_loader=Loader(), wrap_loader=False)
