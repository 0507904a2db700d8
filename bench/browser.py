"""A browser without a window: cookies, forms and redirects, written as a script of steps.

A script is a generator: it yields what to ask for and gets the answer back. So one thread can
play hundreds of people (`bench/crowd.py`), and a race begins when all wait at the same gate.
"""

from __future__ import annotations

import zlib
from collections.abc import Generator
from dataclasses import dataclass, field
from typing import TypeVar, Union
from urllib.parse import urljoin, urlsplit

import brotli

from bench import forms

T = TypeVar("T")
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS = 5
_HTTP_OK = 200


@dataclass(frozen=True, slots=True)
class Ask:
    """One request: `label` is the name under which its time is counted."""

    browser: Browser
    method: str
    path: str
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    label: str = ""


@dataclass(slots=True)
class Gate:
    """Where scripts wait until all that still run have come; then they go on at once."""

    name: str = ""


@dataclass(frozen=True, slots=True)
class Pause:
    """Let time pass."""

    seconds: float


@dataclass(slots=True)
class Answer:
    """What came back: headers by small name, the last one where a name came twice."""

    status: int
    headers: dict[str, str]
    raw: bytes
    path: str
    seconds: float = 0.0
    _text: str | None = None

    @property
    def text(self) -> str:
        """Return the body, decompressed."""
        if self._text is None:
            coding = self.headers.get("content-encoding", "")
            data = self.raw
            if coding == "br":
                data = brotli.decompress(data)
            elif coding == "gzip":
                data = zlib.decompress(data, 31)
            self._text = data.decode("utf-8", "replace")
        return self._text

    @property
    def ok(self) -> bool:
        """Tell whether this is a page as asked for."""
        return self.status == _HTTP_OK

    def form(self, name: str) -> forms.Form:
        """Return a form of the page."""
        return forms.find(self.text, name)


Step = Union[Ask, Gate, Pause]  # noqa: UP007 - Ask is a forward reference of the class below
Script = Generator[Step, Answer, T]


@dataclass(slots=True)
class Browser:
    """One person's browser: a loopback address of its own, cookies, the headers browsers send."""

    source: str = "127.0.0.1"
    host: str = "127.0.0.1"
    language: str = "en"
    cookies: dict[str, str] = field(default_factory=dict)
    agent: str = "Mozilla/5.0 (Linux; Android 14) duka-bench"

    def twin(self) -> Browser:
        """Return a second tab: the same cookies now, a connection of its own."""
        return Browser(self.source, self.host, self.language, dict(self.cookies), self.agent)

    def get(self, path: str, label: str = "", *, follow: bool = True) -> Script[Answer]:
        """Open a page."""
        answer = yield Ask(self, "GET", path, label=label)
        return (yield from self._follow(answer)) if follow else answer

    def submit(
        self, page: Answer, form: str | forms.Form, label: str = "", *, follow: bool = True,
        **values: str,
    ) -> Script[Answer]:  # fmt: skip
        """Fill a form of `page` by its name, and send it."""
        found = page.form(form) if isinstance(form, str) else form
        found.fill(**values)
        path = urljoin(page.path, found.action or page.path)
        if found.method == "get":
            query = found.body().decode()
            return (yield from self.get(f"{path}?{query}", label, follow=follow))
        answer = yield self.post_of(path, found.body(), label)
        return (yield from self._follow(answer)) if follow else answer

    def post_of(self, path: str, body: bytes, label: str = "") -> Ask:
        """Return the request that sends a form's body."""
        headers = (("Content-Type", "application/x-www-form-urlencoded"),)
        return Ask(self, "POST", path, body, headers, label)

    def _follow(self, answer: Answer) -> Script[Answer]:
        for _turn in range(_MOST_REDIRECTS):
            if answer.status not in _REDIRECTS or "location" not in answer.headers:
                return answer
            target = urlsplit(urljoin(answer.path, answer.headers["location"]))
            if target.netloc and target.netloc.partition(":")[0] not in {self.host, "localhost"}:
                return answer
            path = target.path + (f"?{target.query}" if target.query else "")
            answer = yield Ask(self, "GET", path)
        raise RuntimeError(f"redirected without end at {answer.path}")

    def bytes_of(self, ask: Ask, authority: str) -> bytes:
        """Return a request as it goes over the line."""
        lines = [
            f"{ask.method} {ask.path} HTTP/1.1",
            f"Host: {authority}",
            f"User-Agent: {self.agent}",
            "Accept: text/html,application/xhtml+xml,*/*;q=0.8",
            f"Accept-Language: {self.language}",
            "Accept-Encoding: gzip, deflate, br",
            "Sec-Fetch-Site: same-origin",
            "Sec-Fetch-Mode: navigate",
        ]
        if self.cookies:
            pairs = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            lines.append(f"Cookie: {pairs}")
        if ask.method != "GET":
            lines.append(f"Origin: http://{authority}")
            lines.append(f"Content-Length: {len(ask.body)}")
        lines += [f"{name}: {value}" for name, value in ask.headers]
        return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + ask.body

    def keep(self, cookie: str) -> None:
        """Keep what a `Set-Cookie` line says."""
        pair, *rest = cookie.split(";")
        name, _, value = pair.strip().partition("=")
        ended = any(part.strip().lower() in {"max-age=0", "max-age=-1"} for part in rest)
        if ended or (not value and "expires=Thu, 01 Jan 1970" in cookie):
            self.cookies.pop(name, None)
        else:
            self.cookies[name] = value
