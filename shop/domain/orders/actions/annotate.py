"""Write a note on an order, for its buyer or for the shop alone."""

from __future__ import annotations

from sqlalchemy import insert

from shop.domain.orders.actions.moves import SYSTEM, locked
from shop.domain.orders.models import OrderNote
from shop.domain.orders.statuses import NoteKind
from shop.kernel import clock
from shop.kernel.db import session
from shop.kernel.errors import Invalid
from shop.kernel.i18n import _
from shop.kernel.text import clean

_LONGEST = 2000


def annotate(order_id: int, kind: NoteKind, text: str, actor: str = SYSTEM) -> None:
    """Add a note; an internal one never stands on a page of the buyer."""
    order, words = locked(order_id), clean(text)
    if not words or len(words) > _LONGEST:
        raise Invalid(_("Write a note of 1 to 2,000 characters."), field="note")
    session().execute(
        insert(OrderNote).values(
            order_id=order.id, kind=kind, text=words, actor=actor, at=clock.now()
        )
    )
