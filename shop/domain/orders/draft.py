"""What a checkout hands over to become an order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shop.domain.totals.result import Totals
from shop.kernel.i18n import Translated
from shop.kernel.money import Money
from shop.kernel.quantity import Unit

Name = Translated | str
"""A text in several languages, or in the order's own."""


@dataclass(frozen=True, slots=True)
class Contact:
    """Who buys; the phone number is in E.164."""

    phone: str
    name: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who takes the goods, where that is not the buyer."""

    name: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """Where to: a town, its part, and how to find the door."""

    town: str
    area: str = ""
    landmark: str = ""


@dataclass(frozen=True, slots=True)
class DeliveryChoice:
    """How it gets there, as it was offered."""

    code: str
    name: Name
    kind: str
    zone_code: str = ""
    earliest: date | None = None
    latest: date | None = None


@dataclass(frozen=True, slots=True)
class PaymentChoice:
    """How it is paid. `expires_minutes` counts from placing; None never expires."""

    code: str
    name: Name
    gateway: str
    on_delivery: bool = False
    expires_minutes: int | None = None
    offline: bool = False
    """The buyer brings the money himself, as by transfer: there is nothing to be led to."""


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One variant; `key` names its line in the totals."""

    key: str
    variant_id: int
    product_id: int
    sku: str
    name: Name
    options: Name
    picture: str
    unit: Unit
    quantity: int
    unit_price: Money
    physical: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderDraft:
    """Everything an order is made of; nothing of it is looked up again."""

    checkout_key: str
    cart_id: int | None
    locale: str
    contact: Contact
    address: Address
    delivery: DeliveryChoice
    payment: PaymentChoice
    lines: tuple[DraftLine, ...]
    totals: Totals
    recipient: Recipient | None = None
    note: str = ""
    hold_owner: str | None = None
    """Whose holds become the order's allocations."""


def in_languages(text: Name, locale: str) -> dict[str, str]:
    """Return a text as it is stored: by language."""
    return {locale: text} if isinstance(text, str) else dict(text)
