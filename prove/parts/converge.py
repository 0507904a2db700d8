"""P5: each provider event once to five times, shuffled, at once: one and the same end."""

from __future__ import annotations

import json

from prove.outcome import Outcome, Run
from prove.world import world

GATEWAYS = ("test", "stripe")


def prove(run: Run) -> Outcome:
    """Play made-up stories with both gateways, several times each."""
    stories, copies = run.of(20, 200, 2000), run.of(4, 10, 20)
    delivered = most = 0
    broken: list[str] = []
    with world(run.ground, web=0, workers=0, scheduler=False) as here:
        hands = {code: here.another_hand() for code in GATEWAYS}
        try:
            for number in range(stories):
                for code, hand in hands.items():
                    hand.tell("stories.play", code=code, seed=run.seed + number, copies=copies)
                for code, hand in hands.items():
                    told = hand.told()
                    ends = {json.dumps(end, sort_keys=True): end for end in told["ends"]}
                    delivered += told["delivered"]
                    most = max(most, len(ends))
                    if len(ends) > 1 or told["ends"][0]["missing in the books"]:
                        broken.append(f"{code}, seed {run.seed + number}: {told['story']}"
                                      f" ended in {list(ends.values())}")  # fmt: skip
        finally:
            for hand in hands.values():
                hand.close()
        checked = here.check()
    line = (
        f"converge: stories={stories * len(GATEWAYS)} deliveries={delivered}"
        f" distinct_results_per_story={most}"
    )
    return Outcome(line, broken, checked)
