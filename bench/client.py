"""A small HTTP/1.1 client that keeps a number of connections busy and times every answer."""

from __future__ import annotations

import re
import selectors
import socket
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

_HEAD_END = b"\r\n\r\n"
_LENGTH = re.compile(rb"content-length:\s*(\d+)")
_CHUNK = 1 << 18


@dataclass(slots=True)
class Outcome:
    """What one run saw: seconds of each answer, statuses, bytes of bodies."""

    seconds: float = 0.0
    times: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    body_bytes: int = 0

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.times) / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        """Return the time in milliseconds that `share` (0 to 1) of the answers stay under."""
        ordered = sorted(self.times)
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)] * 1000 if ordered else 0.0


def request_bytes(path: str, headers: dict[str, str] | None = None) -> bytes:
    """Return a GET request."""
    lines = [f"GET {path} HTTP/1.1", "Host: localhost"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


class _Connection:
    """One connection with at most one request under way."""

    def __init__(self, address: tuple[str, int], source: str) -> None:
        self.socket = socket.create_connection(address, timeout=30, source_address=(source, 0))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""
        self.sent = 0.0

    def send(self, request: bytes) -> None:
        self.buffer = b""
        self.sent = time.perf_counter()
        self.socket.sendall(request)

    def read(self) -> tuple[int, int] | None:
        """Return (status, body bytes) once the answer is whole."""
        data = self.socket.recv(_CHUNK)
        if not data:
            raise ConnectionError("the server closed a connection")
        self.buffer += data
        end = self.buffer.find(_HEAD_END)
        if end < 0:
            return None
        head = self.buffer[:end].lower()
        status = int(head[9:12])
        found = _LENGTH.search(head)
        length = int(found[1]) if found else 0
        if status == 304:
            length = 0
        body = len(self.buffer) - end - len(_HEAD_END)
        return (status, length) if body >= length else None


def drive(
    address: tuple[str, int],
    requests: Sequence[bytes],
    *,
    clients: int,
    seconds: float,
    sources: int = 1,
) -> Outcome:
    """Send `requests` in turn for some seconds, `clients` at a time.

    `sources` loopback addresses take turns, so that the limits of one address are kept.
    """
    outcome, turn = Outcome(), 0
    selector = selectors.DefaultSelector()
    idle = deque(_Connection(address, f"127.0.1.{1 + n}") for n in range(max(sources, clients)))

    def send() -> None:
        nonlocal turn
        connection = idle.popleft()
        selector.register(connection.socket, selectors.EVENT_READ, connection)
        connection.send(requests[turn % len(requests)])
        turn += 1

    start = time.perf_counter()
    for _ in range(clients):
        send()
    try:
        while time.perf_counter() - start < seconds:
            for key, _events in selector.select(1.0):
                connection = key.data
                answer = connection.read()
                if answer is None:
                    continue
                outcome.times.append(time.perf_counter() - connection.sent)
                outcome.statuses[answer[0]] = outcome.statuses.get(answer[0], 0) + 1
                outcome.body_bytes += answer[1]
                if len(idle) == 0 and max(sources, clients) == clients:
                    connection.send(requests[turn % len(requests)])
                    turn += 1
                    continue
                selector.unregister(connection.socket)
                idle.append(connection)
                send()
    finally:
        outcome.seconds = time.perf_counter() - start
        for key in list(selector.get_map().values()):
            key.data.socket.close()
        for connection in idle:
            connection.socket.close()
        selector.close()
    return outcome
