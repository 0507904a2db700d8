"""P6: an event that comes before its order is never lost; one with the buyer counts once."""

from __future__ import annotations

from typing import Any

from bench.browser import Answer, Ask, Browser, Script
from bench.crowd import people
from prove.outcome import Outcome, Run
from prove.processes import NeverHappened, until
from prove.world import World, world

_PATIENCE = 60.0
_BATCH = 20


def prove(run: Run) -> Outcome:
    """Tell of payments up to five seconds early; then send buyer and bank at the same moment."""
    count, most = run.of(10, 50, 500), run.of(2.0, 5.0, 5.0)
    broken: list[str] = []
    with world(run.ground, workers=1) as here:
        with here.another_hand() as hand:
            address = here.environ["PUBLIC_URL"]
            orders = hand.do("early.first", count=count, seed=run.seed, most=most, address=address)
            early = _paid_within(here, orders, broken)
        both = [
            order for first in range(0, count, _BATCH)
            for order in _together(here, min(_BATCH, count - first), run.seed + first, broken)
        ]  # fmt: skip
        once = _paid_within(here, both, broken)
        try:
            until(lambda: len(here.mails) >= 2 * count, "the last mail")
        except NeverHappened as error:
            broken.append(str(error))
        captures = here.hand.do("bank.counts")["captures"]
        mails = len({mail["id"] for mail in here.mails})
        checked = here.check()
    if captures != 2 * count or mails != 2 * count:
        broken.append(f"{captures} captures and {mails} mails for {2 * count} payments")
    line = (
        f"early: {early}/{count} paid within {_PATIENCE:.0f} s;"
        f" both-at-once: {once}/{count} paid once, mails={mails - early}"
    )
    return Outcome(line, broken, checked)


def _together(here: World, count: int, seed: int, broken: list[str]) -> list[int]:
    ready = here.hand.do("early.together", count=count, seed=seed)
    scripts: list[Script[Answer]] = []
    for case, browser in zip(ready, people(count, begin=seed % 1000), strict=True):
        scripts += [browser.get(case["back"], "back"), _call(case)]
    with here.crowd() as crowd:
        played = crowd.play(scripts)
    broken += [repr(error) for error in played.errors.values()]
    broken += [f"{page.status} at {page.path}" for page in played.results.values() if not page.ok]
    return [int(case["order"]) for case in ready]


def _call(case: dict[str, Any]) -> Script[Answer]:
    headers = (("Content-Type", "application/json"), *case["headers"].items())
    return (yield Ask(Browser(), "POST", case["path"], case["body"].encode(), headers, "call"))


def _paid_within(here: World, orders: list[int], broken: list[str]) -> int:
    try:
        until(
            lambda: here.hand.do("early.paid", orders=orders) == len(orders), "the last payment",
            _PATIENCE,
        )  # fmt: skip
    except NeverHappened as error:
        broken.append(str(error))
    return int(here.hand.do("early.paid", orders=orders))
