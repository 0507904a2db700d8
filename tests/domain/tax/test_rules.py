"""Which rate holds on a day."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from shop.domain.tax.rules import Since, in_force

DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@given(st.dictionaries(DAYS, st.integers(0, 10_000)), DAYS)
def test_the_latest_rate_that_has_begun_holds(rates: dict[date, int], day: date) -> None:
    begun = [start for start in rates if start <= day]
    expected = rates[max(begun)] if begun else 0
    assert in_force([Since(start, rate) for start, rate in rates.items()], day) == expected
