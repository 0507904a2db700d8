"""P2: every single crash point of every flow of money and stock is survived."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from prove import crash
from prove.deeds import flows, oracle, state, stock
from prove.forks import Done, fork
from prove.ground import Plot
from prove.outcome import Outcome, Run
from prove.world import World, world
from shop.config import load_config
from shop.factory import create_app
from shop.kernel import clock
from shop.kernel.db import db

_MOST_POINTS = 2_000


@dataclass(frozen=True, slots=True)
class Flow:
    """A flow: how the world is made ready, what is done, and after how many minutes each."""

    name: str
    payment: str
    ready: tuple[tuple[float, str], ...]
    act: str
    at: float


FLOWS = (
    Flow("place", "cash", (), "do_place", 1),
    Flow("pay", "test", (), "do_pay", 1),
    Flow("pay late", "test", ((0, "set_late"), (6, "do_sweep")), "do_late", 9),
    Flow("cancel", "test", ((0, "do_place"),), "do_cancel", 1),
    Flow("expire", "test", ((0, "do_place"),), "do_expire", 7),
)


def prove(run: Run) -> Outcome:
    """Kill each flow at each of its points (a sample of them at scale 1), and look what is left."""
    stride = run.of(6, 1, 1)
    points = recovered = lost = doubled = 0
    broken: list[str] = []
    with world(run.ground, web=0, workers=0, scheduler=False) as here:
        stage = Stage(here)
        for number, flow in enumerate(FLOWS):
            trial = Trial(stage, flow)
            expected = trial.expected()
            point = 1 + (run.seed + number) % stride
            while point < _MOST_POINTS:
                ended = trial.kill_at(point)
                if not ended.killed:
                    break
                points += 1
                verdict = compare(expected, ended.found)
                lost, doubled = lost + verdict.lost, doubled + verdict.doubled
                if verdict.same:
                    recovered += 1
                else:
                    broken.append(f"{flow.name}, point {point} ({ended.last}): {verdict.words}")
                point += stride
            trial.close()
    line = (
        f"crashpoints: flows={len(FLOWS)} points={points} recovered={recovered}"
        f" lost={lost} doubled={doubled}"
    )
    return Outcome(line, broken, oracle.line())


@dataclass(frozen=True, slots=True)
class Ended:
    """What was left of one trial."""

    killed: bool
    last: str
    found: dict[str, Any]


class Stage:
    """Where every trial is played: one address, so that what is loaded and compiled stays so."""

    def __init__(self, here: World) -> None:
        self.world = here
        self.plot = here.ground.plot()
        environ = {**here.environ, **self.plot.environ, "LOG_LEVEL": "error"}
        # As in tests: no threads of its own, which a fork would lose, and no line for each request.
        told = replace(load_config({**os.environ, **environ}), testing=True)
        self._app = create_app(told)

    def renew(self, of: Plot) -> None:
        """Begin again where `of` is."""
        self.world.ground.renew(self.plot, of)

    def keep(self) -> Plot:
        """Return a copy of how it is now."""
        return self.world.ground.plot(of=self.plot)

    def rehearse(self, moment: datetime, act: Callable[[], Any]) -> None:
        """Play once without forking: its children then begin with everything loaded."""
        with clock.stopped_at(moment), self._app.app_context():
            act()
            db.session.remove()
            db.engine.dispose()
            self._app.extensions["shared_pages"].version.forget()
            flows.bank().file._made = False  # noqa: SLF001 - its file is another one in a child

    def play(self, moment: datetime, act: Callable[[], Any], point: int | None = None) -> _Told:
        """Play in a child, which may die of it."""

        def alone() -> Any:
            with clock.stopped_at(moment), self._app.app_context():
                if point:
                    crash.arm(self._app, point)
                return act()

        return _Told(fork(alone))


class Trial:
    """One flow's world, begun anew for each death."""

    def __init__(self, stage: Stage, flow: Flow) -> None:
        self._stage, self._flow = stage, flow
        self._begin = clock.now()
        stage.renew(stage.world.ground.plot())
        self._ids: dict[str, Any] = stage.play(self._at(0), lambda: _cart(flow)).done()
        for minutes, name in flow.ready:
            stage.play(self._at(minutes), lambda do=name: _do(do, self._ids)).done()  # type: ignore[misc]  # a default keeps the name of this turn
        self._base = stage.keep()
        stage.rehearse(self._at(flow.at), self._act)

    def expected(self) -> dict[str, Any]:
        """Return what is left when nobody dies."""
        ended = self.kill_at(None)
        assert not ended.killed
        return ended.found

    def kill_at(self, point: int | None) -> Ended:
        """Do the flow, dying at `point`; then do what the world does about it."""
        stage, mails = self._stage, len(self._stage.world.mails)
        stage.renew(self._base)
        died = stage.play(self._at(self._flow.at), self._act, point)
        found = stage.play(self._at(self._flow.at + 0.02), self._again).done()
        sent = {(mail["id"], mail["subject"]) for mail in stage.world.mails[mails:]}
        found["mailed"] = sorted(subject for _id, subject in sent)
        return Ended(died.killed, died.last, found)

    def close(self) -> None:
        """Remove the world it began with."""
        self._stage.world.ground.clear(self._base)

    def _at(self, minutes: float) -> datetime:
        return self._begin + timedelta(minutes=minutes)

    def _act(self) -> None:
        _do(self._flow.act, self._ids)
        flows.drain()

    def _again(self) -> dict[str, Any]:
        """Do what whoever waits would repeat, and ten minutes later what the clock would do."""
        self._act()
        with clock.stopped_at(self._at(self._flow.at + 10)):
            return _settled()


class _Told:
    """How a fork ended, which must be well unless it was killed on purpose."""

    def __init__(self, ended: Done) -> None:
        if ended.error:
            raise AssertionError(ended.error)
        self.killed, self.last, self._value = ended.killed, ended.last, ended.value

    def done(self) -> Any:
        assert not self.killed
        return self._value


def _cart(flow: Flow) -> dict[str, Any]:
    made = stock.goods(left=5, kinds=2)
    flows.drain()
    with flows.bank().file.transaction():  # so that it is there before anybody needs it
        pass
    variants = [[int(str(one["variant"])), 2] for one in made]
    return flows.cart(variants=variants, payment=flow.payment)


def _do(name: str, ids: dict[str, Any]) -> None:
    getattr(flows, name)(ids)


def _settled() -> dict[str, Any]:
    """Let some minutes pass: the bank calls again, the scheduler runs, the worker works."""
    flows.bank_calls()
    flows.sweep()
    flows.sweep()
    return state.everything() | {"violations": oracle.violations()}


@dataclass(frozen=True, slots=True)
class Verdict:
    """How what is left differs from what should be."""

    lost: int
    doubled: int
    words: str

    @property
    def same(self) -> bool:
        """Tell whether nothing differs."""
        return not self.words


def compare(expected: dict[str, list[Any]], found: dict[str, list[Any]]) -> Verdict:
    """Count the rows that are missing and those that are too many, table by table."""
    lost = doubled = 0
    words = []
    for name, rows in expected.items():
        missing, more = _minus(rows, found[name]), _minus(found[name], rows)
        if missing or more:
            words.append(f"{name}: missing {missing}, too many {more}")
        lost += max(0, len(missing) - len(more))
        doubled += max(0, len(more) - len(missing))
    return Verdict(lost, doubled, "; ".join(words))


def _minus(some: list[Any], others: list[Any]) -> list[Any]:
    left = list(others)
    missing = []
    for row in some:
        if row in left:
            left.remove(row)
        else:
            missing.append(row)
    return missing
