"""How times grow from 1,000 products to 100,000, on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote_plus

from bench import ground
from bench.pages import TIMED, asked, timed
from bench.processes import serving
from bench.report import Report, verdict

SMALL, LARGE = 1_000, 100_000


def _paths(known: dict[str, list[str]]) -> dict[str, list[str]]:
    tops = known["categories"]
    return {
        "product": [f"/p/{slug}" for slug in known["slugs"][:200]],
        "keyset page": [f"/c/{path}?sort=newest" for path in tops[:6]],
        "listing, filtered": [
            f"/c/{path}?colour={colour}&in_stock=1" for path in ("all", *tops[:4])
            for colour in ("blue", "red")
        ],
        "listing with facets": [f"/c/{path}" for path in ("all", *tops[:10])],
    }  # fmt: skip


def sqlite(report: Report, folder: Path, *, quick: bool) -> None:
    """The same requests against a small and a large catalogue, every cache off."""
    seconds, lines = (1.0 if quick else 4.0), []
    p95: dict[tuple[str, int], float] = {}
    large = LARGE // 20 if quick else LARGE
    for size in (SMALL, large):
        instance = ground.catalogue(folder, size)
        paths = _paths(ground.words_and_slugs(instance))
        with serving(instance, {"BENCH_CACHES": "off"}, log=folder / "server.log") as server:
            for name, asking in paths.items():
                outcome = asked(server, asking, clients=1, seconds=seconds)
                p95[name, size] = outcome.percentile(0.95)
                limit = 60.0 if name.startswith("listing") and size == large else None
                lines.append((f"{size:,}", *timed(name, 1, outcome, limit)))
    for name in ("product", "keyset page"):
        growth = p95[name, large] / p95[name, SMALL]
        lines.append(
            ("growth", name, "", "", f"{growth:.2f} times", "", "", "",
             f"1.5 times: {verdict(growth, 1.5, at_least=False)}")
        )  # fmt: skip
    report.table("Growth on SQLite, caches off", ("products", *TIMED), lines)
    limits = {1: 40.0, 4: 120.0}
    _search(report, ground.catalogue(folder, large), {}, limits=limits, seconds=seconds)


def postgresql(report: Report, folder: Path, *, quick: bool) -> None:
    """Searching the large catalogue on PostgreSQL; `BENCH_POSTGRESQL` names an empty database."""
    url = os.environ.get("BENCH_POSTGRESQL")
    if not url:
        report.say("PostgreSQL was not measured: BENCH_POSTGRESQL names no database.")
        return
    environ = {"DATABASE_URL": url}
    instance = ground.catalogue(folder, LARGE // 20 if quick else LARGE, environ)
    _search(report, instance, environ, limits={1: 100.0}, seconds=1.0 if quick else 4.0)


def _search(
    report: Report,
    instance: Path,
    environ: dict[str, str],
    *,
    limits: dict[int, float],
    seconds: float,
) -> None:
    texts = ground.searches(ground.words_and_slugs(instance, environ)["names"])
    paths, lines = [f"/search?q={quote_plus(text)}" for text in texts], []
    with serving(instance, environ, log=instance / "server.log") as server:
        for clients, limit in limits.items():
            outcome = asked(server, paths, clients=clients, seconds=2 * seconds)
            lines.append(timed("search", clients, outcome, limit))
        outcome = asked(
            server, [f"/suggestions?q={quote_plus(text[:4])}" for text in texts], clients=1,
            seconds=seconds,
        )  # fmt: skip
        lines.append(timed("suggestions", 1, outcome, None))
    report.table(f"Searching the large catalogue, {instance.name}", TIMED, lines)
