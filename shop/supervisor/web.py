"""The web server: granian with worker processes and blocking threads, for one WSGI application."""

import os
import signal
import sys
import threading
from types import SimpleNamespace
from typing import Any

from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server import Server, mp

from shop.config import Config
from shop.kernel import kinship
from shop.supervisor import nursery

KILL_SECONDS = 10


class _LastWait(threading.Event):
    """What a worker's main thread waits on until everything is answered; then the process ends.

    Waking that thread, granian 2.8.7 frees the parts of its server while its own threads still
    let go of them, and now and then dies of that with a fatal error of the interpreter. So the
    process ends in the thread that brings the news.
    """

    def set(self) -> None:
        """End the process, and never return."""
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)


class Loader:
    """Hands a worker the application, and ties it to the life of the server that forked it."""

    def __init__(self, app_in: str) -> None:
        """Load the application once for all workers, and note who their parent is going to be."""
        self._parent = os.getpid()
        self._app_in = app_in
        self._app = nursery.load(app_in=app_in)

    def renew(self) -> None:
        """Have the workers from now on read our own code anew; the others' libraries stay."""
        self._app = None

    def __call__(self) -> Any:
        """Return the WSGI application."""
        kinship.die_with_parent(self._parent, signal.SIGTERM)
        signal.signal(
            signal.SIGTERM, signal.SIG_DFL
        )  # until granian listens: no request is here yet
        vars(mp)["threading"] = SimpleNamespace(Event=_LastWait)
        if self._app is None:
            nursery.forget()
            return nursery.load(app_in=self._app_in)
        return self._app


def serve(config: Config, app_in: str = nursery.APP) -> None:
    """Answer requests until TERM or INT; HUP replaces the workers one by one."""
    nursery.spare_arenas()
    loader = Loader(app_in)
    server = Server(
        f"{app_in}:app",
        address=config.host,
        port=config.port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        workers=config.web_workers,
        blocking_threads=config.web_threads,
        workers_kill_timeout=KILL_SECONDS,
        log_level=LogLevels.warning,
    )
    server.on_reload(loader.renew)
    server.serve(target_loader=loader, wrap_loader=False)
