"""Buying: add to cart, and whole purchases by guests, every guard in place."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from statistics import median

from bench import ground
from bench.browser import Answer, Browser, Script
from bench.crowd import Crowd, Played, Timing, addresses, people
from bench.forms import Form
from bench.processes import Server, on_server_core, serving
from bench.report import Report, verdict
from bench.shopping import Guest, add_to_cart, good, purchase
from prove.hands import Hand
from shop.supervisor import store

PRODUCTS = 10_000
ADDERS = 16
BUYERS = 8
_KINDS = 24


def buying(report: Report, folder: Path, *, quick: bool) -> None:
    """Measure both, on a copy of the catalogue, beside the rate of bare commits."""
    kept = ground.catalogue(folder, PRODUCTS // 10 if quick else PRODUCTS)
    instance = folder / "buying"
    shutil.rmtree(instance, ignore_errors=True)
    shutil.copytree(kept, instance)
    with _queue(instance) as redis_url:
        environ = {"REDIS_URL": redis_url}
        slugs = _goods(instance, environ, folder / "server.log")
        with serving(instance, environ, log=folder / "server.log") as server:
            seconds = 2.0 if quick else 8.0
            adding = _adding(server, slugs, seconds)
            whole = [_purchases(server, slugs, seconds, turn) for turn in range(1 if quick else 3)]
    commits = _bare_commits(instance, 0.5 if quick else 3.0)
    _report_adding(report, *adding)
    _report_purchases(report, whole, commits)
    shutil.rmtree(instance, ignore_errors=True)


@contextmanager
def _queue(instance: Path) -> Iterator[str]:
    """Run the queue's server on the core of the web processes."""
    queue = store.embedded(instance)
    process = subprocess.Popen(queue.command, preexec_fn=on_server_core)  # noqa: PLW1509 - no threads yet
    try:
        queue.wait()
        yield queue.url
    finally:
        process.terminate()
        process.wait()
        queue.clear()


def _goods(instance: Path, environ: dict[str, str], log: Path) -> list[str]:
    """Put products on the shelf that never run out."""
    told = {"INSTANCE_PATH": str(instance), "DUKA_ENV": "demo", "LOG_LEVEL": "error", **environ}
    with Hand(told, log) as hand:
        made = hand.do("stock.goods", left=10_000_000, kinds=_KINDS)
    return [str(one["slug"]) for one in made]


def _adding(server: Server, slugs: list[str], seconds: float) -> tuple[Played, float]:
    """Add to carts that exist: product page, form, token and cookies as a browser has them.

    A cart may be added to sixty times a minute, so many carts take turns.
    """
    with Crowd(server.address) as crowd:
        carts = people(int(seconds * 20) * ADDERS, begin=100_000)
        ready = crowd.play(
            (
                _open_cart(Guest(browser, slugs[turn % _KINDS]))
                for turn, browser in enumerate(carts)
            ),
            at_once=ADDERS,
        ).expect()
        forms = [ready.results[number] for number in range(len(carts))]
        before = server.cpu_seconds()
        turns = count()
        played = crowd.play(
            (_add(carts[turn % len(carts)], forms[turn % len(carts)]) for turn in turns),
            at_once=ADDERS,
            seconds=seconds,
        )
        return played, server.cpu_seconds() - before


def _open_cart(guest: Guest) -> Script[tuple[Answer, Form]]:
    good((yield from add_to_cart(guest)))
    page = good((yield from guest.browser.get(guest.product)))
    return page, page.form("cart-add")


def _add(browser: Browser, ready: tuple[Answer, Form]) -> Script[int]:
    page, form = ready
    answer = yield from browser.submit(page, form, "add", follow=False)
    return answer.status


def _purchases(
    server: Server, slugs: list[str], seconds: float, turn: int
) -> tuple[Played, float, int]:
    """Let guests buy, each with a browser and an address of their own."""
    sources = addresses(200_000, begin=200_000 * (turn + 1))
    guests = (
        Guest(Browser(source), slugs[number % _KINDS]) for number, source in enumerate(sources)
    )
    with Crowd(server.address) as crowd:
        crowd.play((purchase(next(guests)) for _number in range(4 * BUYERS)), at_once=BUYERS)
        before = server.cpu_seconds()
        played = crowd.play((purchase(guest) for guest in guests), at_once=BUYERS, seconds=seconds)
        return played, server.cpu_seconds() - before, _bought(played)


