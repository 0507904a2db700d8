"""What the buyer of an order has to do next, in a title, a sentence or two and one button."""

from __future__ import annotations

from shop.domain.orders.queries import OrderView
from shop.domain.orders.statuses import HoldReason, OrderStatus, Shown
from shop.domain.orders.words import days_words
from shop.kernel.i18n import _
from shop.storefront.orders.paying import Case, awaiting, paid_of, underpaid
from shop.storefront.orders.shapes import NextStep
from shop.storefront.orders.words import money, phone


def next_step(case: Case) -> NextStep:
    """Return what is to be done about an order, or what the shop does."""
    order = case.order
    if order.shown == Shown.ON_HOLD:
        return underpaid(case) if order.hold_reason == HoldReason.UNDERPAID else _held(order)
    if order.status == OrderStatus.AWAITING_PAYMENT:
        return awaiting(case)
    if order.status in {OrderStatus.PLACED, OrderStatus.CONFIRMED}:
        return _under_way(order)
    return _over(order)


def _held(order: OrderView) -> NextStep:
    call = _("We will call %(phone)s about it.", phone=phone(order.phone))
    if order.hold_reason == HoldReason.PAID_WITHOUT_STOCK:
        text = [
            _("%(paid)s has arrived, but by then the goods were gone.", paid=money(order.paid)),
            _("We try to get them again. If we cannot, we pay your money back."),
            call,
        ]
        return NextStep(_("Your payment came after the deadline"), text, tone="warn")
    if order.hold_reason == HoldReason.OVERPAID:
        text = [_("%(paid)s of %(total)s has arrived. We pay the rest back.", **paid_of(order))]
        return NextStep(_("You have paid too much"), text, tone="warn")
    return NextStep(_("We are looking at your order"), [call], tone="warn")


def _under_way(order: OrderView) -> NextStep:
    pickup, days = order.delivery_kind == "pickup", days_words(order.deliver_from, order.deliver_to)
    text, called = [], phone(order.recipient_phone or order.phone)
    if order.status == OrderStatus.PLACED and pickup:
        text.append(_("We will call %(phone)s when it is ready.", phone=called))
    elif order.status == OrderStatus.PLACED and order.delivery_kind == "delivery":
        text.append(_("We will call %(phone)s before we send it.", phone=called))
    if days:
        when = _("Ready to collect: %(days)s.", days=days)
        text.append(when if pickup else _("Delivery: %(days)s.", days=days))
    if not order.owed:
        return NextStep(_("We have everything we need"), text)
    title = _("Pay when you collect it") if pickup else _("Pay the agent who brings it")
    return NextStep(title, [*text, _("Have this amount ready:")], amount=money(order.owed))


def _over(order: OrderView) -> NextStep:
    text, left = [], order.paid - order.refunded
    if order.refunded:
        text.append(_("We have paid back %(amount)s.", amount=money(order.refunded)))
    if order.status == OrderStatus.COMPLETED:
        return NextStep(_("It is all done"), text, shop_again=True)
    if left:
        text.append(_("We will pay back %(amount)s.", amount=money(left)))
    if order.status == OrderStatus.EXPIRED:
        if not order.paid:
            text.append(_("It was not paid in time, so the goods are back on the shelf."))
        return NextStep(_("This order has ended"), text, shop_again=True)
    if not order.paid:
        text.append(_("Nothing was charged."))
    return NextStep(_("This order is cancelled"), text, shop_again=True)
