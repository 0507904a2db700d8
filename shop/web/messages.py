"""Short results that the next page says at its top, kept in the visitor's session until then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from flask import Flask, current_app, flash, get_flashed_messages
from flask_wtf.csrf import generate_csrf

from shop.web.csrf import has_session

_MOST = 3


@dataclass(frozen=True, slots=True)
class Message:
    """What happened, and where it can be undone: a form's address and its hidden fields."""

    text: str
    undo_to: str = ""
    undo: Mapping[str, str] = field(default_factory=dict)


def say(message: Message) -> None:
    """Have the next page say it; from here on this visitor has a session."""
    generate_csrf()
    flash(asdict(message))  # type: ignore[arg-type]  # kept as JSON, so any plain value will do


def waiting() -> list[Message]:
    """Return what is to be said now, and forget it; asks nobody who has no session."""
    if not has_session(current_app):
        return []
    return [Message(**kept) for kept in get_flashed_messages()[-_MOST:]]  # type: ignore[arg-type]  # as above


def init_app(app: Flask) -> None:
    """Give layouts `messages()`."""
    app.jinja_env.globals["messages"] = waiting
