"""The address of an order's page: whoever has it may read the order, nobody can guess it."""

from __future__ import annotations

from shop.kernel import signing

_PURPOSE = "order"


def order_path(public_id: str) -> str:
    """Return the path of an order's page; its signature has 256 bits."""
    return f"/orders/{signing.sign(_PURPOSE, public_id)}"


def read(signed: str) -> str | None:
    """Return the public id in the last part of such a path; None for a text we did not sign."""
    return signing.unsign(_PURPOSE, signed)
