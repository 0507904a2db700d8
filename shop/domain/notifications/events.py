"""What is announced about messages."""

from __future__ import annotations

from dataclasses import dataclass

from shop.kernel.events import Event


@dataclass(frozen=True)
class MessageQueued(Event):
    """A message waits to be sent."""

    message_id: int
