"""What the templates of an order draw: finished words, nothing to be worked out."""

from __future__ import annotations

from dataclasses import dataclass, field

from shop.storefront.catalogue.pictures import Picture


@dataclass(frozen=True, slots=True)
class MethodChoice:
    """A way to pay that could be chosen instead."""

    code: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class PayForm:
    """The form that leads to the payment; `label` is empty where nothing can be started."""

    action: str
    method: str
    label: str = ""
    others: list[MethodChoice] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class NextStep:
    """What the buyer has to do now, or what the shop does; `amount` stands in large type."""

    title: str
    text: list[str]
    how: str = ""
    """Line by line what to do, as the shop wrote it for this way to pay."""
    amount: str = ""
    reference: str = ""
    until: str = ""
    tone: str = "next"
    pay: PayForm | None = None
    shop_again: bool = False
    """The order is over: there is nothing to do any more."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it was bought."""

    name: str
    options: str
    picture: Picture | None
    times: str
    amount: str


@dataclass(frozen=True, slots=True)
class Sum:
    """A row under the lines; `reason` says why it is what it is."""

    label: str
    amount: str
    reason: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Happened:
    """An entry of the timeline."""

    title: str
    note: str
    iso: str
    when: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Who gets it, where and when."""

    delivery: str
    days: str
    place: str
    landmark: str
    recipient: str
    buyer: str
    email: str
    note: str


@dataclass(frozen=True, slots=True)
class OrderPage:
    """What `storefront/orders/order.html` draws."""

    number: str
    path: str
    url: str
    mark: str
    poll: str
    """How often htmx looks again, such as `every 5s`; empty where nothing changes any more."""
    word: str
    tone: str
    pie: int | None
    paid_word: str
    paid_tone: str
    summary: str
    thanks: str
    step: NextStep
    lines: list[Line]
    sums: list[Sum]
    facts: Facts
    timeline: list[Happened]
    can_cancel: bool
    keep_url: str
    ask_url: str
