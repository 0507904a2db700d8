"""Takes units of a variant in a process of its own: `python -m tests.races.taking guarded 1 10`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from time import sleep

from sqlalchemy import text

from shop.config import load_config
from shop.domain.inventory import actions
from shop.domain.inventory.errors import NotEnoughStock
from shop.factory import create_app
from shop.kernel.db import session
from shop.kernel.unit_of_work import unit_of_work


def take_guarded(variant: int) -> bool:
    """Take one unit as the shop does."""
    try:
        with unit_of_work():
            actions.adjust(variant, -1, reason="sold")
    except NotEnoughStock:
        return False
    return True


def take_unguarded(variant: int, meanwhile: Callable[[], object] = lambda: sleep(0.002)) -> bool:
    """Take one unit as most shops once did: look, then write what was seen less one.

    `meanwhile` stands for what a shop does between the two; others look in that time.
    """
    seen = session().execute(_LOOK, {"variant": variant}).scalar_one()
    if seen < 1:
        return False
    meanwhile()
    with unit_of_work() as current:
        current.execute(_WRITE, {"variant": variant, "left": seen - 1})
    return True


_LOOK = text("SELECT on_hand FROM levels WHERE variant_id = :variant")
_WRITE = text("UPDATE levels SET on_hand = :left WHERE variant_id = :variant")
WAYS: dict[str, Callable[[int], bool]] = {"guarded": take_guarded, "unguarded": take_unguarded}


def main(way: str, variant: str, times: str) -> None:
    """Wait for a line, try as often as told, print how many units were taken."""
    app = create_app(load_config(os.environ))
    print("ready", flush=True)
    sys.stdin.readline()
    taken = 0
    for _time in range(int(times)):
        with app.app_context():
            taken += WAYS[way](int(variant))
    print(taken, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
