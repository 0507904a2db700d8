"""P7: every movement of money is double-entry; the books agree with the provider to the cent."""

from __future__ import annotations

from prove.outcome import Outcome, Run
from prove.world import world


def prove(run: Run) -> Outcome:
    """Do everything at random, the books looked at every now and then."""
    steps = run.of(1_000, 10_000, 100_000)
    with world(run.ground, web=0, workers=0, scheduler=False) as here:
        found = here.hand.do("walk.walk", steps=steps, seed=run.seed)
        checked = here.check()
    broken = list(found["broken"])
    if found["sum"] or found["orders_off"] or found["provider_diff"]:
        broken.append(f"the books are off: {found}")
    line = (
        f"ledger: operations={steps} entries={found['entries']} sum={found['sum'] / 100:.2f}"
        f" orders_off={found['orders_off']} provider_diff={found['provider_diff']}"
    )
    return Outcome(line, broken, checked)
