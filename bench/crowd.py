"""Plays the scripts of many browsers at once in one thread, and times every answer."""

from __future__ import annotations

import heapq
import selectors
import socket
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Self

from bench.browser import Answer, Ask, Browser, Pause, Script, Step

_CHUNK = 1 << 18
_HEAD_END = b"\r\n\r\n"
_NO_BODY = frozenset({204, 304})
_PATIENCE = 60.0


class Broken(ConnectionError):
    """The server closed a line in the middle of an answer, or did not answer at all."""


@dataclass(slots=True)
class Timing:
    """The answers under one label: seconds of each, statuses."""

    times: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)

    def percentile(self, share: float) -> float:
        """Return the milliseconds that `share` (0 to 1) of the answers stay under."""
        ordered = sorted(self.times)
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)] * 1000 if ordered else 0.0

    @property
    def failed(self) -> int:
        """Return how many answers were the server's fault."""
        return sum(number for status, number in self.statuses.items() if status >= 500)


@dataclass(slots=True)
class _Player:
    """One script under way."""

    script: Script[Any]
    number: int
    ask: Ask | None = None
    line: socket.socket | None = None
    source: str = ""
    buffer: bytearray = field(default_factory=bytearray)
    sent: float = 0.0
    used: bool = False
    resent: bool = False


@dataclass(slots=True)
class Played:
    """What a crowd saw: results in the order of the scripts, errors by script, times by label."""

    results: dict[int, Any] = field(default_factory=dict)
    errors: dict[int, Exception] = field(default_factory=dict)
    timings: dict[str, Timing] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def all(self) -> Timing:
        """Return every answer, whatever its label."""
        whole = Timing()
        for timing in self.timings.values():
            whole.times += timing.times
            for status, number in timing.statuses.items():
                whole.statuses[status] = whole.statuses.get(status, 0) + number
        return whole

    def timing(self, label: str) -> Timing:
        """Return the answers under `label`."""
        return self.timings.get(label, Timing())

    def expect(self) -> Played:
        """Raise the first error that a script met."""
        for error in self.errors.values():
            raise error
        return self


