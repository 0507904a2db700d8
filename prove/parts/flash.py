"""P28: a flash sale. Everybody gets a truthful answer, nobody's own hold stands in the way."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from typing import Any

from bench.browser import Answer, Browser, Pause, Script
from bench.crowd import people
from bench.forms import names
from bench.shopping import Guest, add_to_cart, fill, place, to_payment
from prove.outcome import Outcome, Run
from prove.parts.race import placed
from prove.world import world

UNITS = 20
_BROWSE_MS = 500.0


@dataclass(slots=True)
class Told:
    """What a shopper was told, and when: `held_from` is when the request for the hold was sent."""

    outcome: str
    at: float
    held_from: float | None = None
    words: str = ""


def prove(run: Run) -> Outcome:
    """Let shoppers come over some seconds while others only look around."""
    shoppers, seconds = run.of(60, 200, 500), run.of(8.0, 30.0, 60.0)
    chance = random.Random(run.seed)
    broken: list[str] = []
    with world(run.ground, workers=1) as here:
        slug = here.hand.do("stock.goods", left=UNITS)[0]["slug"]
        pages = ["/", "/c/all", "/c/throws", "/search?q=kanga", "/c/all?sort=newest"]
        with here.crowd() as crowd:
            buying = [
                shop(Guest(browser, slug), chance.random() * seconds, again=chance.random() < 0.5)
                for browser in people(shoppers)
            ]
            looking = [
                look(browser, pages, seconds, chance.randrange(1 << 30))
                for browser in people(8, begin=50_000)
            ]
            played = crowd.play([*buying, *looking])
        numbers = here.hand.do("stock.goods_numbers", slug=slug)
        checked = here.check()
    told: list[Told] = [played.results[n] for n in range(shoppers) if n in played.results]
    broken += [f"a shopper met {error!r}" for error in played.errors.values()]
    sold, orders = numbers["sold"], sum(one.outcome == "ordered" for one in told)
    truth = honest(told, UNITS)
    blocked = sum(one.outcome == "blocked" for one in told)
    p95 = played.timing("look").percentile(0.95)
    if (sold, orders) != (UNITS, UNITS) or truth != shoppers or blocked:
        strange = sorted({one.words for one in told if one.outcome == "strange"})
        broken.append(f"{orders} told of an order, {numbers}, {strange}")
    if p95 >= _BROWSE_MS or played.timing("look").failed:
        broken.append(f"looking around took {p95:.0f} ms at p95")
    line = (
        f"flash: sold={sold} truthful={truth}/{shoppers}"
        f" browse_p95{f'<{_BROWSE_MS:.0f}ms' if p95 < _BROWSE_MS else f'={p95:.0f}ms'}"
        f" own_hold_blocks={blocked}"
    )
    return Outcome(line, broken, checked)


def shop(guest: Guest, after: float, *, again: bool) -> Script[Told]:
    """Come after some seconds and try to buy; `again`: go back to a step that was done."""
    yield Pause(after)
    page = yield from guest.browser.get(guest.product, "product")
    if "cart-add" not in names(page.text):
        return Told("sold out", time.perf_counter())
    page = yield from add_to_cart(guest, page)
    if page.status != 200:
        return _refused(page)
    page, sent = yield from _held(guest)
    if page.status != 200:
        return _refused(page)
    if again:
        page = yield from _once_more(guest)
        if page.status != 200:
            return Told("blocked", time.perf_counter(), sent, page.path)
    page = yield from place(guest, page)
    if page.status == 409:
        return Told("blocked", time.perf_counter(), sent, page.path)
    outcome = "ordered" if placed(page) else "strange"
    return Told(outcome, time.perf_counter(), sent, f"{page.status} at {page.path}")


def _held(guest: Guest) -> Script[tuple[Answer, float]]:
    """Go up to the last step; the moment before the delivery step's answer began is kept."""
    sent = [time.perf_counter()]

    def note(name: str) -> None:
        if name == "checkout-delivery":
            sent[0] = time.perf_counter()

    page = yield from to_payment(guest, note)
    return page, sent[0]


def _once_more(guest: Guest) -> Script[Answer]:
    page = yield from guest.browser.get("/checkout/delivery")
    form = fill(page.form("checkout-delivery"), guest.details)
    return (yield from guest.browser.submit(page, form))


def _refused(page: Answer) -> Told:
    now = time.perf_counter()
    if page.status in {409, 422}:
        return Told("refused", now)
    return Told("strange", now, words=f"{page.status} at {page.path}")


def honest(told: list[Told], units: int) -> int:
    """Count the truthful answers: it is a lie that nothing is left before all can be held."""
    holds = sorted(one.held_from for one in told if one.outcome == "ordered" and one.held_from)
    last = holds[units - 1] if len(holds) >= units else float("inf")
    return sum(
        one.outcome == "ordered" or (one.outcome in {"refused", "sold out"} and one.at >= last)
        for one in told
    )


def look(browser: Browser, pages: list[str], seconds: float, seed: int) -> Script[Any]:
    """Read pages for a while, as people do who buy nothing."""
    chance, begin = random.Random(seed), time.perf_counter()
    while time.perf_counter() - begin < seconds:
        yield from browser.get(chance.choice(pages), "look")
        yield Pause(chance.random() * 0.2)
