"""When orders come in: more at the end of the week, most of them in the evening."""

from __future__ import annotations

import random
from bisect import bisect
from datetime import datetime, time, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

DAYS = 90
_A_DAY = 200
"""More orders than this a day reach farther back than `DAYS`."""
_LONGEST = 2 * 365
_WEEKDAYS = (1.0, 0.9, 0.95, 1.05, 1.35, 1.5, 0.8)
"""From Monday to Sunday; the shop is shut on Sunday, the Internet is not."""
_HOURS = (
    1, 0.5, 0.3, 0.2, 0.2, 0.4, 1, 2, 3, 4, 4.5, 5,
    6.5, 6, 4.5, 4, 4.5, 6, 8, 11, 13, 12, 7, 3,
)  # fmt: skip
_YOUNGEST = timedelta(minutes=45)
"""By then whoever pays online has paid or given up."""
_HOUR = 3_600
_GROWTH = 1.5
"""How much busier the last day is than the first."""


def days_for(count: int) -> int:
    """Return over how many days so many orders are spread."""
    return min(_LONGEST, max(DAYS, count // _A_DAY))


def moments(count: int, now: datetime, zone: ZoneInfo, chance: random.Random) -> list[datetime]:
    """Return `count` moments before `now`, the earliest first; the rhythm is that of `zone`."""
    days = days_for(count)
    today = now.astimezone(zone).date()
    dates = [today - timedelta(days=back) for back in range(days - 1, -1, -1)]
    by_day = list(
        accumulate(
            _WEEKDAYS[day.weekday()] * (1 + _GROWTH * place / days)
            for place, day in enumerate(dates)
        )
    )
    by_hour = list(accumulate(_HOURS))
    found = []
    for _ in range(count):
        day = dates[bisect(by_day, chance.random() * by_day[-1])]
        hour = bisect(by_hour, chance.random() * by_hour[-1])
        second = int(chance.random() * _HOUR)
        local = datetime.combine(day, time(hour), zone) + timedelta(seconds=second)
        if local > now - _YOUNGEST:  # today is not over yet
            local -= timedelta(weeks=1)
        found.append(local.astimezone(now.tzinfo))
    return sorted(found)
