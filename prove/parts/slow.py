"""P16: a provider that hangs does not stop the shop, and nothing is locked while it does."""

from __future__ import annotations

import sys
import time
from typing import Any

from bench.browser import Browser, Pause, Script
from bench.crowd import Crowd, people
from bench.processes import free_port
from bench.shopping import Guest, place, ready
from prove.outcome import Outcome, Run
from prove.parts.flash import look
from prove.processes import start, until
from prove.world import World, listens, world

_BROWSE_MS = 300.0
_SLEEPS = "30"


def prove(run: Run) -> Outcome:
    """Let checkouts hang at the provider while others look around."""
    checkouts = run.of(8, 20, 50)
    broken: list[str] = []
    port = free_port()
    stripe = {
        "STRIPE_SECRET_KEY": "sk_test_prove0123456789",
        "STRIPE_WEBHOOK_SECRETS": "whsec_prove0123456789",
        "STRIPE_API_BASE": f"http://127.0.0.1:{port}",
    }
    with world(run.ground, workers=1, web=2, environ=stripe) as here:
        here.running["provider"] = start(
            "provider", [sys.executable, "-m", "prove.slow", str(port), _SLEEPS], {}, here.log
        )
        until(lambda: listens(port), "the provider's start")
        here.hand.do("lines.offer", method="stripe")
        slug = here.hand.do("stock.goods", left=checkouts)[0]["slug"]
        guests = [Guest(browser, slug, payment="stripe") for browser in people(checkouts)]
        with here.crowd() as crowd:
            pages = crowd.play([ready(guest) for guest in guests], at_once=8).expect().results
        seen = _hang(here, guests, pages, broken)
        checked = here.check()
    line = (
        f"slow: browse_p95{f'<{_BROWSE_MS:.0f}ms' if seen['p95'] < _BROWSE_MS else seen['said']}"
        f" provider_timeout_page={seen['told']}/{checkouts} open_tx_during_io={seen['open']}"
    )
    if seen["p95"] >= _BROWSE_MS or seen["told"] != checkouts or seen["open"]:
        broken.append(str(seen))
    return Outcome(line, broken, checked)


def _hang(here: World, guests: list[Guest], pages: Any, broken: list[str]) -> dict[str, Any]:
    """Order with all guests, look around meanwhile, and watch the database."""
    waiting = [True]

    def order(number: int) -> Script[Any]:
        page = yield from place(guests[number], pages[number])
        if number == len(guests) - 1:
            waiting[0] = False
        return page

    def watch() -> Script[int]:
        """Ask another process, which looks whether anything is locked, a few times a second."""
        held = 0
        while waiting[0]:
            here.hand.tell("lines.held")
            yield Pause(0.5)
            held += int(here.hand.told())
        return held

    around = ["/", "/c/all", "/search?q=kanga"]
    lookers = [look(Browser(f"127.9.0.{number}"), around, 12.0, number) for number in range(1, 5)]
    begin = time.perf_counter()
    with Crowd(here.address) as crowd:
        played = crowd.play([*(order(n) for n in range(len(guests))), *lookers, watch()])
    broken += [repr(error) for error in played.errors.values()]
    p95 = played.timing("look").percentile(0.95)
    told = [played.results.get(number) for number in range(len(guests))]
    return {
        "p95": p95, "said": f"={p95:.0f}ms", "open": played.results.get(len(told) + 4, 0),
        "told": sum(page is not None and page.ok and "/orders/" in page.path for page in told),
        "seconds": round(time.perf_counter() - begin, 1),
        "strange": [page.status for page in told if page is not None and not page.ok],
    }  # fmt: skip
