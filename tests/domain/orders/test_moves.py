"""Whatever is tried in whatever order, only the moves of the table happen (ORD-23)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shop.domain.inventory.actions import adjust
from shop.domain.inventory.checks import CHECKS as INVENTORY
from shop.domain.inventory.errors import NotEnoughStock
from shop.domain.ledger.actions import post_capture, post_refund
from shop.domain.ledger.checks import CHECKS as LEDGER
from shop.domain.ops import checks
from shop.domain.orders import queries
from shop.domain.orders.actions.cancel import cancel
from shop.domain.orders.actions.change_method import change_method
from shop.domain.orders.actions.confirm import confirm
from shop.domain.orders.actions.expire import expire
from shop.domain.orders.actions.hold import hold, lift
from shop.domain.orders.actions.moves import SHOPPER
from shop.domain.orders.actions.recompute import recompute
from shop.domain.orders.actions.revive import revive
from shop.domain.orders.actions.secure import secure
from shop.domain.orders.checks import CHECKS as ORDERS
from shop.domain.orders.statuses import MOVES, HoldReason, OrderStatus, TaskKind
from shop.kernel.errors import Conflict
from shop.kernel.ids import public_id
from shop.kernel.money import Money
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.memory import forget_session
from tests.factories.orders import CASH, ONLINE, TRANSFER, goods, placed
from tests.support.hands import Hands


def _paid(order_id: int, minor: int) -> None:
    key = abs(hash(public_id("pay"))) % 10**12
    post_capture(order_id, key, "test", Money(minor, "KES"))
    recompute(order_id)


def _repaid(order_id: int) -> None:
    found = queries.view(order_id)
    if found and (left := found.paid - found.refunded):
        post_refund(order_id, public_id("ref"), "test", left)
        recompute(order_id)


VERBS: dict[str, Callable[[int], object]] = {
    "secure": secure,
    "confirm": confirm,
    "cancel": cancel,
    "cancel by the buyer": lambda order: cancel(order, SHOPPER),
    "expire": expire,
    "revive": revive,
    "hold": lambda order: hold(order, HoldReason.REVIEW, TaskKind.REVIEW),
    "lift": lift,
    "cash": lambda order: change_method(order, CASH, step=100),
    "transfer": lambda order: change_method(order, TRANSFER),
    "online": lambda order: change_method(order, ONLINE),
    "paid": lambda order: _paid(order, 170_000),
    "paid a little": lambda order: _paid(order, 1_001),
    "paid back": _repaid,
}
OUTSIDE = ("time passes", "burnt", "found")
PLANS = st.tuples(
    st.sampled_from([CASH, TRANSFER, ONLINE]),
    st.lists(st.sampled_from([*VERBS, *OUTSIDE]), min_size=3, max_size=10),
)


@given(PLANS)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_only_the_moves_of_the_table_happen(clock: Hands, plan: tuple[object, list[str]]) -> None:
    method, acts = plan
    with unit_of_work():
        variant = goods(1)
        order = placed([(variant, 1)], payment=method)
    status = order.status
    for act in acts:
        if act == "time passes":
            clock.forward(days=2)
            continue
        with suppress(Conflict, NotEnoughStock), unit_of_work():
            if act in VERBS:
                VERBS[act](order.id)
            else:
                adjust(variant.id, -1 if act == "burnt" else 1, reason=act)
        forget_session()
        moves = [
            entry for entry in reversed(queries.timeline(order.id)) if entry.to_status is not None
        ]
        path = [OrderStatus(entry.to_status or "") for entry in moves]
        assert path[0] == order.status
        for start, end in pairwise(path):
            assert MOVES.allow(start, end), (act, path)
        status = path[-1]
        found = queries.view(order.id)
        assert found is not None
        assert found.status is status
    broken = checks.run([*ORDERS, *INVENTORY, *LEDGER])
    assert [one.check.code for one in broken] == [], acts
