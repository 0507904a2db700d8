"""Run the parts on each database and print their lines: `python -m prove`, told by `PROVE_…`."""

from __future__ import annotations

import os
import secrets
import signal
import sys
import time
import traceback
from collections.abc import Callable, Sequence

from prove.ground import DATABASES, Ground, ground
from prove.outcome import Outcome, Part, Run
from prove.parts import (
    books,
    converge,
    crashpoints,
    double,
    early,
    expiry,
    flash,
    outage,
    race,
    slow,
)

PARTS: dict[str, Part | Callable[[Run], list[Outcome]]] = {
    "p1": race.prove,
    "p2": crashpoints.prove,
    "p5": converge.prove,
    "p6": early.prove,
    "p7": books.prove,
    "p8": double.prove,
    "p9": expiry.prove,
    "p15": outage.prove,
    "p16": slow.prove,
    "p28": flash.prove,
}
SCALES = (1, 10, 100)
_MINUTES = {1: 10, 10: 60, 100: 12 * 60}
"""How long one part may take."""


class WrongSetting(Exception):
    """A `PROVE_…` variable makes no sense; the message says what would."""


class TooLong(Exception):
    """A part did not end in its time."""


def main() -> int:
    """Return 0 where every promise was kept."""
    try:
        scale = _chosen_scale()
        parts = _chosen("PROVE_ONLY", list(PARTS))
        databases = _chosen("PROVE_DATABASES", list(DATABASES))
        seed = int(os.environ.get("PROVE_SEED") or secrets.randbelow(10**6))
    except (WrongSetting, ValueError) as error:
        print(f"prove: {error}", file=sys.stderr)
        return 2
    print(f"PROVE_SEED={seed} PROVE_SCALE={scale}", flush=True)
    signal.signal(signal.SIGALRM, _ring)
    kept = [_on(database, parts, scale, seed) for database in databases]
    print("Every promise was kept." if all(kept) else "A promise was broken: see above.")
    return 0 if all(kept) else 1


def _on(database: str, parts: Sequence[str], scale: int, seed: int) -> bool:
    with ground(database) as made:
        kept = [_prove(name, Run(made, scale, seed), made) for name in parts]
    return all(kept)


def _prove(name: str, run: Run, made: Ground) -> bool:
    begin = time.monotonic()
    print(f"\n{name.upper()} on {made.name}, scale {run.scale}", flush=True)
    signal.alarm(60 * _MINUTES[run.scale])
    try:
        found = PARTS[name](run)
        outcomes = found if isinstance(found, list) else [found]
    except Exception:  # noqa: BLE001 - the other parts are proven all the same
        traceback.print_exc()
        return False
    finally:
        signal.alarm(0)
    for outcome in outcomes:
        print(outcome.line)
        print(outcome.checked, flush=True)
        for words in outcome.broken:
            print(f"  broken: {words[:2000]}", flush=True)
    print(f"  {time.monotonic() - begin:.0f} s", flush=True)
    return all(outcome.kept for outcome in outcomes)


def _chosen_scale() -> int:
    said = os.environ.get("PROVE_SCALE") or "1"
    if said not in map(str, SCALES):
        raise WrongSetting(f"PROVE_SCALE is {said}: say 1, 10 or 100.")
    return int(said)


def _chosen(variable: str, known: list[str]) -> list[str]:
    wanted = os.environ.get(variable, "").lower().split() or known
    if strange := [name for name in wanted if name not in known]:
        raise WrongSetting(f"{variable} names {strange[0]}: there is {', '.join(known)}.")
    return wanted


def _ring(_number: int, _frame: object) -> None:
    raise TooLong("this part did not end in its time")


if __name__ == "__main__":
    sys.exit(main())
