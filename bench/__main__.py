"""Measure everything and write the report: `python -m bench [--quick] [--only PART …]`."""

from __future__ import annotations

import argparse
import os
import platform
from pathlib import Path

from bench import buying, growth, memory, pages
from bench.processes import CLIENT_CORE, ROOT
from bench.report import Report
from shop.kernel import clock

PARTS = {"warm": pages.warm, "cold": pages.cold, "growth": growth.sqlite,
         "postgresql": growth.postgresql, "buying": buying.buying,
         "memory": memory.whole}  # fmt: skip


def main() -> None:
    """Run the parts one after the other; each adds its table."""
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("--quick", action="store_true", help="a tenth of the time and of the data")
    parser.add_argument("--only", nargs="*", choices=list(PARTS), default=list(PARTS))
    parser.add_argument("--folder", type=Path, default=ROOT / "instance" / "bench")
    options = parser.parse_args()
    os.sched_setaffinity(0, {CLIENT_CORE})
    options.folder.mkdir(parents=True, exist_ok=True)
    report = Report(options.folder.parent / "bench.md")
    report.say(
        f"# Bench of {clock.now():%Y-%m-%d %H:%M} UTC",
        f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}. "
        "Two web processes share core 0, the client has core 1. "
        "Rates are medians of interleaved rounds.",
    )
    for name in options.only:
        PARTS[name](report, options.folder, quick=options.quick)
    report.say(f"Written to {report.file.name}.")


if __name__ == "__main__":
    main()
