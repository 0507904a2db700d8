"""What an order needs: each answer judged by itself, with plain values."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from shop.domain.cart.queries import CartItem
from shop.domain.catalogue.statuses import ProductKind
from shop.domain.checkout import answers as answering
from shop.domain.checkout.answers import FIELDS, LONGEST, Answers
from shop.domain.checkout.models import Checkout
from shop.domain.checkout.queries import Quote
from shop.domain.checkout.requirements import (
    REQUIREMENTS,
    Known,
    first_missing,
    problems,
    steps_of,
)
from shop.domain.checkout.statuses import Step
from shop.domain.payments.queries import MethodView
from shop.domain.shipping.queries import Option, Place
from shop.domain.shipping.statuses import MethodKind
from shop.domain.tax.queries import Rates
from shop.domain.totals.calculate import Terms, calculate
from shop.kernel.money import Money
from shop.kernel.quantity import Unit
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.shipping import delivering

GOOD = Answers(
    phone="+254700000012", name="Asha", town="Nairobi", area="Kilimani", landmark="Green gate",
    delivery_method="home", payment_method="cash",
)  # fmt: skip
ITEM = CartItem(
    line_id=1, variant_id=7, product_id=3, sku="A", name={"en": "Throw"}, options="", picture="",
    unit=Unit.PIECE, step=1, quantity=1, unit_price=Money(350_000, "KES"), tax_class_id=1,
    kind=ProductKind.PHYSICAL, sellable=True, available=5,
)  # fmt: skip
FEE, DAY = Money(25_000, "KES"), date(2026, 11, 24)
HOME = Option(
    "home", MethodKind.DELIVERY, "Home delivery", "", FEE, None, DAY, DAY, "cities", 1,
    pickup=False, days=(1, 2), cut_off="14:00",
)  # fmt: skip
PICKUP = replace(HOME, code="pickup", kind=MethodKind.PICKUP, pickup=True)
CASH = MethodView("cash", "Cash on delivery", "", "cash", 100, True, True, None)
NAIROBI = Place(1, "cities", "Cities", "Nairobi", "Kilimani", None)


def quoted(**more: object) -> Quote:
    """Return a quote of one throw to Nairobi."""
    fields = {
        "items": (ITEM,),
        "place": NAIROBI,
        "options": (HOME, PICKUP),
        "option": HOME,
        "methods": (CASH,),
        "exact": calculate([], Terms("KES", inclusive=True, rates={})),
        "rates": Rates(True, {}, None),
    }
    return Quote(**(fields | more))  # type: ignore[arg-type]  # fields by name


def known(quote: Quote | None = None, **more: str) -> Known:
    """Return good answers, but for some."""
    return Known(replace(GOOD, **more), quote or quoted(), "KE")


def but_for(field: str, value: str) -> Known:
    """Return good answers, but for one."""
    return Known(replace(GOOD, **{field: value}), quoted(), "KE")


@pytest.fixture(autouse=True)
def _towns(database: object) -> None:
    with unit_of_work():
        delivering()


def test_good_answers_lack_nothing() -> None:
    assert first_missing(known()) is None
    assert [problems(step, known()) for step in Step] == [{}, {}, {}]


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("phone", "", "Enter a phone number with 10 digits, like 0700 000 012"),
        ("phone", "0700", "Enter a phone number with 10 digits, like 0700 000 012"),
        ("name", "", "Enter your name"),
        ("email", "asha", "or leave it empty"),
        ("email", "asha@example", "or leave it empty"),
        ("email", "asha@example..com", "or leave it empty"),
        ("email", "as ha@example.com", "or leave it empty"),
        ("recipient_phone", "0711", "Enter a phone number"),
        ("town", "", "Enter your town, such as Nairobi"),
        ("town", "Atlantis", "We do not deliver to “Atlantis” yet"),
        ("area", "", "Enter the area or estate"),
        ("landmark", "", "Tell us a landmark so the agent can find you"),
        ("delivery_method", "", "Choose how you want it"),
        ("delivery_method", "drone", "Choose how you want it"),
        ("payment_method", "", "Choose how you want to pay"),
        ("payment_method", "shells", "Choose how you want to pay"),
    ],
)
def test_each_wrong_answer_is_told_what_to_do(field: str, value: str, says: str) -> None:
    step = next(step for step, names in FIELDS.items() if field in names)
    wrong = but_for(field, value)
    assert says in problems(step, wrong)[field]
    assert first_missing(wrong) is step
    assert first_missing(wrong, until=step) is None


@pytest.mark.parametrize("email", ["", "asha@example.com", "asha+shop@xn--bcher-kva.example"])
def test_an_address_for_mail_is_never_needed(email: str) -> None:
    assert problems(Step.CONTACT, known(email=email)) == {}


def test_who_receives_needs_both_a_name_and_a_number() -> None:
    assert problems(Step.CONTACT, known(recipient_name="Juma", recipient_phone="0711000013")) == {}
    assert set(problems(Step.CONTACT, known(recipient_name="Juma"))) == {"recipient_phone"}
    assert set(problems(Step.CONTACT, known(recipient_phone="0711000013"))) == {"recipient_name"}


def test_who_fetches_it_needs_no_door() -> None:
    fetched = quoted(option=PICKUP)
    assert (
        problems(Step.DELIVERY, known(fetched, area="", landmark="", delivery_method="pickup"))
        == {}
    )


def test_a_town_without_a_way_says_so() -> None:
    nothing = quoted(options=(), option=None)
    assert "Choose another town" in problems(Step.DELIVERY, known(nothing))["delivery_method"]
    assert "Call us" in problems(Step.PAYMENT, known(quoted(methods=())))["payment_method"]


def test_a_download_is_not_delivered() -> None:
    download = quoted(items=(replace(ITEM, kind=ProductKind.DIGITAL),), place=None, option=None)
    assert problems(Step.DELIVERY, known(download, town="", area="", landmark="")) == {}
    assert steps_of(download) == (Step.CONTACT, Step.PAYMENT)
    assert steps_of(quoted()) == tuple(Step)


def test_the_list_and_the_fields_agree() -> None:
    optional = {"note"}
    for step, names in FIELDS.items():
        asked = {one.field for one in REQUIREMENTS if one.step is step}
        assert asked | optional & set(names) == set(names)
    columns = Checkout.__table__.c
    for name, most in LONGEST.items():
        if "phone" not in name:
            assert columns[name].type.length == most, name  # type: ignore[attr-defined]  # a text


def test_numbers_are_tidied_as_they_come() -> None:
    told = answering.with_typed(Answers(), {"phone": "0700 000 012", "recipient_phone": "12"}, "KE")
    assert told.phone == "+254700000012"
    assert told.recipient_phone == "12", "what is none stays as it was typed"
