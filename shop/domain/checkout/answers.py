"""What a shopper answers in a checkout, as plain texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from shop.domain.checkout.statuses import Step
from shop.domain.staff.emails import LONGEST as LONGEST_EMAIL
from shop.kernel import phones


@dataclass(frozen=True, slots=True)
class Answers:
    """The eight fields, and the three that are folded away; empty where there is no answer."""

    phone: str = ""
    name: str = ""
    email: str = ""
    recipient_name: str = ""
    recipient_phone: str = ""
    town: str = ""
    area: str = ""
    landmark: str = ""
    delivery_method: str = ""
    payment_method: str = ""
    note: str = ""


FIELDS: dict[Step, tuple[str, ...]] = {
    Step.CONTACT: ("phone", "name", "email", "recipient_name", "recipient_phone"),
    Step.DELIVERY: ("town", "area", "landmark", "delivery_method", "note"),
    Step.PAYMENT: ("payment_method",),
}
LONGEST: dict[str, int] = {
    "phone": 60, "name": 120, "email": LONGEST_EMAIL, "recipient_name": 120,
    "recipient_phone": 60, "town": 80, "area": 80, "landmark": 300, "delivery_method": 40,
    "payment_method": 40, "note": 500,
}  # fmt: skip
"""How many characters an answer may have; those of the tables, a telephone number as typed."""
_PHONES = ("phone", "recipient_phone")


def with_typed(answers: Answers, typed: Mapping[str, str], country: str) -> Answers:
    """Return `answers` with what was typed now; a telephone number becomes E.164 if it is one."""
    values = asdict(answers) | dict(typed)
    for name in _PHONES:
        values[name] = phones.parse(values[name], country) or values[name]
    return Answers(**values)
