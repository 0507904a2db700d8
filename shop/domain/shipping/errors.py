"""What can go wrong with delivery."""

from __future__ import annotations

from shop.kernel.errors import Invalid


class NotDelivered(Invalid):
    """Nothing is delivered to this place; the sentence names the towns that are served."""

    code = "NOT_DELIVERED"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, field="town")
