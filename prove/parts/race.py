"""P1: whoever races for the last units, none is sold twice and none is left while one is wanted."""

from __future__ import annotations

import random
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from bench.browser import Answer, Browser
from bench.crowd import Crowd, Played, people
from bench.shopping import Guest, place, ready
from prove.hands import Hand
from prove.outcome import Outcome, Run
from prove.world import World, world

STOCKS = (1, 5, 17)
HANDS = 4
_SLOWEST = 2.0


@dataclass(slots=True)
class Tally:
    """What all rounds added up to."""

    checkouts: int = 0
    oversold: int = 0
    undersold: int = 0
    errors: int = 0
    times: list[float] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    @property
    def p99(self) -> float:
        """Return the seconds that 99 of 100 stay under."""
        ordered = sorted(self.times)
        return ordered[min(int(len(ordered) * 0.99), len(ordered) - 1)] if ordered else 0.0


def prove(run: Run) -> Outcome:
    """Let guests with browsers, and drafts with bundles, come for the same few units at once."""
    rounds, guests = run.of(3, 10, 100), run.of(60, 100, 100)
    chance = random.Random(run.seed)
    tally = Tally()
    with world(run.ground, workers=1) as here:
        hands = [here.another_hand() for _ in range(HANDS)]
        try:
            with here.crowd() as crowd:
                for number in range(rounds):
                    race = Race(here, crowd, hands, chance)
                    race.run(STOCKS[number % len(STOCKS)], guests, number * guests, tally)
        finally:
            for hand in hands:
                hand.close()
        locked = here.said("deadlock detected") + here.said("database is locked")
        checked = here.check()
    if locked:
        tally.broken.append(f"{locked} deadlocks or locks that lasted")
    quick = tally.p99 < _SLOWEST
    line = (
        f"race: rounds={rounds} checkouts={tally.checkouts} oversold={tally.oversold}"
        f" undersold={tally.undersold} 5xx={tally.errors} deadlocks={locked}"
        f" p99{'<2s' if quick else f'={tally.p99:.1f}s'}"
    )
    if not quick:
        tally.broken.append("one in a hundred waited for longer than two seconds")
    return Outcome(line, tally.broken, checked)


@dataclass(slots=True)
class Race:
    """One round: two goods of which there are `left`, and everybody wants one or both."""

    here: World
    crowd: Crowd
    hands: list[Hand]
    chance: random.Random

    def run(self, left: int, guests: int, first: int, tally: Tally) -> None:
        """Run the round and add what came of it to `tally`."""
        made = self.here.hand.do("stock.goods", left=guests, kinds=2)
        variants = [int(one["variant"]) for one in made]
        slugs = {int(one["variant"]): str(one["slug"]) for one in made}
        browsers = people(guests - guests // 3, begin=first)
        buyers = [self._guest(browser, variants, slugs) for browser in browsers]
        pages = self.crowd.play([ready(guest) for guest in buyers], at_once=16).expect()
        for variant in variants:
            self.here.hand.do("stock.squeeze", variant=variant, left=left)
        at = time.time() + 1.0
        self._tell_hands(guests // 3, variants, first, at)
        time.sleep(max(0.0, at - time.time()))
        played = self.crowd.play(
            place(guest, pages.results[number]) for number, guest in enumerate(buyers)
        )
        outcomes = [answer for hand in self.hands for answer in hand.told()]
        self._count(played, outcomes, tally)
        self._look(variants, left, tally)
        tally.checkouts += guests

    def _guest(self, browser: Browser, variants: list[int], slugs: dict[int, str]) -> Guest:
        wanted = self.chance.choice(variants)
        return Guest(browser, slugs[wanted], payment=self.chance.choice(("cash", "test")))

    def _tell_hands(self, count: int, variants: list[int], first: int, at: float) -> None:
        """Share the bundles out: lines in opposite order, or twice the same."""
        a, b = variants
        shapes = ([[a, 1], [b, 1]], [[b, 1], [a, 1]], [[a, 1], [a, 1]], [[b, 1], [b, 1]])
        orders: list[dict[str, Any]] = [
            {
                "key": f"race-{first}-{number}",
                "lines": shapes[number % len(shapes)],
                "payment": self.chance.choice(("cash", "test")),
            }
            for number in range(count)
        ]
        for number, hand in enumerate(self.hands):
            hand.tell("placing.race", orders=orders[number :: len(self.hands)], at=at)

    def _count(self, played: Played, outcomes: list[dict[str, Any]], tally: Tally) -> None:
        tally.errors += played.all.failed
        tally.times += played.timing("placing").times + [one["seconds"] for one in outcomes]
        for error in played.errors.values():
            tally.broken.append(f"a guest met {error!r}")
        strange = Counter(
            f"{page.status} at {page.path}"
            for page in played.results.values()
            if not truthful(page)
        )
        tally.broken += [f"{number} times {what}" for what, number in strange.items()]

    def _look(self, variants: list[int], left: int, tally: Tally) -> None:
        numbers = self.here.hand.do("stock.numbers", variants=variants)
        for variant in variants:
            sold = numbers[str(variant)]["sold"]
            tally.oversold += max(0, sold - left)
            tally.undersold += max(0, left - sold)
            if sold != left:
                tally.broken.append(f"{sold} of {left} sold: {numbers[str(variant)]}")


def placed(page: Answer) -> bool:
    """Tell whether a guest got an order: its page, or the bank's where it is to be paid."""
    return page.status == 200 and page.path.startswith(("/orders/", "/test-gateway/"))


def truthful(page: Answer) -> bool:
    """Tell whether the answer is an order, or a page that says that there is less than wanted."""
    return placed(page) or page.status == 409