class Crowd:
    """People at one server."""

    def __init__(self, address: tuple[str, int]) -> None:
        self.address = address
        self._authority = f"{address[0]}:{address[1]}"
        self._selector = selectors.DefaultSelector()
        self._idle: dict[str, deque[socket.socket]] = {}
        self._asleep: list[tuple[float, int, _Player]] = []
        self._waiting: list[_Player] = []
        self._playing = 0

    def play(
        self, scripts: Iterable[Script[Any]], *, at_once: int | None = None, seconds: float = 0.0
    ) -> Played:
        """Play all scripts, at most `at_once` together; with `seconds`, begin none after that."""
        played = Played()
        start = time.perf_counter()
        coming = enumerate(scripts)
        self._begin(coming, at_once, played)
        while self._playing:
            wait = 1.0
            if self._asleep:
                wait = max(0.0, min(wait, self._asleep[0][0] - time.perf_counter()))
            for key, _events in self._selector.select(wait):
                self._hear(key.data, played)
            self._wake(played)
            self._open_gate(played)
            if not seconds or time.perf_counter() - start < seconds:
                self._begin(coming, at_once, played)
            self._give_up(played)
        played.seconds = time.perf_counter() - start
        return played

    def close(self) -> None:
        """Hang up."""
        for lines in self._idle.values():
            for line in lines:
                line.close()
        self._idle.clear()
        self._selector.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def _begin(
        self, coming: Iterator[tuple[int, Script[Any]]], at_once: int | None, played: Played
    ) -> None:
        while at_once is None or self._playing < at_once:
            nxt = next(coming, None)
            if nxt is None:
                return
            self._playing += 1
            self._go_on(_Player(nxt[1], nxt[0]), None, played)

    def _go_on(self, player: _Player, answer: Answer | None, played: Played) -> None:
        """Give a script its answer, and see to what it wants next."""
        try:
            step = player.script.send(answer)  # type: ignore[arg-type] # None begins a generator
            self._see_to(player, step)
        except StopIteration as end:
            self._end(player)
            played.results[player.number] = end.value
        except Exception as error:  # noqa: BLE001 - one script's trouble is told, the others go on
            self._end(player)
            played.errors[player.number] = error

    def _end(self, player: _Player) -> None:
        self._playing -= 1
        self._let_go(player)

    def _see_to(self, player: _Player, step: Step) -> None:
        if isinstance(step, Ask):
            self._send(player, step)
        elif isinstance(step, Pause):
            due = time.perf_counter() + step.seconds
            heapq.heappush(self._asleep, (due, player.number, player))
        else:
            self._waiting.append(player)

    def _send(self, player: _Player, ask: Ask) -> None:
        player.ask, player.resent = ask, False
        self._speak(player)

    def _speak(self, player: _Player) -> None:
        ask = player.ask
        assert ask is not None  # noqa: S101 - for mypy: who speaks has something to ask
        source = ask.browser.source
        lines = self._idle.get(source)
        player.source, player.used = source, bool(lines)
        player.line = lines.pop() if lines else self._dial(source)
        player.buffer = bytearray()
        self._selector.register(player.line, selectors.EVENT_READ, player)
        player.sent = time.perf_counter()
        try:
            player.line.sendall(ask.browser.bytes_of(ask, self._authority))
        except OSError:
            self._again(player)

    def _dial(self, source: str) -> socket.socket:
        line = socket.create_connection(self.address, timeout=30, source_address=(source, 0))
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return line

    def _again(self, player: _Player) -> None:
        """Ask once more on a new line: the old one was closed while it was idle."""
        self._hang_up(player)
        if player.resent or not player.used:
            raise Broken(f"no answer to {player.ask}")
        self._idle.pop(player.source, None)
        player.resent = True
        self._speak(player)

    def _hear(self, player: _Player, played: Played) -> None:
        assert player.line is not None  # noqa: S101 - for mypy: it is registered
        try:
            data = player.line.recv(_CHUNK)
            if not data and not player.buffer:
                self._again(player)
                return
            if not data:
                raise Broken(f"half an answer to {player.ask}")
            player.buffer += data
            answer = _parse(player)
        except OSError as error:
            self._fail(player, error, played)
            return
        if answer is not None:
            self._note(player, answer, played)

    def _note(self, player: _Player, answer: Answer, played: Played) -> None:
        ask = player.ask
        assert ask is not None  # noqa: S101 - for mypy: an answer has its question
        answer.seconds = time.perf_counter() - player.sent
        timing = played.timings.setdefault(ask.label, Timing())
        timing.times.append(answer.seconds)
        timing.statuses[answer.status] = timing.statuses.get(answer.status, 0) + 1
        self._let_go(player, keep=answer.headers.get("connection", "") != "close")
        self._go_on(player, answer, played)

    def _fail(self, player: _Player, error: Exception, played: Played) -> None:
        self._hang_up(player)
        try:
            self._see_to(player, player.script.throw(error))
        except StopIteration as end:
            self._end(player)
            played.results[player.number] = end.value
        except Exception as met:  # noqa: BLE001 - as above
            self._end(player)
            played.errors[player.number] = met

    def _let_go(self, player: _Player, *, keep: bool = False) -> None:
        if player.line is None:
            return
        self._selector.unregister(player.line)
        if keep:
            self._idle.setdefault(player.source, deque()).append(player.line)
        else:
            player.line.close()
        player.line = None

    def _hang_up(self, player: _Player) -> None:
        self._let_go(player)

    def _wake(self, played: Played) -> None:
        while self._asleep and self._asleep[0][0] <= time.perf_counter():
            _due, _number, player = heapq.heappop(self._asleep)
            self._go_on(player, None, played)

    def _open_gate(self, played: Played) -> None:
        if self._waiting and len(self._waiting) == self._playing:
            people, self._waiting = self._waiting, []
            for player in people:
                self._go_on(player, None, played)

    def _give_up(self, played: Played) -> None:
        late = time.perf_counter() - _PATIENCE
        for key in list(self._selector.get_map().values()):
            player: _Player = key.data
            if player.sent < late:
                self._fail(player, Broken(f"no answer within a minute to {player.ask}"), played)


def _parse(player: _Player) -> Answer | None:
    """Return the answer once it is whole; cookies are kept at once."""
    end = player.buffer.find(_HEAD_END)
    if end < 0:
        return None
    ask = player.ask
    assert ask is not None  # noqa: S101 - for mypy: as above
    lines = player.buffer[:end].decode("latin-1").split("\r\n")
    status = int(lines[0][9:12])
    headers: dict[str, str] = {}
    cookies = []
    for line in lines[1:]:
        name, _, value = line.partition(":")
        name, value = name.lower(), value.strip()
        if name == "set-cookie":
            cookies.append(value)
        headers[name] = value
    length = 0 if status in _NO_BODY else int(headers.get("content-length", -1))
    body = len(player.buffer) - end - len(_HEAD_END)
    if length < 0:
        raise Broken(f"an answer without a length to {ask.path}")
    if body < length:
        return None
    for cookie in cookies:
        ask.browser.keep(cookie)
    raw = bytes(player.buffer[end + len(_HEAD_END) : end + len(_HEAD_END) + length])
    return Answer(status, headers, raw, ask.path)


def addresses(count: int, *, begin: int = 0) -> Iterator[str]:
    """Yield loopback addresses of their own for `count` people, from 127.8.0.1 on."""
    for number in range(begin, begin + count):
        yield f"127.{8 + number // 62500}.{number // 250 % 250}.{1 + number % 250}"


def people(count: int, *, begin: int = 0, host: str = "127.0.0.1") -> list[Browser]:
    """Return browsers at addresses of their own."""
    return [Browser(source=source, host=host) for source in addresses(count, begin=begin)]
