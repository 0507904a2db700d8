"""When goods arrive and what that costs, with plain values."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.domain.shipping.rules import Calendar, arrival, fee_for, key_of, packed_on

NAIROBI = ZoneInfo("Africa/Nairobi")
SUNDAY = 6
OPEN = Calendar(NAIROBI, frozenset(), frozenset())
SHOP = Calendar(NAIROBI, frozenset({SUNDAY}), frozenset({"2026-12-25", "2026-12-26"}))
SHUT = Calendar(NAIROBI, frozenset(range(7)), frozenset())
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone
CUT_OFFS = st.sampled_from(["00:00", "09:30", "14:00", "23:59"])
CALENDARS = st.sampled_from([OPEN, SHOP])


def _local(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=NAIROBI)


@pytest.mark.parametrize(
    ("moment", "packed"),
    [
        (_local(20, 14, 0), date(2026, 11, 20)),  # Friday, to the minute
        (_local(20, 14, 1), date(2026, 11, 21)),
        (_local(21, 14, 1), date(2026, 11, 23)),  # Saturday, too late; Sunday is closed
        (_local(22, 9), date(2026, 11, 23)),  # Sunday
        (_local(24, 15, month=12), date(2026, 12, 28)),  # Christmas, Boxing Day, Sunday
        (datetime(2026, 11, 20, 22, 30, tzinfo=UTC), date(2026, 11, 21)),  # Saturday in Nairobi
    ],
)
def test_the_cut_off_decides_the_day_of_packing(moment: datetime, packed: date) -> None:
    assert packed_on(moment, "14:00", SHOP) == packed


def test_days_are_open_days() -> None:
    friday_evening = _local(20, 18)
    assert arrival(friday_evening, "14:00", (2, 3), SHOP) == (
        date(2026, 11, 24),
        date(2026, 11, 25),
    )
    assert arrival(friday_evening, "14:00", (0, 0), SHOP) == (date(2026, 11, 21),) * 2
    assert arrival(_local(20, 9), "14:00", (0, 1), SHOP) == (
        date(2026, 11, 20),
        date(2026, 11, 21),
    )


@given(MOMENTS, CUT_OFFS, st.integers(0, 9), st.integers(0, 9), CALENDARS)
def test_an_arrival_is_never_in_the_past_nor_on_a_closed_day(
    moment: datetime, cut_off: str, least: int, more: int, calendar: Calendar
) -> None:
    today = moment.astimezone(NAIROBI).date()
    earliest, latest = arrival(moment, cut_off, (least, least + more), calendar)
    assert today <= packed_on(moment, cut_off, calendar) <= earliest <= latest
    assert calendar.is_open(earliest)
    assert calendar.is_open(latest)


@given(MOMENTS, CUT_OFFS, st.integers(0, 9), CALENDARS, st.integers(0, 10_000))
def test_who_orders_later_is_not_served_earlier(
    moment: datetime, cut_off: str, days: int, calendar: Calendar, minutes: int
) -> None:
    later = moment + timedelta(minutes=minutes)
    first = arrival(moment, cut_off, (days, days), calendar)
    assert first <= arrival(later, cut_off, (days, days), calendar)


def test_a_shop_that_never_opens_still_answers() -> None:
    assert arrival(_local(20, 9), "14:00", (1, 2), SHUT) == (date(2026, 11, 22), date(2026, 11, 23))


@pytest.mark.parametrize(
    ("items", "fee"), [(0, 250), (4_999, 250), (5_000, 0), (5_001, 0), (10**15, 0)]
)
def test_delivery_is_free_from_its_sum_on(items: int, fee: int) -> None:
    assert fee_for(items, 250, 5_000) == fee
    assert fee_for(items, 250, None) == 250


@pytest.mark.parametrize(
    "typed",
    ["Lang’ata", "langata", " LANG ATA ", "Lang'ata", "läng-áta", "Lang\N{NO-BREAK SPACE}ata"],
)
def test_a_place_is_known_however_it_is_typed(typed: str) -> None:
    assert key_of(typed) == "langata"


@given(st.text())
def test_a_key_is_its_own_key(text: str) -> None:
    assert key_of(key_of(text)) == key_of(text)
