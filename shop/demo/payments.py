"""How the demo shop is paid: what is missing is added, what is there is kept."""

from __future__ import annotations

import tomllib
from typing import Any

from sqlalchemy import delete, exists, select

from shop.demo.catalogue import FOLDER
from shop.domain.payments.actions.methods import offer_method
from shop.domain.payments.models import PaymentMethod
from shop.domain.payments.offers import Offer
from shop.kernel.db import session


def lay_payments() -> None:
    """Add the methods that the shop does not have, in the caller's unit of work.

    A shop with methods of its own keeps to them.
    """
    if session().scalar(select(exists().where(~PaymentMethod.demo))):
        return
    known = set(session().scalars(select(PaymentMethod.code)))
    rows: list[dict[str, Any]] = tomllib.loads((FOLDER / "payments.toml").read_text("utf-8"))[
        "method"
    ]
    for position, row in enumerate(rows):
        if row["code"] not in known:
            offer_method(_offer(row), position=position, demo=True)


def _offer(row: dict[str, Any]) -> Offer:
    return Offer(
        code=row["code"],
        gateway=row["gateway"],
        name=row["name"],
        instructions={code: text.strip() for code, text in row["instructions"].items()},
        step=row.get("step", 1),
        expires_minutes=row.get("expires_minutes"),
    )


def remove_payments() -> None:
    """Remove the demo's methods; orders keep the names of theirs."""
    session().execute(delete(PaymentMethod).where(PaymentMethod.demo))
