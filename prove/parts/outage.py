"""P15: Redis or the mail server gone: orders go on, and all is delivered once when they return."""

from __future__ import annotations

import time
from collections import Counter

from bench.crowd import people
from bench.shopping import Guest, purchase
from prove.outcome import Outcome, Run
from prove.parts.race import placed
from prove.processes import NeverHappened, until
from prove.world import World, world

SERVERS = ("redis", "smtp")
_PATIENCE = 60.0
_SHORTEST = 12.0


def prove(run: Run) -> list[Outcome]:
    """Take each server away, sell, and bring it back."""
    return [_without(server, run) for server in SERVERS]


def _without(server: str, run: Run) -> Outcome:
    orders, shortest = run.of(10, 50, 500), run.of(_SHORTEST, 60.0, 600.0)
    broken: list[str] = []
    name = {"redis": "queue", "smtp": "post"}[server]
    with world(run.ground) as here:
        slug = here.hand.do("stock.goods", left=orders)[0]["slug"]
        here.end(name)
        gone = time.monotonic()
        with here.crowd() as crowd:
            played = crowd.play(
                [purchase(Guest(browser, slug)) for browser in people(orders)], at_once=4
            )
        broken += [f"a guest met {error!r}" for error in played.errors.values()]
        sold = sum(placed(page) for page in played.results.values())
        time.sleep(max(0.0, shortest - (time.monotonic() - gone)))
        broken += [f"{fallen} fell" for fallen in here.fallen()]
        (here.begin_queue if server == "redis" else here.begin_post)()
        drained, late = _drained(here, orders, broken)
        mails = Counter(mail["id"] for mail in here.mails)
        twice = sum(number > 1 for number in mails.values())
        broken += [f"{fallen} fell" for fallen in here.fallen()]
        checked = here.check()
    if (sold, len(mails), twice) != (orders, orders, 0):
        broken.append(f"{sold} orders, {len(mails)} mails, {twice} of them twice")
    said = f"<{_PATIENCE:.0f}" if not late else f"={drained:.0f}"
    line = (
        f"outage {server}: orders={sold}/{orders} delivered={len(mails)} twice={twice}"
        f" drained_s{said}"
    )
    return Outcome(line, broken, checked)


def _drained(here: World, orders: int, broken: list[str]) -> tuple[float, bool]:
    """Wait until all work is done; returns how long that took, and whether it was too long."""

    def done() -> bool:
        return len(here.mails) >= orders and not here.hand.do("flows.waiting")

    try:
        return until(done, "the last piece of work", _PATIENCE), False
    except NeverHappened as error:
        broken.append(str(error))
    try:
        return _PATIENCE + until(done, "the last piece of work", 2 * _PATIENCE), True
    except NeverHappened as error:
        broken.append(f"{error}: {here.hand.do('flows.waiting')} wait")
        return 3 * _PATIENCE, True
