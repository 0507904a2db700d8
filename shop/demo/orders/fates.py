"""How orders go: mostly well, and now and then in every other way that the shop knows."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from shop.demo.orders.people import in_language, words
from shop.demo.orders.story import STAFF, Story
from shop.domain.orders.actions.moves import SHOPPER
from shop.domain.orders.statuses import HoldReason, TaskKind

_Act = Callable[[datetime], None]
_Steps = Iterator[tuple[timedelta, _Act]]
"""Pauses and what is done after each; what would lie in the future is never asked for."""
_Fate = Callable[[Story, random.Random, str], _Steps]


def live_through(
    story: Story, gateway: str, now: datetime, locale: str, chance: random.Random
) -> None:
    """Let an order go its way as far as it has come by now."""
    fates, weights = zip(*_FATES[gateway], strict=True)
    fate: _Fate = chance.choices(fates, weights)[0]
    at = story.placed
    for pause, act in fate(story, chance, locale):
        at += pause
        if at > now:
            return
        act(at)


def reason(key: str, locale: str) -> str:
    """Return why staff did something, as the buyer reads it."""
    return in_language(words()["reasons"][key], locale)


def _hours(chance: random.Random, least: float, most: float) -> timedelta:
    return timedelta(seconds=round(3_600 * (least + (most - least) * chance.random())))


def _deadline(story: Story) -> timedelta:
    """Return how long after placing the clock has let it expire."""
    wait = story.expires - story.placed if story.expires else timedelta()
    return wait + timedelta(seconds=40)


def _by_staff(story: Story) -> _Act:
    return lambda at: story.capture(at, actor=STAFF)


def _delivered(story: Story, chance: random.Random, _locale: str) -> _Steps:
    yield _hours(chance, 0.5, 40), story.confirm
    yield from _handed_over(story, chance)


def _handed_over(story: Story, chance: random.Random) -> _Steps:
    yield _hours(chance, 30, 130), _by_staff(story)
    yield _hours(chance, 0.02, 0.5), story.complete


def _regretted(story: Story, chance: random.Random, _locale: str) -> _Steps:
    yield _hours(chance, 0.1, 4), lambda at: story.cancel(at, actor=SHOPPER)


def _unanswered(story: Story, chance: random.Random, locale: str) -> _Steps:
    yield _hours(chance, 20, 40), lambda at: story.cancel(at, reason("unanswered", locale))


def _refused(story: Story, chance: random.Random, locale: str) -> _Steps:
    yield _hours(chance, 0.5, 40), story.confirm
    yield _hours(chance, 30, 130), lambda at: story.cancel(at, reason("refused", locale))


def _reviewed(story: Story, chance: random.Random, locale: str) -> _Steps:
    why = reason("review", locale)
    yield (
        _hours(chance, 0.2, 2),
        lambda at: story.hold(at, HoldReason.REVIEW, TaskKind.REVIEW, why),
    )
    yield _hours(chance, 100, 700), story.lift
    yield from _delivered(story, chance, locale)


def _transferred(story: Story, chance: random.Random, _locale: str) -> _Steps:
    yield _waiting(story, chance, 0.95), _by_staff(story)
    yield from _paid(story, chance)


def _waiting(story: Story, chance: random.Random, share: float) -> timedelta:
    """Return a part of the time that an order waits for its money."""
    seconds = _deadline(story).total_seconds() * (0.02 + (share - 0.02) * chance.random())
    return timedelta(seconds=round(seconds))


def _paid(story: Story, chance: random.Random) -> _Steps:
    yield timedelta(), story.secure
    yield _hours(chance, 30, 130), story.complete


def _forgotten(story: Story, _chance: random.Random, _locale: str) -> _Steps:
    yield _deadline(story), story.expire


def _short(story: Story, chance: random.Random, _locale: str) -> _Steps:
    yield _waiting(story, chance, 0.95), story.underpay
    yield _hours(chance, 100, 900), _by_staff(story)
    yield from _paid(story, chance)


def _owed_back(story: Story, chance: random.Random, _locale: str) -> _Steps:
    yield _waiting(story, chance, 0.95), _by_staff(story)
    yield timedelta(), story.secure
    yield _hours(chance, 1, 12), lambda at: story.cancel(at, actor=SHOPPER)


def _charged(story: Story, chance: random.Random, _locale: str) -> _Steps:
    yield timedelta(), story.attempt
    yield _hours(chance, 0.01, 0.06), story.capture
    yield from _paid(story, chance)


def _charged_at_last(story: Story, chance: random.Random, _locale: str) -> _Steps:
    yield timedelta(), story.attempt
    yield _hours(chance, 0.01, 0.02), story.fail
    yield _hours(chance, 0.003, 0.01), story.attempt
    yield _hours(chance, 0.01, 0.03), story.capture
    yield from _paid(story, chance)


def _never_charged(story: Story, _chance: random.Random, _locale: str) -> _Steps:
    yield timedelta(), story.attempt
    yield _deadline(story), story.expire


def _charged_late(story: Story, chance: random.Random, _locale: str) -> _Steps:
    yield from _never_charged(story, chance, "")
    yield _hours(chance, 0.1, 0.3), story.capture
    yield timedelta(), story.revive
    yield _hours(chance, 30, 130), story.complete


def _charged_too_late(story: Story, chance: random.Random, _locale: str) -> _Steps:
    yield from _never_charged(story, chance, "")
    yield _hours(chance, 0.1, 0.3), story.capture
    yield timedelta(), story.miss_stock


def _given_back(story: Story, chance: random.Random, _locale: str) -> _Steps:
    yield timedelta(), story.attempt
    yield _hours(chance, 0.01, 0.06), story.capture
    yield timedelta(), story.secure
    yield _hours(chance, 0.5, 9), lambda at: story.cancel(at, actor=SHOPPER)
    yield _hours(chance, 6, 50), story.refund


_FATES: dict[str, tuple[tuple[_Fate, float], ...]] = {
    "cash": (
        (_delivered, 79), (_regretted, 7), (_unanswered, 4), (_refused, 6), (_reviewed, 4),
    ),
    "transfer": (
        (_transferred, 70), (_forgotten, 12), (_regretted, 8), (_short, 8), (_owed_back, 2),
    ),
    "test": (
        (_charged, 78), (_charged_at_last, 7), (_never_charged, 7), (_charged_late, 2),
        (_charged_too_late, 2), (_given_back, 4),
    ),
}  # fmt: skip
