"""What mails about orders say: the order as its buyer reads it, and how it is paid."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flask import current_app

from shop.config import Config
from shop.domain.notifications.errors import NoSuchMessage
from shop.domain.notifications.letters import Envelope, Letter
from shop.domain.notifications.queries import Waiting
from shop.domain.orders import links
from shop.domain.orders import queries as orders
from shop.domain.orders.queries import LineView, OrderView
from shop.domain.orders.statuses import OrderStatus
from shop.domain.orders.words import days_words
from shop.domain.payments import queries as payments
from shop.domain.settings.queries import shop_settings
from shop.domain.settings.schema import ShopSettings
from shop.domain.totals import words
from shop.domain.totals.result import StepKind
from shop.jobs.rendering import render
from shop.kernel import clock, ids, phones
from shop.kernel.formatting import format_date, format_money, format_quantity, format_time, per_unit
from shop.kernel.i18n import _, current_locale, pick, use_locale
from shop.kernel.money import Money
from shop.kernel.quantity import Unit

PICK_UP = "pickup"


@dataclass(frozen=True, slots=True)
class Line:
    """A bought thing."""

    name: str
    options: str
    count: str
    price: str
    subtotal: str


@dataclass(frozen=True, slots=True)
class Sum:
    """A line of the sum; `inside` ones are part of those above them."""

    label: str
    amount: str
    is_total: bool
    inside: bool


@dataclass(frozen=True, slots=True)
class Told:
    """An order in words."""

    number: str
    name: str
    url: str
    lines: tuple[Line, ...]
    sums: tuple[Sum, ...]
    total: str
    is_pick_up: bool
    delivery: str
    when: str
    where: tuple[str, ...]
    note: str
    pay: tuple[str, ...]
    """How it is, or was, paid: paragraphs, which may have several lines."""
    reference: str
    """What a transfer must name; empty where none is expected."""
    was_paid: bool


def write(message: Waiting) -> tuple[Letter, Envelope]:
    """Put a message about an order into words, in its reader's language."""
    order = orders.view(message.order_id or 0)
    if order is None:
        raise NoSuchMessage(_("The order of message “%(id)s” is gone.", id=message.public_id))
    shop, config = shop_settings(), _config()
    with use_locale(message.locale):
        told = _told(order, shop, config.public_url)
        shown = {"name": shop.name, "address": shop.address, "phone": shop.phone}
    letter = render(message.template, message.locale, order=told, shop=shown)
    return letter, envelope(message, shop)


def trial(recipient: str) -> tuple[Letter, Envelope]:
    """Return a mail that proves nothing but that mails get out."""
    shop = shop_settings()
    number = ids.public_id("msg")
    message = Waiting(0, number, "trial", None, recipient, current_locale(), clock.now())
    shown = {"name": shop.name, "address": shop.address, "phone": shop.phone}
    return render(message.template, message.locale, shop=shown), envelope(message, shop)


def envelope(message: Waiting, shop: ShopSettings) -> Envelope:
    """Return who writes to whom; a shop without an address writes from its own host."""
    host = urlsplit(_config().public_url).hostname or "localhost"
    return Envelope(
        public_id=message.public_id,
        sender_name=shop.name,
        sender=shop.email or f"shop@{host}",
        recipient=message.recipient,
        locale=message.locale,
        written_at=message.created_at,
        host=host,
    )


def _config() -> Config:
    config: Config = current_app.extensions["config"]
    return config


def _told(order: OrderView, shop: ShopSettings, base: str) -> Told:
    hide = shop.hide_zero_cents
    pick_up = order.delivery_kind == PICK_UP
    return Told(
        number=order.number,
        name=order.name,
        url=base + links.order_path(order.public_id),
        lines=tuple(_line(line, hide=hide) for line in order.lines),
        sums=tuple(
            Sum(
                words.label(step),
                words.amount(step, hide_zero=hide),
                is_total=step.kind is StepKind.TOTAL,
                inside=step.inside,
            )
            for step in order.totals.steps()
        ),
        total=_money(order.totals.total, hide=hide),
        is_pick_up=pick_up,
        delivery=pick(order.delivery_name),
        when=days_words(order.deliver_from, order.deliver_to),
        where=(shop.address,) if pick_up and shop.address else _where(order, shop.country),
        note=order.note,
        pay=_pay(order, shop, pick_up=pick_up),
        reference=order.number if _awaits_transfer(order) else "",
        was_paid=bool(order.paid),
    )


def _money(amount: Money, *, hide: bool) -> str:
    return format_money(amount.minor, amount.currency, hide_zero=hide)


def _line(line: LineView, *, hide: bool) -> Line:
    count = format_quantity(line.quantity, line.unit)
    price = _money(line.unit_price, hide=hide)
    if line.unit is not Unit.PIECE:
        price = f"{price} {per_unit(line.unit)}"
    return Line(
        name=pick(line.name),
        options=pick(line.options),
        count=count,
        price=price,
        subtotal=_money(line.subtotal, hide=hide),
    )


def _where(order: OrderView, country: str) -> tuple[str, ...]:
    """Return the address as one writes it, the one who takes it first."""
    name = order.recipient_name or order.name
    phone = phones.shown(order.recipient_phone or order.phone, country)
    place = ", ".join(part for part in (order.area, order.town) if part)
    return tuple(part for part in (name, order.landmark, place, phone) if part)


def _awaits_transfer(order: OrderView) -> bool:
    method = payments.method(order.payment_method)
    return bool(
        order.status is OrderStatus.AWAITING_PAYMENT and method and method.offline and order.owed
    )


def _pay(order: OrderView, shop: ShopSettings, *, pick_up: bool) -> tuple[str, ...]:
    """Return how it is, or was, paid."""
    hide, name = shop.hide_zero_cents, pick(order.payment_name)
    owed = _money(order.owed, hide=hide)
    if order.status in {OrderStatus.CANCELLED, OrderStatus.EXPIRED}:
        return ()
    if not order.owed:
        return (
            _("Paid: %(amount)s. Nothing is left to pay.", amount=_money(order.paid, hide=hide)),
        )
    if order.on_delivery:
        ready = (
            _("%(name)s: bring exactly %(amount)s.", name=name, amount=owed)
            if pick_up
            else _("%(name)s: have exactly %(amount)s ready.", name=name, amount=owed)
        )
        return (ready,)
    if _awaits_transfer(order):
        return tuple(filter(None, (*_transfer(order, owed), _until(order, shop))))
    return (_("%(amount)s is still to be paid, on the page of your order.", amount=owed),)


def _transfer(order: OrderView, owed: str) -> tuple[str, ...]:
    method = payments.method(order.payment_method)
    asked = _("%(name)s: send %(amount)s.", name=pick(order.payment_name), amount=owed)
    return asked, method.instructions.strip() if method else ""


def _until(order: OrderView, shop: ShopSettings) -> str:
    if order.expires_at is None:
        return ""
    zone = ZoneInfo(shop.time_zone)
    return _(
        "We keep the goods for you until %(day)s, %(time)s.",
        day=format_date(order.expires_at, zone), time=format_time(order.expires_at, zone),
    )  # fmt: skip
