"""P8: the same checkout sent five times at once is one order, one charge, five times one page."""

from __future__ import annotations

import re
from typing import Any

from bench.browser import Answer, Browser, Script
from bench.crowd import people
from bench.shopping import Guest, order_form, ready
from prove.outcome import Outcome, Run
from prove.world import world

COPIES = 5
_BATCH = 8
_CHANGING = re.compile(
    r'name="csrf_token" value="[^"]*"|&#34;X-CSRFToken&#34;: ?&#34;[^&]*&#34;|[\w.-]{80,}'
)


def prove(run: Run) -> Outcome:
    """Send each checkout five times at once, then approve each card payment five times at once."""
    checkouts = run.of(10, 100, 1000)
    orders = differing = 0
    broken: list[str] = []
    with world(run.ground, workers=1) as here:
        made = here.hand.do("stock.goods", left=checkouts + 10)[0]
        with here.crowd() as crowd:
            for first in range(0, checkouts, _BATCH):
                count = min(_BATCH, checkouts - first)
                guests = [
                    Guest(browser, made["slug"], payment="cash" if number % 2 else "test")
                    for number, browser in enumerate(people(count, begin=first * COPIES))
                ]
                pages = crowd.play([ready(guest) for guest in guests]).expect().results
                copies = [
                    send(guest, page, guest.browser.twin())
                    for guest, page in ((guests[n], pages[n]) for n in range(count))
                    for _copy in range(COPIES)
                ]
                played = crowd.play(copies)
                broken += [f"a copy met {error!r}" for error in played.errors.values()]
                for number in range(count):
                    answers = [
                        played.results[number * COPIES + copy]
                        for copy in range(COPIES)
                        if number * COPIES + copy in played.results
                    ]
                    differing += len({same(answer) for answer in answers}) != 1
                banks = [
                    pay(guests[number].browser.twin(), played.results[number * COPIES])
                    for number in range(0, count, 2)
                    for _copy in range(COPIES)
                ]
                broken += [f"the bank: {error!r}" for error in crowd.play(banks).errors.values()]
        charges = here.hand.do("bank.settle", orders=(checkouts + 1) // 2)
        found = here.hand.do("bank.counts")
        orders = found["orders"]
        checked = here.check()
    if orders != checkouts or found["captures"] != charges or differing:
        broken.append(f"{found} after {checkouts} checkouts; {differing} differing answers")
    line = (
        f"double: checkouts={checkouts} orders={orders} charges={charges + found['collect']}"
        f" differing_answers={differing}"
    )
    return Outcome(line, broken, checked)


def send(guest: Guest, page: Answer, browser: Browser) -> Script[Answer]:
    """Press the button in a tab of its own."""
    form = order_form(guest, page)
    return (yield from browser.submit(page, form, "placing"))


def pay(browser: Browser, page: Answer) -> Script[Answer]:
    """Approve at the bank's page."""
    return (yield from browser.submit(page, "test-gateway-decision", "bank", act="approve"))


def same(answer: Answer) -> Any:
    """Return what must be equal of two answers to the same form: where it led, and the page."""
    return answer.status, answer.path, _CHANGING.sub("", answer.text)
