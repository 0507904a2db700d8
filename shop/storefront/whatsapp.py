"""Links that open a chat with a text ready to be sent (faq.whatsapp.com: "click to chat")."""

from __future__ import annotations

from urllib.parse import quote

from shop.domain.catalogue.queries.facets import settings
from shop.kernel import phones


def chat(number: str, text: str) -> str:
    """Return the link to a chat with an E.164 number."""
    return f"https://wa.me/{number.removeprefix('+')}?text={quote(text)}"


def chat_with_shop(text: str) -> str:
    """Return the link to a chat with the shop; empty where it gave no telephone number."""
    number = phones.parse(settings().phone, settings().country)
    return chat(number, text) if number else ""
