"""Shuts the network: only loopback addresses and unix sockets may be connected to."""

import ipaddress
import socket
from typing import Any

import pytest


class NetworkShutError(RuntimeError):
    """A test tried to leave this machine."""


def shut() -> None:
    """Refuse every connection and name look-up that would leave this machine, for good."""
    connect, connect_ex, look_up = (
        socket.socket.connect,
        socket.socket.connect_ex,
        socket.getaddrinfo,
    )

    def guarded_connect(self: socket.socket, address: Any) -> None:
        check(self.family, address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        check(self.family, address)
        return connect_ex(self, address)

    def guarded_look_up(host: Any, *arguments: Any, **options: Any) -> Any:
        check(socket.AF_INET, (host, 0))
        return look_up(host, *arguments, **options)

    # Names given to `connect` are resolved in C, past `getaddrinfo`: all three doors need a lock.
    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", guarded_connect)
    patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    patch.setattr(socket, "getaddrinfo", guarded_look_up)


def check(family: int, address: Any) -> None:
    """Raise NetworkShutError unless `address` is on this machine."""
    if family == socket.AF_UNIX or not isinstance(address, tuple):
        return
    host = address[0].decode() if isinstance(address[0], bytes) else str(address[0] or "localhost")
    try:
        inside = ipaddress.ip_address(host).is_loopback or host in {"0.0.0.0", "::"}  # noqa: S104 - connecting there means this machine
    except ValueError:
        inside = host in {"localhost", socket.gethostname()}
    if not inside:
        raise NetworkShutError(
            f"a test tried to reach {host}: use a fake or a stand-in on loopback"
        )
