"""Turn purchases into rows: order, lines, history, attempts, books, tasks and mails."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from shop.demo.bulk import public_id_of
from shop.demo.orders.goods import Look
from shop.demo.orders.market import Market
from shop.demo.orders.purchases import Purchase
from shop.demo.orders.story import Attempt, Posting
from shop.domain.ledger import rules as books
from shop.domain.ledger.accounts import Entry
from shop.domain.ledger.models import LedgerEntry, LedgerTransaction
from shop.domain.notifications.models import Message
from shop.domain.notifications.statuses import MessageStatus
from shop.domain.orders import rules, snapshot
from shop.domain.orders.draft import (
    Address,
    Contact,
    DeliveryChoice,
    DraftLine,
    OrderDraft,
    PaymentChoice,
    Recipient,
)
from shop.domain.orders.models import Order, OrderEvent, OrderLine, OrderTask
from shop.domain.orders.statuses import OrderStatus
from shop.domain.payments.models import Payment
from shop.domain.shipping.statuses import MethodKind
from shop.kernel.i18n import pick
from shop.kernel.money import Money

_DOMAIN = "example.com"


class Ids:
    """Gives row ids, so that rows can point at each other before they are written."""

    def __init__(self, last: Mapping[type[Any], int]) -> None:
        """Take the last id of each table."""
        self._last = dict(last)

    def next(self, model: type[Any]) -> int:
        """Return the next id of a table."""
        self._last[model] += 1
        return self._last[model]


class Rows:
    """The rows of a batch of orders, table by table."""

    def __init__(self, seed: int, shop: Market, looks: Mapping[int, Look], ids: Ids) -> None:
        """Take what every order of the batch needs."""
        self._seed, self._shop, self._looks, self._ids = seed, shop, looks, ids
        self.of: dict[type[Any], list[dict[str, Any]]] = defaultdict(list)

    def add(self, purchase: Purchase, number: str) -> int:
        """Add one order with everything that belongs to it; return its id."""
        draft, story = self._draft(purchase), purchase.story
        order = self._ids.next(Order)
        first = OrderStatus.PLACED if story.on_delivery else OrderStatus.AWAITING_PAYMENT
        lines = snapshot.lines(draft, order)
        for line in lines:
            line["shipped"] = line["quantity"] if story.is_shipped else 0
        self.of[OrderLine] += lines
        self.of[Order].append(
            snapshot.head(draft, first, story.placed)
            | self._standing(purchase, lines)
            | {"id": order, "public_id": self._name("ord", purchase), "number": number}
        )
        attempts = [self._attempt(order, purchase, one) for one in range(len(story.attempts))]
        self._history(order, purchase, attempts)
        for posting in story.postings:
            self._book(order, purchase, posting, attempts)
        self.of[OrderTask] += [
            {
                "order_id": order, "kind": task.kind, "note": task.note,
                "created_at": task.opened, "done_at": task.done,
            }
            for task in story.tasks
        ]  # fmt: skip
        self._mails(order, purchase, number)
        return order

    def _name(self, prefix: str, purchase: Purchase, part: object = "") -> str:
        """Return a public id that follows from the seed, so that orders can be made twice."""
        return public_id_of(prefix, f"{self._seed}:{purchase.index}:{part}")

    def _draft(self, purchase: Purchase) -> OrderDraft:
        buyer, way, spot, means = purchase.buyer, purchase.way, purchase.spot, purchase.means
        locale, other = buyer.locale, purchase.recipient
        earliest, latest = self._shop.arrival(way, purchase.story.placed)
        pickup = way.kind == MethodKind.PICKUP
        return OrderDraft(
            checkout_key=f"demo:{self._seed}:{purchase.index}",
            cart_id=None,
            locale=locale,
            contact=Contact(buyer.phone, buyer.name, buyer.email),
            recipient=Recipient(other.name, other.phone) if other else None,
            address=Address(spot.town)
            if pickup
            else Address(spot.town, spot.area, buyer.landmark),
            delivery=DeliveryChoice(
                way.code, pick(way.name, locale), way.kind, spot.zone_code, earliest, latest
            ),
            payment=PaymentChoice(
                means.offer.code, pick(means.offer.name, locale), means.offer.gateway,
                on_delivery=means.on_delivery, expires_minutes=means.offer.expires_minutes,
                offline=means.offline,
            ),
            lines=tuple(self._lines(purchase)),
            totals=purchase.totals,
            note=purchase.note,
        )  # fmt: skip

    def _lines(self, purchase: Purchase) -> list[DraftLine]:
        locale, currency = purchase.buyer.locale, self._shop.currency
        found = []
        for ware, quantity in purchase.wares:
            look = self._looks[ware.variant_id]
            found.append(
                DraftLine(
                    str(ware.variant_id), ware.variant_id, ware.product_id, ware.sku, look.name,
                    look.options_in(locale), look.picture, ware.unit, quantity,
                    Money(ware.price, currency),
                )
            )  # fmt: skip
        return found

    def _standing(self, purchase: Purchase, lines: list[dict[str, Any]]) -> dict[str, Any]:
        """Return the columns that tell where the order stands, derived as the domain does."""
        story = purchase.story
        return {
            "status": story.status,
            "hold_reason": story.hold_reason,
            "payment_state": rules.payment_state(
                story.total, story.paid, story.refunded, on_delivery=story.on_delivery
            ),
            "fulfilment_state": rules.fulfilment_state(
                rules.Counters(line["quantity"], line["shipped"]) for line in lines
            ),
            "paid_minor": story.paid, "refunded_minor": story.refunded,
            "sale_turn": story.turn, "secured_at": story.secured, "expires_at": story.expires,
            "closed_at": story.closed, "created_at": story.placed, "updated_at": story.last,
            "demo": True,
        }  # fmt: skip

    def _attempt(self, order: int, purchase: Purchase, place: int) -> tuple[int, str]:
        """Add an attempt to pay; return its id and public id."""
        number, name = self._ids.next(Payment), self._name("pay", purchase, place)
        one: Attempt = purchase.story.attempts[place]
        told = one.told or one.begun
        self.of[Payment].append(
            {
                "id": number, "public_id": name, "order_id": order,
                "method": purchase.means.offer.code, "gateway": purchase.means.offer.gateway,
                "status": one.status, "amount_minor": one.amount,
                "currency": self._shop.currency, "captured_minor": one.captured,
                "captured_currency": self._shop.currency if one.captured else None,
                "refunded_minor": one.refunded, "idempotency_key": f"{name}.start",
                "reference": f"demo-{name.removeprefix('pay_')}", "failure": one.failure,
                "expires_at": one.until, "verified_at": one.told,
                "verified_by": one.by, "created_at": one.begun, "updated_at": told,
            }
        )  # fmt: skip
        return number, name

    def _history(self, order: int, purchase: Purchase, attempts: list[tuple[int, str]]) -> None:
        for entry in purchase.story.events:
            data = entry.data
            if entry.attempt is not None:
                about = {"payment": attempts[entry.attempt][1]}
                data = about | {"method": purchase.means.offer.code} | data
            self.of[OrderEvent].append(
                {
                    "order_id": order, "kind": entry.kind, "from_status": entry.start,
                    "to_status": entry.to, "actor": entry.actor, "at": entry.at,
                    "note": entry.note, "data": data,
                }
            )  # fmt: skip

    def _book(
        self, order: int, purchase: Purchase, posting: Posting, attempts: list[tuple[int, str]]
    ) -> None:
        source, entries = self._posted(order, purchase, posting, attempts)
        number = self._ids.next(LedgerTransaction)
        self.of[LedgerTransaction].append(
            {
                "id": number, "source": source, "kind": posting.kind, "order_id": order,
                "actor": posting.actor, "at": posting.at,
            }
        )  # fmt: skip
        self.of[LedgerEntry] += [
            {
                "transaction_id": number, "order_id": order, "account": entry.account,
                "currency": entry.amount.currency, "amount_minor": entry.amount.minor,
            }
            for entry in entries
            if entry.amount
        ]  # fmt: skip

    def _posted(
        self, order: int, purchase: Purchase, posting: Posting, attempts: list[tuple[int, str]]
    ) -> tuple[str, list[Entry]]:
        """Return source and entries of a posting, by the rules of the books."""
        if posting.kind == "sale":
            return books.of_sale(order, posting.turn), books.sale(purchase.totals)
        if posting.kind == "sale_reversal":
            sold = books.sale(purchase.totals)
            back = [Entry(entry.account, -entry.amount) for entry in sold]
            return books.of_reversal(order, posting.turn), back
        payment = attempts[posting.attempt][0]
        gateway = purchase.means.offer.gateway
        amount = Money(posting.amount, self._shop.currency)
        if posting.kind == "capture":
            return books.of_capture(payment), books.capture(gateway, amount)
        back = books.refund(gateway, amount)
        return books.of_refund(f"{payment}:{posting.amount}"), back

    def _mails(self, order: int, purchase: Purchase, number: str) -> None:
        """Add the mails that were sent, so that nobody is told again."""
        buyer = purchase.buyer
        for mail, at in purchase.story.mails if buyer.email else ():
            name = self._name("msg", purchase, mail)
            self.of[Message].append(
                {
                    "public_id": name, "key": f"{mail}:{order}", "template": mail,
                    "order_id": order, "recipient": buyer.email, "locale": buyer.locale,
                    "subject": f"{self._shop.shop_name}: {number}",
                    "status": MessageStatus.SENT, "created_at": at, "sent_at": at,
                    "message_id": f"<{name}@{_DOMAIN}>",
                }
            )  # fmt: skip
