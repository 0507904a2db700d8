"""`make run` and `make dev`: prepare the shop, start its processes in order, end them together."""

import http.client
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NoReturn
from urllib.parse import urlsplit

from shop.config import WILDCARD_HOSTS, Config, Environment
from shop.kernel import kinship
from shop.supervisor import database, nursery, store
from shop.supervisor.children import Children, python
from shop.supervisor.preparation import PreparationError
from shop.supervisor.watch import Changes, Watch

WEB_SECONDS = 30.0
FLASK = python("-m", "flask")
BACKGROUND = {
    "worker": [*FLASK, "worker", "run"],
    "scheduler": [*FLASK, "scheduler", "run"],
}


@dataclass(slots=True)
class Supervisor:
    """Starts and watches everything the shop consists of, on one machine."""

    config: Config
    children: Children
    watch: Watch
    reloads: bool = False
    _background: dict[str, Callable[[], object]] = field(default_factory=dict)

    def run(self) -> int:
        """Return the exit code: 0 when asked to stop, 1 when something failed or fell."""
        kinship.adopt_orphans()
        queue = None
        if self.config.redis_url:
            store.check_given(self.config.redis_url)
        else:
            queue = store.embedded(self.config.instance_path)
        try:
            if queue:
                self.children.environ["REDIS_URL"] = queue.url
                self.children.start("queue", queue.command)
            self._prepare_database()
            self._start_web()
            if queue:
                queue.wait()
            self._await_web()
            self._start_background()
            self._greet()
            self._stay()
        except _StopAsked:
            print("Stopping ...", flush=True)
        finally:
            self.children.stop_all()
            if queue:
                queue.clear()
        print("Everything is stopped.", flush=True)
        return 0

    def _prepare_database(self) -> None:
        state = database.look(self.config)
        if state.is_behind:
            self._step("Bringing the database up to date", "db", "upgrade")
        if state.is_empty and self.config.env is Environment.DEMO:
            self._step("Loading the demo shop", "demo", "load")
        elif state.is_behind and self.config.env is Environment.DEMO:
            self._step("Bringing the demo shop up to date", "demo", "renew")
        if state.is_unmanned and not self.config.is_production:
            self._step("Making the first owner's account", "staff", "first-owner")

    def _step(self, what: str, *command: str) -> None:
        """Run a `flask` command to its end, while the others are watched too."""
        print(f"{what} ...", flush=True)
        self.children.start(what, [*FLASK, *command], environ={"LOG_LEVEL": "warning"})
        while (status := self.children.running[what].poll()) is None:
            self._check(0.2, what)
        if status:
            raise PreparationError(f"{what} failed: the lines above say why. Nothing was started.")
        self.children.stop(what)

    def _start_web(self) -> None:
        config = self.config
        if self.reloads:
            address = ["--host", config.host, "--port", str(config.port)]
            self.children.start("web", [*FLASK, "--debug", "run", *address])
            return
        os.environ |= self.children.environ
        nursery.spare_arenas()
        self._background = nursery.background(self.children.environ["REDIS_URL"])
        self.children.fork("web", lambda: _serve(config))

    def _await_web(self) -> None:
        """Return when the shop answers, so that the worker's start does not slow the first page."""
        until = time.monotonic() + WEB_SECONDS
        while not _answers(self.config):
            self._check(0.02)
            if time.monotonic() > until:
                raise PreparationError(
                    "The web server does not answer: its lines above may say why."
                )

    def _start_background(self) -> None:
        for name, command in BACKGROUND.items():
            if self.reloads:  # the parent of a fork would keep the code it was started with
                self.children.start(name, command, orphaned=signal.SIGKILL)
            else:
                self.children.fork(name, self._background[name], orphaned=signal.SIGKILL)

    def _stay(self) -> NoReturn:
        changes = Changes() if self.reloads else None
        while True:
            if changes is None:
                self._check(1.0)
                continue
            # Broken code ends a process that reads it anew: it gets its chance at the next change.
            self._check(1.0, *BACKGROUND)
            if changes.happened():
                for name in BACKGROUND:
                    self.children.stop(name)
                self._start_background()

    def _check(self, seconds: float, *besides: str) -> None:
        """Wait a little; raise when somebody asked to stop or a child is gone."""
        self.watch.pause(seconds)
        if self.watch.stopped_by:
            raise _StopAsked
        if fallen := self.children.fallen(*besides):
            raise PreparationError(f"{fallen}; the rest is stopped too.")

    def _greet(self) -> None:
        sign_in = self.config.instance_path / "sign-in.txt"
        lines = [
            "",
            f"  The shop:        {self.config.public_url}/",
            f"  The back office: {self.config.public_url}/admin",
        ]
        if not self.config.is_production and not self.config.smtp_url:
            lines.append(f"  The mails:       {self.config.public_url}/outbox")
        if sign_in.is_file():
            lines += [
                "",
                *(f"  {line}" for line in sign_in.read_text("utf-8").splitlines()),
            ]
        print("\n".join([*lines, "", "  Ctrl-C stops everything.", ""]), flush=True)


class _StopAsked(Exception):
    """Somebody asked the supervisor to stop."""


def _serve(config: Config) -> None:
    from shop.supervisor.web import serve  # noqa: PLC0415 - granian is for the web process alone

    serve(config)


def _answers(config: Config) -> bool:
    """Tell whether the web server answers at all, under the name it goes by."""
    host = "localhost" if config.host in WILDCARD_HOSTS else config.host
    line = http.client.HTTPConnection(host, config.port, timeout=5)
    try:
        line.request("GET", "/healthz", headers={"Host": urlsplit(config.public_url).netloc})
        return line.getresponse().status < http.HTTPStatus.INTERNAL_SERVER_ERROR
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()
