"""Home, listing and product against the reference views: warm, repeated, and without caches."""

from __future__ import annotations

import http.client
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from urllib.parse import quote_plus

from bench import ground
from bench.client import Outcome, drive, request_bytes
from bench.processes import Server, serving
from bench.report import Report, verdict
from bench.server import PREFIX, reference_code

PRODUCTS = 10_000
_BROWSER = {"Accept-Encoding": "gzip, br", "Accept-Language": "en"}
_CLIENTS = 8


@dataclass(slots=True)
class Row:
    """One path's rounds."""

    name: str
    requests: list[bytes]
    rates: list[float]
    cpu: list[float]
    last: Outcome | None = None

    @property
    def rate(self) -> float:
        """The median of its rounds."""
        return median(self.rates)


def _rounds(server: Server, rows: list[Row], *, rounds: int, seconds: float) -> None:
    """Measure all rows in turn, several times, so that noise meets all of them."""
    for turn in range(rounds + 1):
        for row in rows:
            before = server.cpu_seconds()
            outcome = drive(server.address, row.requests, clients=_CLIENTS, seconds=seconds)
            used = server.cpu_seconds() - before
            if turn:  # the first round warms up
                row.rates.append(outcome.rate)
                row.cpu.append(used / max(len(outcome.times), 1) * 1e6)
                row.last = outcome


def _row(name: str, *paths: str, **headers: str) -> Row:
    return Row(name, [request_bytes(path, _BROWSER | headers) for path in paths], [], [])


def _etag(server: Server, path: str) -> str:
    connection = http.client.HTTPConnection(*server.address)
    connection.request("GET", path, headers=_BROWSER)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.headers["ETag"]


def _table(
    report: Report, title: str, rows: list[Row], base: Row, wanted: dict[str, float]
) -> None:
    lines = []
    for row in rows:
        share = row.rate / base.rate
        statuses = ",".join(map(str, sorted(row.last.statuses))) if row.last else ""
        lines.append(
            (
                row.name, f"{row.rate:,.0f}", f"{min(row.rates):,.0f}–{max(row.rates):,.0f}",
                f"{row.last.percentile(0.95):.1f}" if row.last else "", f"{median(row.cpu):,.0f}",
                statuses, f"{share:.0%}",
                f"{wanted[row.name]:.0%}: {verdict(share, wanted[row.name], at_least=True)}"
                if row.name in wanted else "",
            )
        )  # fmt: skip
    head = ("page", "a second", "range", "p95 ms", "CPU µs", "status", f"of {base.name}", "promise")
    report.table(title, head, lines)


def warm(report: Report, folder: Path, *, quick: bool) -> None:
    """Visitors without cookies, pages kept; then the same visitors coming back."""
    instance = ground.catalogue(folder, PRODUCTS // 10 if quick else PRODUCTS)
    known = ground.words_and_slugs(instance)
    listing, product = f"/c/{known['categories'][0]}", f"/p/{known['slugs'][7]}"
    seconds = 0.3 if quick else 1.5
    with serving(instance, {}, log=folder / "server.log") as server:
        base = _row("bare empty view", f"{PREFIX}/empty")
        fresh = [_row("home", "/"), _row("listing", listing), _row("product", product)]
        for row in fresh:
            drive(server.address, row.requests, clients=_CLIENTS, seconds=0.2)
        again = [
            _row(f"{name}, seen before", path, **{"If-None-Match": _etag(server, path)})
            for name, path in (("home", "/"), ("listing", listing), ("product", product))
        ]
        rows = [base, _row("24-row view", f"{PREFIX}/rows"), *fresh, *again]
        _rounds(server, rows, rounds=2 if quick else 5, seconds=seconds)
        report.say(
            f"First 200 of the web processes after {server.first_answer:.2f} s "
            f"(promise 1.5 s: {verdict(server.first_answer, 1.5, at_least=False)})."
        )
    report.say("The reference views:\n\n```python\n" + reference_code() + "```")
    wanted = {row.name: 1.5 for row in fresh} | {row.name: 1.5 for row in again}
    _table(report, f"Warm, {PRODUCTS:,} products, no cookies", rows, base, wanted)


def cold(report: Report, folder: Path, *, quick: bool) -> None:
    """The same pages with every cache off, and searching."""
    instance = ground.catalogue(folder, PRODUCTS // 10 if quick else PRODUCTS)
    known = ground.words_and_slugs(instance)
    listings = [f"/c/{path}" for path in known["categories"][:6]]
    products = [f"/p/{slug}" for slug in known["slugs"][:200]]
    texts = ground.searches(known["names"])
    seconds = 0.5 if quick else 2.0
    for caches, title, listing in (
        ("off", "Every cache off: nothing is kept or remembered between requests", 0.25),
        ("pages-off", "No page is kept; settings, categories and counts are remembered", 0.40),
    ):
        with serving(instance, {"BENCH_CACHES": caches}, log=folder / "server.log") as server:
            base = _row("24-row view", f"{PREFIX}/rows")
            rows = [base, _row("home", "/"), _row("listing", *listings), _row("product", *products)]
            _rounds(server, rows, rounds=2 if quick else 4, seconds=seconds)
            wanted = {"home": 0.35, "listing": listing, "product": 0.35}
            _table(report, title, rows, base, wanted)
    with serving(instance, {}, log=folder / "server.log") as server:
        lines = []
        for name, paths, limit in (
            ("search", [f"/search?q={quote_plus(text)}" for text in texts], 15.0),
            ("suggestions", [f"/suggestions?q={quote_plus(text[:4])}" for text in texts], 10.0),
        ):
            outcome = asked(server, paths, clients=1, seconds=3 * seconds)
            lines.append(timed(name, 1, outcome, limit))
        report.table(f"Searching {PRODUCTS:,} products, SQLite", TIMED, lines)


TIMED = ("page", "clients", "p50 ms", "p95 ms", "worst ms", "answers", "status", "promise")


def asked(server: Server, paths: list[str], *, clients: int, seconds: float) -> Outcome:
    """Ask for `paths` in turn from forty addresses, after a second of warming up."""
    requests = [request_bytes(path, _BROWSER) for path in paths]
    drive(server.address, requests, clients=clients, seconds=1.0, sources=40)
    return drive(server.address, requests, clients=clients, seconds=seconds, sources=40)


def timed(name: str, clients: int, outcome: Outcome, limit: float | None) -> tuple[object, ...]:
    """Return an outcome as a row of a table headed `TIMED`, held against `limit` in ms."""
    reached = outcome.percentile(0.95)
    return (
        name, clients, f"{outcome.percentile(0.5):.1f}", f"{reached:.1f}",
        f"{outcome.percentile(1.0):.1f}", len(outcome.times), dict(outcome.statuses),
        f"{limit:.0f} ms: {verdict(reached, limit, at_least=False)}" if limit else "",
    )  # fmt: skip
