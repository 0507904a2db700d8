"""What the states of an order are called: the same words on pages and in mails."""

from __future__ import annotations

from datetime import date, timedelta

from shop.domain.orders.statuses import PaymentState, Shown
from shop.kernel.formatting import format_date, format_day
from shop.kernel.i18n import _, lazy

SHOWN = {
    Shown.PENDING: lazy("Pending"),
    Shown.CONFIRMED: lazy("Confirmed"),
    Shown.PROCESSING: lazy("Being packed"),
    Shown.BACKORDERED: lazy("On order"),
    Shown.ON_HOLD: lazy("On hold"),
    Shown.PARTIALLY_SHIPPED: lazy("Partly on its way"),
    Shown.SHIPPED: lazy("On its way"),
    Shown.DELIVERED: lazy("Delivered"),
    Shown.COMPLETED: lazy("Completed"),
    Shown.RETURNED: lazy("Returned"),
    Shown.REFUNDED: lazy("Refunded"),
    Shown.CANCELLED: lazy("Cancelled"),
    Shown.EXPIRED: lazy("Expired"),
}
PAYMENT = {
    PaymentState.UNPAID: lazy("Not paid yet"),
    PaymentState.PARTLY_PAID: lazy("Partly paid"),
    PaymentState.PAID: lazy("Paid"),
    PaymentState.OVERPAID: lazy("Paid too much"),
    PaymentState.PARTLY_REFUNDED: lazy("Partly refunded"),
    PaymentState.REFUNDED: lazy("Refunded"),
    PaymentState.COLLECT: lazy("Cash due"),
}
_PIES = {
    Shown.PENDING: 0,
    Shown.CONFIRMED: 1,
    Shown.PROCESSING: 2,
    Shown.BACKORDERED: 1,
    Shown.PARTIALLY_SHIPPED: 3,
    Shown.SHIPPED: 3,
    Shown.DELIVERED: 4,
    Shown.COMPLETED: 4,
}


def shown_word(shown: Shown) -> str:
    """Return the word for where an order stands, in the language in force."""
    return str(SHOWN[shown])


def payment_word(state: PaymentState) -> str:
    """Return the word for what of it is paid."""
    return str(PAYMENT[state])


def pie(shown: Shown) -> int | None:
    """Return how many quarters of the way lie behind an order; None where it leads nowhere."""
    return _PIES.get(shown)


def days_words(earliest: date | None, latest: date | None) -> str:
    """Return the days on which an order is promised; empty where none was named."""
    if earliest is None or latest is None:
        return ""
    last = format_date(latest)
    if earliest == latest:
        return last
    same_month = (earliest.year, earliest.month) == (latest.year, latest.month)
    first = format_day(earliest) if same_month else format_date(earliest)
    if latest - earliest == timedelta(days=1):
        return _("%(first)s or %(last)s", first=first, last=last)
    return _("%(first)s to %(last)s", first=first, last=last)
