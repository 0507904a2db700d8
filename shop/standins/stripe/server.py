"""The stand-in as a program of its own, on loopback and nowhere else."""

from __future__ import annotations

import json
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask, Response
from werkzeug.serving import WSGIRequestHandler, make_server

from shop.config import ROOT
from shop.kernel.i18n import gettext
from shop.standins.stripe import api, pages
from shop.standins.stripe.account import Account, Manners
from shop.standins.stripe.problems import Problem
from shop.standins.stripe.sender import Sender
from shop.standins.stripe.store import IN_MEMORY, Store

HOST = "127.0.0.1"


class _Quiet(WSGIRequestHandler):
    def log(self, *_arguments: Any) -> None:
        """Say nothing: calls are written down in the store."""


def create(account: Account) -> Flask:
    """Return the pretended Stripe as an app."""
    app = Flask("stripe-stand-in", template_folder=str(ROOT / "templates"), static_folder=None)
    app.extensions["account"] = account
    app.jinja_env.globals["_"] = gettext
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.register_blueprint(api.bp)
    app.register_blueprint(pages.bp)

    @app.errorhandler(Problem)
    def _refused(problem: Problem) -> Response:
        return Response(json.dumps(problem.body), problem.status, mimetype="application/json")

    return app


@contextmanager
def running(
    manners: Manners, *, port: int = 0, place: str | Path = IN_MEMORY, sends: bool = True
) -> Iterator[tuple[str, Account, Sender]]:
    """Run it in threads of this process; yields its address, its account and who sends its events.

    With `sends` off, nothing is delivered until `Sender.send_due` is called.
    """
    store = Store(place)
    account = Account(manners=manners, store=store)
    sender = Sender(account)
    server = make_server(HOST, port, create(account), threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    if sends:
        sender.start()
    try:
        yield f"http://{HOST}:{server.server_port}", account, sender
    finally:
        sender.stop()
        server.shutdown()
        thread.join()
        server.server_close()
        store.close()


def wait_for_end() -> None:
    """Wait for Ctrl-C or a polite end."""
    over = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: over.set())
    over.wait()
