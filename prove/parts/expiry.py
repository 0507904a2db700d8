"""P9: a payment at the moment of expiry is paid with stock, or held with a task; never limbo."""

from __future__ import annotations

from prove.outcome import Outcome, Run
from prove.world import world

_BATCH = 25
_SECONDS = 4.0


def prove(run: Run) -> Outcome:
    """Let the bank, the clock and rivals for the last unit meet, in processes of their own."""
    races = run.of(25, 200, 2000)
    paid = held = unpaid = 0
    broken: list[str] = []
    with world(run.ground, web=0, workers=0, scheduler=False) as here:
        bank, ticking, sweeping, rivals = (here.another_hand() for _ in range(4))
        try:
            for first in range(0, races, _BATCH):
                ready = here.hand.do(
                    "expiry.prepare", count=_BATCH, seed=run.seed + first, seconds=_SECONDS
                )
                at, cases = ready["at"], ready["cases"]
                bank.tell("expiry.pay", cases=cases, at=at)
                rivals.tell("expiry.buy", cases=cases, at=at)
                ticking.tell("expiry.expire", at=at, seconds=1.5)
                sweeping.tell("expiry.expire", at=at, seconds=1.5)
                for hand in (bank, rivals, ticking, sweeping):
                    hand.told()
                found = here.hand.do("expiry.judge", cases=cases)
                paid, held = paid + found["paid"], held + found["held"]
                unpaid += found["unpaid"]
                broken += [f"limbo: {case}" for case in found["limbo"]]
        finally:
            for hand in (bank, ticking, sweeping, rivals):
                hand.close()
        checked = here.check()
    line = f"expiry: races={races} paid={paid} held={held} unpaid={unpaid} limbo={len(broken)}"
    return Outcome(line, broken, checked)
