"""Numbers, money and dates as people write them, in both languages; moments in their zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from shop.kernel import clock as kernel_clock
from shop.kernel.columns import UTCDateTime
from shop.kernel.formatting import (
    format_date,
    format_money,
    format_number,
    format_percent,
    format_quantity,
    format_time,
    per_unit,
)
from shop.kernel.i18n import use_locale
from shop.kernel.quantity import Unit
from tests.support.hands import Hands

NB, NNB = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"
NAIROBI = ZoneInfo("Africa/Nairobi")


@pytest.mark.parametrize(
    ("locale", "minor", "currency", "text"),
    [
        ("en", 145_000, "KES", f"KSh{NB}1,450"),
        ("en", 145_050, "KES", f"KSh{NB}1,450.50"),
        ("fr", 145_050, "KES", f"1{NNB}450,50{NB}KSh"),
        ("en", 12_000, "XOF", f"F CFA{NB}12,000"),
        ("fr", 12_000, "XOF", f"12{NNB}000{NB}F CFA"),
        ("en", 1_234_500, "KWD", f"KD{NB}1,234.500"),
        ("en", 1_234_000, "KWD", f"KD{NB}1,234"),
        ("en", 980, "JPY", "¥980"),
        ("fr", 980, "JPY", f"980{NB}¥"),
        ("en", -500, "EUR", "−€5"),
        ("en", 5, "USD", "$0.05"),
        ("en", 0, "KES", f"KSh{NB}0"),
        ("en", 100, "ZWG", f"ZWG{NB}1"),
        ("xx", 145_000, "KES", f"KSh{NB}1,450"),
    ],
)
def test_money(locale: str, minor: int, currency: str, text: str) -> None:
    with use_locale(locale):
        assert format_money(minor, currency) == text


def test_zero_cents_may_be_shown() -> None:
    assert format_money(145_000, "KES", hide_zero=False) == f"KSh{NB}1,450.00"


@pytest.mark.parametrize(("currency", "minor"), [("KES", 123_456_789), ("XOF", 123_456_789)])
@pytest.mark.parametrize("locale", ["en", "fr"])
def test_an_amount_never_breaks_over_two_lines(locale: str, currency: str, minor: int) -> None:
    with use_locale(locale):
        breaking = format_money(minor, currency).replace("F CFA", "").count(" ")
    assert breaking == 0


def test_numbers() -> None:
    assert format_number(12_345) == "12,345"
    with use_locale("fr"):
        assert format_number(12_345) == f"12{NNB}345"


@pytest.mark.parametrize(
    ("locale", "quantity", "unit", "text"),
    [
        ("en", 3, Unit.PIECE, "3"),
        ("en", 250, Unit.METRE, f"2.5{NB}m"),
        ("en", 205, Unit.METRE, f"2.05{NB}m"),
        ("en", 200, Unit.METRE, f"2{NB}m"),
        ("fr", 250, Unit.METRE, f"2,5{NB}m"),
    ],
)
def test_quantities(locale: str, quantity: int, unit: Unit, text: str) -> None:
    with use_locale(locale):
        assert format_quantity(quantity, unit) == text


def test_only_cloth_has_a_price_per_metre() -> None:
    assert per_unit(Unit.METRE) == "per metre"
    assert per_unit(Unit.PIECE) == ""


def test_days_and_times_are_those_of_the_shop() -> None:
    late = datetime(2026, 11, 24, 22, 30, tzinfo=UTC)
    assert format_date(late) == "Tuesday 24 Nov"
    assert format_date(late, NAIROBI) == "Wednesday 25 Nov"
    assert format_date(date(2026, 11, 24)) == "Tuesday 24 Nov"
    assert format_time(late, NAIROBI) == "01:30"
    with use_locale("fr"):
        assert format_date(late) == "mardi 24 nov."


def test_the_clock_is_aware_and_can_be_stopped(clock: Hands) -> None:
    assert kernel_clock.now() == clock.now
    clock.forward(minutes=5)
    assert kernel_clock.now() == clock.now
    with kernel_clock.stopped_at(clock.now + timedelta(days=1)):
        assert kernel_clock.now() == clock.now + timedelta(days=1)
    assert kernel_clock.now() == clock.now


def test_the_running_clock_is_utc() -> None:
    assert kernel_clock.now().tzinfo is UTC
    assert kernel_clock.now() <= kernel_clock.now()


class _Dialect:
    def __init__(self, name: str) -> None:
        self.name = name


@pytest.mark.parametrize("name", ["sqlite", "postgresql"])
def test_moments_are_kept_in_utc(name: str) -> None:
    column, dialect = UTCDateTime(), _Dialect(name)
    local = datetime(2026, 11, 20, 15, 0, tzinfo=timezone(timedelta(hours=3)))
    bound = column.process_bind_param(local, dialect)  # type: ignore[arg-type]  # a fake
    assert bound is not None
    assert bound.hour == 12
    assert column.process_result_value(bound, dialect) == local  # type: ignore[arg-type]
    assert column.process_bind_param(None, dialect) is None  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="time zone"):
        column.process_bind_param(local.replace(tzinfo=None), dialect)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("locale", "basis_points", "text"),
    [
        ("en", 1_600, "16%"),
        ("fr", 1_600, f"16{NB}%"),
        ("en", 825, "8.25%"),
        ("fr", 550, f"5,5{NB}%"),
        ("en", 5, "0.05%"),
        ("en", 0, "0%"),
        ("tr", 1_600, "%16"),
    ],
)
def test_rates(locale: str, basis_points: int, text: str) -> None:
    with use_locale(locale):
        assert format_percent(basis_points) == text
