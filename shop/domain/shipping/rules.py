"""Which place is meant, what a delivery costs, and when it arrives; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from shop.kernel.text import fold

_DAY = timedelta(days=1)
_LOOK_AHEAD = 366
"""A shop that is closed for longer than this counts every day."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The shop's clock and the days on which nothing is packed or brought."""

    zone: ZoneInfo
    closed_weekdays: frozenset[int]
    closed_days: frozenset[str]

    def is_open(self, day: date) -> bool:
        """Tell whether goods are packed and brought on `day`."""
        return day.weekday() not in self.closed_weekdays and day.isoformat() not in self.closed_days

    def open_from(self, day: date) -> date:
        """Return the first open day from `day` on."""
        found = day
        for _ahead in range(_LOOK_AHEAD):
            if self.is_open(found):
                return found
            found += _DAY
        return day

    def later(self, day: date, days: int) -> date:
        """Return the day that is `days` open days after the open `day`."""
        for _step in range(days):
            day = self.open_from(day + _DAY)
        return day


def key_of(text: str) -> str:
    """Return a town or area as it is compared: no case, accents, spaces or punctuation."""
    return "".join(letter for letter in fold(text) if letter.isalnum())


def packed_on(moment: datetime, cut_off: str, calendar: Calendar) -> date:
    """Return the day on which an order of `moment` is packed.

    That is the same day up to and including the minute of the cut-off (`14:00`, the shop's time),
    else the next open day.
    """
    local = moment.astimezone(calendar.zone)
    in_time = local.strftime("%H:%M") <= cut_off
    day = local.date()
    if in_time and calendar.is_open(day):
        return day
    return calendar.open_from(day + _DAY)


def arrival(
    moment: datetime, cut_off: str, days: tuple[int, int], calendar: Calendar
) -> tuple[date, date]:
    """Return the first and the last day on which an order of `moment` arrives, or can be fetched.

    Days are open days after the day of packing; 0 means that day itself.
    """
    packed = packed_on(moment, cut_off, calendar)
    earliest = calendar.later(packed, days[0])
    return earliest, calendar.later(earliest, days[1] - days[0])


def fee_for(items: int, fee: int, free_above: int | None) -> int:
    """Return what a delivery costs when the items cost `items`: nothing from `free_above` on."""
    return 0 if free_above is not None and items >= free_above else fee
