"""What the steps of a sum are called on pages, in mails and at "explain this price"."""

from __future__ import annotations

from shop.domain.totals.result import Step, StepKind
from shop.kernel.formatting import format_money, format_percent
from shop.kernel.i18n import _


def label(step: Step) -> str:
    """Return the name of a step, such as `Delivery` or `Of which tax, 16%`."""
    if step.kind is StepKind.TAX:
        rate = format_percent(step.rate)
        if step.inside:
            return _("Of which tax, %(rate)s", rate=rate)
        return _("Tax, %(rate)s", rate=rate)
    return {
        StepKind.ITEMS: _("Items"),
        StepKind.DISCOUNT: _("Discount"),
        StepKind.DELIVERY: _("Delivery"),
        StepKind.ROUNDING: _("Rounding"),
        StepKind.TOTAL: _("Total"),
    }[step.kind]


def amount(step: Step, *, hide_zero: bool = True) -> str:
    """Return a step's amount as people read it; a delivery of nothing is free."""
    if step.kind is StepKind.DELIVERY and not step.amount:
        return _("Free")
    return format_money(step.amount.minor, step.amount.currency, hide_zero=hide_zero)


def reason(step: Step, *, hide_zero: bool = True) -> str:
    """Return why a step is what it is, in a sentence; empty where its name says enough."""
    if step.basis is None:
        return ""
    basis = format_money(step.basis.minor, step.basis.currency, hide_zero=hide_zero)
    if step.kind is StepKind.ROUNDING:
        return _("%(amount)s, rounded to what can be paid.", amount=basis)
    return _("%(rate)s of %(amount)s, line by line.", rate=format_percent(step.rate), amount=basis)