def _bought(played: Played) -> int:
    return sum(page.ok and page.path.startswith("/orders/") for page in played.results.values())


def _bare_commits(instance: Path, seconds: float) -> float:
    """Return how many one-row transactions a second this disk takes, as the shop sets SQLite up."""
    line = sqlite3.connect(instance / "bare.sqlite3", isolation_level=None)
    line.execute("PRAGMA journal_mode=WAL")
    line.execute("PRAGMA synchronous=FULL")
    line.execute("CREATE TABLE bare (id INTEGER PRIMARY KEY, said TEXT)")
    done, begin = 0, time.perf_counter()
    while time.perf_counter() - begin < seconds:
        line.execute("BEGIN IMMEDIATE")
        line.execute("INSERT INTO bare (said) VALUES ('one row, as short as this')")
        line.execute("COMMIT")
        done += 1
    rate = done / (time.perf_counter() - begin)
    line.close()
    return rate


def _statuses(timing: Timing) -> str:
    return ", ".join(f"{status}: {number}" for status, number in sorted(timing.statuses.items()))


def _report_adding(report: Report, played: Played, cpu: float) -> None:
    timing = played.timing("add")
    rate = len(timing.times) / played.seconds
    report.table(
        f"Add to cart, {ADDERS} clients",
        ("a second", "p50 ms", "p95 ms", "worst ms", "CPU ms", "status", "promise"),
        [(
            f"{rate:,.0f}", f"{timing.percentile(0.5):.1f}", f"{timing.percentile(0.95):.1f}",
            f"{timing.percentile(1.0):.1f}", f"{cpu / max(1, len(timing.times)) * 1000:.2f}",
            _statuses(timing), f"250: {verdict(rate, 250, at_least=True)}",
        )],
    )  # fmt: skip


def _report_purchases(
    report: Report, rounds: list[tuple[Played, float, int]], commits: float
) -> None:
    rates = [bought / played.seconds for played, _cpu, bought in rounds]
    rate, errors = median(rates), sum(len(played.errors) for played, _cpu, _bought in rounds)
    lost = sum(len(played.results) - bought for played, _cpu, bought in rounds)
    cpu = median(used / max(1, bought) for _played, used, bought in rounds) * 1000
    labels = ("product", "add", "checkout", "contact", "delivery", "placing", "")
    timings = {label: _together(rounds, label) for label in labels}
    placing = timings["placing"]
    p95, worst = placing.percentile(0.95), placing.percentile(1.0)
    report.table(
        f"Whole purchases by guests, cash on delivery, {BUYERS} clients, SQLite",
        ("what", "reached", "promise"),
        [
            ("purchases a second", f"{rate:.1f} ({min(rates):.1f}–{max(rates):.1f})",
             f"25: {verdict(rate, 25, at_least=True)}"),
            ("the goal beyond it", f"{rate:.1f}", f"40: {verdict(rate, 40, at_least=True)}"),
            ("failed", errors + lost, f"none: {'kept' if not errors + lost else 'missed'}"),
            ("placing, p95 ms", f"{p95:.0f}", f"150: {verdict(p95, 150, at_least=False)}"),
            ("placing, worst ms", f"{worst:.0f}", f"500: {verdict(worst, 500, at_least=False)}"),
            ("server CPU ms a purchase", f"{cpu:.1f}", ""),
            ("bare insert-and-commit a second, same disk", f"{commits:,.0f}", ""),
        ],
    )  # fmt: skip
    report.table(
        "The requests of a purchase",
        ("request", "answers", "p50 ms", "p95 ms", "worst ms", "status"),
        [
            (
                label or "pages after a redirect", len(timing.times),
                f"{timing.percentile(0.5):.1f}", f"{timing.percentile(0.95):.1f}",
                f"{timing.percentile(1.0):.1f}", _statuses(timing),
            )
            for label, timing in timings.items()
        ],
    )  # fmt: skip


def _together(rounds: list[tuple[Played, float, int]], label: str) -> Timing:
    whole = Timing()
    for played, _cpu, _bought in rounds:
        timing = played.timing(label)
        whole.times += timing.times
        for status, number in timing.statuses.items():
            whole.statuses[status] = whole.statuses.get(status, 0) + number
    return whole
