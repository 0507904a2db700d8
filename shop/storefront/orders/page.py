"""Everything that the page of an order says, put into words once."""

from __future__ import annotations

from datetime import timedelta

from shop.domain.catalogue.queries.facets import settings
from shop.domain.media.queries import pictures_named
from shop.domain.orders import links, queries, rules
from shop.domain.orders.queries import LineView, OrderView
from shop.domain.orders.statuses import NoteKind, OrderStatus, PaymentState, Shown
from shop.domain.orders.words import days_words, payment_word, pie, shown_word
from shop.domain.payments import queries as payments
from shop.domain.totals import words as totals
from shop.domain.totals.result import StepKind
from shop.kernel import clock
from shop.kernel.formatting import format_quantity, per_unit
from shop.kernel.i18n import _, ngettext, pick
from shop.kernel.quantity import Unit
from shop.storefront.catalogue.pictures import picture_maker
from shop.storefront.orders.finding import address_of
from shop.storefront.orders.paying import Case
from shop.storefront.orders.shapes import Facts, Line, OrderPage, Sum
from shop.storefront.orders.steps import next_step
from shop.storefront.orders.story import told
from shop.storefront.orders.words import moment, money, phone
from shop.storefront.whatsapp import chat, chat_with_shop

_NEW = timedelta(hours=1)
_FINAL = frozenset({Shown.CANCELLED, Shown.EXPIRED, Shown.REFUNDED, Shown.COMPLETED})
_TONES = {
    Shown.PENDING: "low",
    Shown.ON_HOLD: "low",
    Shown.BACKORDERED: "low",
    Shown.CONFIRMED: "on",
    Shown.PROCESSING: "on",
    Shown.PARTIALLY_SHIPPED: "on",
    Shown.SHIPPED: "on",
    Shown.DELIVERED: "ok",
    Shown.COMPLETED: "ok",
    Shown.CANCELLED: "bad",
    Shown.EXPIRED: "bad",
}


def order_page(order: OrderView, mark: str) -> OrderPage:
    """Return the page of an order; `mark` changes with what it says."""
    path = links.order_path(order.public_id)
    url = address_of(path)
    attempts = payments.attempts(order.id)
    methods = payments.methods(order.zone_code, order.totals.total)
    case = Case(order, path, attempts, methods, payments.method(order.payment_method))
    step = next_step(case)
    mine = _("My order %(number)s: %(link)s", number=order.number, link=url)
    ask = _("About my order %(number)s:", number=order.number)
    return OrderPage(
        number=order.number, path=path, url=url, mark=mark, poll=_pace(order),
        word=shown_word(order.shown), tone=_TONES.get(order.shown, ""), pie=pie(order.shown),
        paid_word="" if order.shown == Shown.REFUNDED else payment_word(order.payment_state),
        paid_tone="ok" if order.payment_state == PaymentState.PAID else "",
        summary=_summary(order), thanks=_thanks(order), step=step,
        lines=_lines(order.lines), sums=_sums(order), facts=_facts(order),
        timeline=told(
            queries.timeline(order.id), queries.notes(order.id, NoteKind.CUSTOMER)
        ),
        can_cancel=rules.cancellable(order.status, order.fulfilment_state, by_shopper=True),
        keep_url=chat(order.phone, mine),
        ask_url=chat_with_shop(ask),
    )  # fmt: skip


def _summary(order: OrderView) -> str:
    count = sum(1 if line.unit is Unit.METRE else line.quantity for line in order.lines)
    return ngettext(
        "%(moment)s. %(n)s item, %(total)s.", "%(moment)s. %(n)s items, %(total)s.", count,
        moment=moment(order.placed_at), total=money(order.totals.total),
    )  # fmt: skip


def _pace(order: OrderView) -> str:
    if order.shown in _FINAL:
        return ""
    return "every 5s" if order.status == OrderStatus.AWAITING_PAYMENT else "every 30s"


def _thanks(order: OrderView) -> str:
    """Return what a buyer is thanked for in the first hour, once nothing is left for him to do."""
    if clock.now() - order.placed_at > _NEW or order.shown not in {Shown.PENDING, Shown.CONFIRMED}:
        return ""
    if order.status == OrderStatus.AWAITING_PAYMENT:
        return ""
    return _(
        "Order %(number)s is with us. This page always says how far it is.", number=order.number
    )


def _lines(lines: tuple[LineView, ...]) -> list[Line]:
    pictures, made = (
        pictures_named([line.picture for line in lines if line.picture]),
        picture_maker(),
    )
    return [
        Line(
            name=pick(line.name), options=pick(line.options),
            picture=made(pictures.get(line.picture)),
            times=_("%(quantity)s × %(price)s", quantity=format_quantity(line.quantity, line.unit),
                    price=" ".join(filter(None, (money(line.unit_price), per_unit(line.unit))))),
            amount=money(line.subtotal),
        )
        for line in lines
    ]  # fmt: skip


def _sums(order: OrderView) -> list[Sum]:
    hide = settings().hide_zero_cents
    rows = [
        Sum(
            totals.label(step), totals.amount(step, hide_zero=hide),
            totals.reason(step, hide_zero=hide), strong=step.kind is StepKind.TOTAL,
        )
        for step in order.totals.steps()
    ]  # fmt: skip
    if order.paid:
        rows.append(Sum(_("Paid"), money(order.paid)))
    if order.refunded:
        rows.append(Sum(_("Paid back"), money(-order.refunded)))
    if order.owed and order.owed != order.totals.total:
        rows.append(Sum(_("Still to pay"), money(order.owed), strong=True))
    return rows


def _facts(order: OrderView) -> Facts:
    who = [order.recipient_name or order.name, phone(order.recipient_phone or order.phone)]
    there = ", ".join(filter(None, (order.area, order.town)))
    collected = order.delivery_kind == "pickup"
    return Facts(
        delivery=pick(order.delivery_name),
        days="" if order.shown in _FINAL else days_words(order.deliver_from, order.deliver_to),
        place=settings().address if collected else there,
        landmark="" if collected else order.landmark, recipient=", ".join(who),
        buyer=f"{order.name}, {phone(order.phone)}" if order.recipient_name else "",
        email=order.email, note=order.note,
    )  # fmt: skip
