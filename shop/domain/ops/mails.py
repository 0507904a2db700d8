"""What the shop wants to say by mail and could not."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError

from shop.domain.notifications.queries import held_up

_PATIENCE = timedelta(minutes=10)


def worry(*, kept: bool) -> str | None:
    """Tell that mails wait, and since when; `kept` says that there is nobody to send them.

    The mail server's own words are for `flask mail waiting`: this may be read by anybody.
    """
    try:
        queue = held_up(timedelta() if kept else _PATIENCE)
    except SQLAlchemyError:
        return "cannot be read"
    waiting = f"{queue.count} wait since {queue.oldest:%Y-%m-%d %H:%M} UTC" if queue.oldest else ""
    if kept:
        sentence = "SMTP_URL is not set: mails are kept, not sent"
        return f"{sentence}; {waiting}" if waiting else sentence
    return waiting or None
