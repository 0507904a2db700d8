"""Write down what was answered, and what was typed but refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Update, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from shop.domain.checkout.answers import FIELDS, Answers
from shop.domain.checkout.errors import CheckoutGone
from shop.domain.checkout.models import Checkout
from shop.domain.checkout.queries import COLUMNS, CheckoutView, shaped
from shop.domain.checkout.statuses import Step
from shop.kernel import clock
from shop.kernel.db import dialect_name, session
from shop.kernel.ids import token

_LOCK = select(*COLUMNS).where(Checkout.cart_id == bindparam("cart")).with_for_update()
_BEGIN: dict[str, Any] = {
    "sqlite": sqlite.insert(Checkout).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(Checkout).on_conflict_do_nothing(),
}
_BLANK = dict.fromkeys((name for names in FIELDS.values() for name in names), "")


def _change(*names: str) -> Update:
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
    return (
        update(Checkout)
        .where(Checkout.id == bindparam("which"))
        .values(values)
        .execution_options(synchronize_session=False)
    )


_KEEP = _change("typed", "updated_at")
_ANSWER = {step: _change(*names, "typed", "updated_at") for step, names in FIELDS.items()}
_ORDERED = _change("order_id", "updated_at")


def lock(cart_id: int) -> CheckoutView | None:
    """Return the checkout of a cart, which nobody else changes until the unit is over."""
    return shaped(session().execute(_LOCK, {"cart": cart_id}).first())


def _open(cart_id: int) -> CheckoutView:
    """Return the locked checkout of a cart, begun where there is none; two tabs make one."""
    found = lock(cart_id)
    if found is None:
        moment = clock.now()
        row = {"key": token(), "cart_id": cart_id, "typed": {}, **_BLANK}
        stamps = {"created_at": moment, "updated_at": moment}
        session().execute(_BEGIN[dialect_name()], row | stamps)
        found = lock(cart_id)
    if found is None or found.order_id is not None:
        raise CheckoutGone
    return found


def answer(cart_id: int, step: Step, answers: Answers) -> CheckoutView:
    """Write the answers of one step down; what was typed there before is done with.

    Raises `CheckoutGone` where an order was made of the cart.
    """
    found = _open(cart_id)
    typed = {name: texts for name, texts in found.typed.items() if name != step}
    binds = {f"new_{name}": getattr(answers, name) for name in FIELDS[step]}
    _write(_ANSWER[step], found.id, {**binds, "new_typed": typed})
    return found


def keep(cart_id: int, step: Step, texts: Mapping[str, str], *, refused: bool) -> None:
    """Keep what was typed at a step and is no answer (yet), so that it can be shown again."""
    found = _open(cart_id)
    typed = found.typed | {str(step): {"texts": dict(texts), "refused": refused}}
    _write(_KEEP, found.id, {"new_typed": typed})


def ordered(checkout: CheckoutView, order_id: int) -> None:
    """Note which order came of a checkout."""
    _write(_ORDERED, checkout.id, {"new_order_id": order_id})


def _write(statement: Update, checkout_id: int, binds: Mapping[str, Any]) -> None:
    session().execute(statement, {"which": checkout_id, "new_updated_at": clock.now(), **binds})
