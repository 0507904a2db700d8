"""Pages shared by all visitors without a session, answered in front of Flask.

A page is kept under its path, query, language, theme, chosen town, fragment and the shopfront
version, which is read on each request: what a shopper sees is never older than the latest commit.
"""

from __future__ import annotations

import hashlib
import io
import time
from collections import deque
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from flask import Flask, request
from sqlalchemy import Engine

from shop.domain.settings.actions import SHOPFRONT
from shop.kernel import versions
from shop.kernel.ids import token
from shop.web import codings, htmx
from shop.web.locale import preferences
from shop.web.page_store import PageStore, StoredPage
from shop.web.request_log import write_line
from shop.web.town import town_key

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

SHARED_FLAG = "duka.shared"
"""Stands in the environ when the answer could be kept; Flask sets it where the view allows it."""
_SEEN = "duka.shopfront"
"""Stands in the environ of such a request: the shopfront version under which its page is kept."""
VARY = ", ".join(("Cookie", "Accept-Encoding", "Accept-Language", *htmx.VARY))
_LONGEST_QUERY = 400
_METHODS = frozenset({"GET", "HEAD"})
_VERSION = "SELECT number FROM versions WHERE name = 'shopfront'"


class VersionReader:
    """Reads the shopfront version on lines of its own to the database: 3 µs on SQLite.

    They lie in a stack, not with their threads: granian ends threads that idle, and a connection
    that ends with its thread takes the whole process along (granian 2.8.7 with pysqlite3 0.6.1:
    "GIL is released").
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._idle: deque[Any] = deque()

    def __call__(self) -> int | None:
        """Return the version, or None where the database cannot be asked."""
        try:
            cursor = self._take() or self._connect()
            row = cursor.execute(_VERSION).fetchone()
        except Exception:  # noqa: BLE001 - whichever driver: the app will say what is wrong
            return None
        self._idle.append(cursor)
        return int(row[0]) if row else 0

    def forget(self) -> None:
        """Close every line that lies idle."""
        while (cursor := self._take()) is not None:
            cursor.connection.close()

    def _take(self) -> Any:
        try:
            return self._idle.pop()
        except IndexError:
            return None

    def _connect(self) -> Any:
        fairy = self._engine.raw_connection()
        fairy.detach()
        connection: Any = fairy.dbapi_connection
        if hasattr(connection, "autocommit") and not hasattr(connection, "in_transaction"):
            connection.rollback()
            connection.autocommit = True  # psycopg: a read must not leave a transaction open
        return connection.cursor()


def _closed(body: Iterable[bytes]) -> Iterable[bytes]:
    """Close what an app answered with, and return an empty body."""
    if hasattr(body, "close"):
        body.close()
    return []


class SharedPages:
    """The middleware. It writes its own log line and carries the app's own header list."""

    def __init__(
        self,
        app: WSGIApplication,
        store: PageStore,
        version: VersionReader,
        *,
        languages: Sequence[str],
        session_cookies: Sequence[str],
        log: bool,
    ) -> None:
        self._app = app
        self.store = store
        self.version = version
        self._languages = languages
        self._session_cookies = tuple(f"{name}=" for name in session_cookies)
        self._log = log

    def forget(self) -> None:
        """Drop kept pages and idle connections; for tests that swap the database."""
        self.store.forget()
        self.version.forget()

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer from the store where that may be, else ask the app and keep what it shares."""
        started = time.perf_counter()
        key = self._key(environ)
        if key is None:
            return self._app(environ, start)
        page = self.store.get(key)
        if page is None:
            return self._ask(environ, start, key)
        return self._send(page, environ, start, started)

    def _key(self, environ: WSGIEnvironment) -> str | None:
        cookie = environ.get("HTTP_COOKIE", "")
        if (
            environ["REQUEST_METHOD"] not in _METHODS
            or len(environ.get("QUERY_STRING", "")) > _LONGEST_QUERY
            or any(name in cookie for name in self._session_cookies)
        ):
            return None
        version = self.version()
        if version is None:
            return None
        environ[_SEEN] = version
        language, theme = preferences(
            cookie, environ.get("HTTP_ACCEPT_LANGUAGE", ""), self._languages
        )
        fragment = ""
        if environ.get("HTTP_HX_REQUEST") == "true":
            restore = environ.get("HTTP_HX_HISTORY_RESTORE_REQUEST") == "true"
            fragment = "" if restore else "#" + environ.get("HTTP_HX_TARGET", "")[:60]
        host, query = environ.get("HTTP_HOST", ""), environ.get("QUERY_STRING", "")
        path = environ["PATH_INFO"]
        town = town_key(cookie)
        return f"{version}|{language}|{theme}|{town}|{fragment}|{host}{path}?{query}"

    def _ask(self, environ: WSGIEnvironment, start: StartResponse, key: str) -> Iterable[bytes]:
        answer: list[Any] = []

        def hold(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            answer[:] = [status, headers, exc_info]
            return io.BytesIO().write

        head = environ["REQUEST_METHOD"] == "HEAD"
        if head:  # the whole page is made, so that its headers are those of GET
            environ = {**environ, "REQUEST_METHOD": "GET"}
        environ[SHARED_FLAG] = False
        body = self._app(environ, hold)
        status, headers, exc_info = answer
        private = any(name == "Set-Cookie" for name, _value in headers)
        if private or not environ.get(SHARED_FLAG) or not status.startswith("200"):
            start(status, headers, exc_info)
            return _closed(body) if head else body
        plain = b"".join(body)
        _closed(body)
        kept = tuple(
            (name, value)
            for name, value in headers
            if name not in {"Content-Length", "Content-Encoding", "ETag", "Vary", "X-Request-Id"}
        )
        etag = f'W/"{hashlib.sha256(key.encode()).hexdigest()[:20]}"'
        page = StoredPage((*kept, ("Vary", VARY), ("ETag", etag)), etag, {"": plain})
        self.store.put(key, page)
        sent = self._send(page, environ, start, None)
        return [] if head else sent

    def _send(
        self,
        page: StoredPage,
        environ: WSGIEnvironment,
        start: StartResponse,
        started: float | None,
    ) -> Iterable[bytes]:
        request_id = token()[:16]
        same = page.etag in environ.get("HTTP_IF_NONE_MATCH", "")
        headers = [*page.headers, ("X-Request-Id", request_id)]
        body = b""
        if not same:
            coding = codings.chosen(environ.get("HTTP_ACCEPT_ENCODING", ""))
            body = page.body(coding)
            headers.append(("Content-Length", str(len(body))))
            if coding:
                headers.append(("Content-Encoding", coding))
        if self._log and started is not None:  # a page made just now has its line from the app
            write_line(
                environ["REQUEST_METHOD"],
                environ["PATH_INFO"],
                304 if same else 200,
                started=started,
                request_id=request_id,
                by="shared",
            )
        start("304 Not Modified" if same else "200 OK", headers)
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]


def init_app(app: Flask, middleware: SharedPages) -> None:
    """Put the middleware in front of the app."""

    @app.before_request
    def _remember_version() -> None:
        number = request.environ.get(_SEEN)
        if number is not None:  # read a moment ago: what the view reads is as new or newer
            versions.saw(SHOPFRONT, number)

    app.wsgi_app = middleware  # type: ignore[method-assign, assignment]  # the documented way
    app.extensions["shared_pages"] = middleware
