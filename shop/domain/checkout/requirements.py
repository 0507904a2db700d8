"""What an order needs before it can be placed: the one list that the pages and completion read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from shop.domain.checkout.answers import Answers
from shop.domain.checkout.queries import Quote
from shop.domain.checkout.statuses import Step
from shop.domain.shipping.errors import NotDelivered
from shop.domain.shipping.queries import delivered_to
from shop.kernel import phones
from shop.kernel.i18n import _


@dataclass(frozen=True, slots=True)
class Known:
    """What an answer is judged by: the other answers, what is offered, the shop's country."""

    answers: Answers
    quote: Quote
    country: str

    @property
    def to_the_door(self) -> bool:
        """Whether somebody has to find an address."""
        return self.quote.option is None or not self.quote.option.pickup


@dataclass(frozen=True, slots=True)
class Requirement:
    """One answer an order needs. `lacking` says what to do, "" where nothing is."""

    step: Step
    field: str
    lacking: Callable[[Known], str]


def problems(step: Step, known: Known) -> dict[str, str]:
    """Return what is wrong with a step, by field: sentences that say what to do."""
    if step is Step.DELIVERY and not known.quote.physical:
        return {}
    found = ((one.field, one.lacking(known)) for one in REQUIREMENTS if one.step is step)
    return {field: sentence for field, sentence in found if sentence}


def first_missing(known: Known, until: Step | None = None) -> Step | None:
    """Return the first step that is not answered, of those before `until`, else of all."""
    steps = until.before if until else tuple(Step)
    return next((step for step in steps if problems(step, known)), None)


def steps_of(quote: Quote) -> tuple[Step, ...]:
    """Return the steps there are: what is only downloaded is not delivered."""
    return tuple(step for step in Step if quote.physical or step is not Step.DELIVERY)


def _number(text: str, country: str) -> str:
    if phones.parse(text, country):
        return ""
    example = phones.example(country)
    digits = sum(letter.isdigit() for letter in example)
    if not digits:
        return _("Enter a phone number with its country code.")
    return _(
        "Enter a phone number with %(digits)s digits, like %(example)s",
        digits=digits, example=example,
    )  # fmt: skip


def _phone(known: Known) -> str:
    return _number(known.answers.phone, known.country)


def _name(known: Known) -> str:
    return "" if known.answers.name else _("Enter your name")


def _email(known: Known) -> str:
    if not known.answers.email or _is_address(known.answers.email):
        return ""
    return _("Enter an e-mail address like name@example.com, or leave it empty")


def _is_address(text: str) -> bool:
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415 - costs 30 ms

    try:
        # Nothing is looked up: whether the mail arrives is for the mail to find out.
        made = validate_email(
            text, check_deliverability=False, globally_deliverable=False, allow_smtputf8=False
        )
    except EmailNotValidError:
        return False
    return "." in made.ascii_domain


def _recipient_name(known: Known) -> str:
    if known.answers.recipient_phone and not known.answers.recipient_name:
        return _("Enter the name of who receives it")
    return ""


def _recipient_phone(known: Known) -> str:
    if not known.answers.recipient_name and not known.answers.recipient_phone:
        return ""
    return _number(known.answers.recipient_phone, known.country)


def _town(known: Known) -> str:
    try:
        delivered_to(known.answers.town, known.answers.area)
    except NotDelivered as refused:
        return refused.sentence
    return ""


def _area(known: Known) -> str:
    if known.answers.area or not known.to_the_door:
        return ""
    return _("Enter the area or estate")


def _landmark(known: Known) -> str:
    if known.answers.landmark or not known.to_the_door:
        return ""
    return _("Tell us a landmark so the agent can find you")


def _delivery_method(known: Known) -> str:
    quote = known.quote
    if quote.place is None or known.answers.delivery_method in {one.code for one in quote.options}:
        return ""  # without a town there is nothing to choose from, and the town says so
    if not quote.options:
        return _("Nothing is delivered there at the moment. Choose another town, or call us.")
    return _("Choose how you want it")


def _payment_method(known: Known) -> str:
    if known.quote.method(known.answers.payment_method):
        return ""
    if not known.quote.methods:
        return _("There is no way to pay for this yet. Call us and we find one.")
    return _("Choose how you want to pay")


REQUIREMENTS = (
    Requirement(Step.CONTACT, "phone", _phone),
    Requirement(Step.CONTACT, "name", _name),
    Requirement(Step.CONTACT, "email", _email),
    Requirement(Step.CONTACT, "recipient_name", _recipient_name),
    Requirement(Step.CONTACT, "recipient_phone", _recipient_phone),
    Requirement(Step.DELIVERY, "town", _town),
    Requirement(Step.DELIVERY, "area", _area),
    Requirement(Step.DELIVERY, "landmark", _landmark),
    Requirement(Step.DELIVERY, "delivery_method", _delivery_method),
    Requirement(Step.PAYMENT, "payment_method", _payment_method),
)
