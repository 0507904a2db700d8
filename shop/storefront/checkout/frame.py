"""The frame of the checkout's pages: steps, what was answered, the summary, help."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response

from shop.domain.catalogue.queries.facets import settings
from shop.domain.checkout.statuses import Step
from shop.domain.orders.words import days_words
from shop.domain.shipping.queries import Option
from shop.kernel import clock, phones
from shop.kernel.i18n import _, lazy
from shop.storefront.checkout.visit import PATHS, Visit
from shop.storefront.context import shop_view
from shop.web.rendering import page

NAMES = {
    Step.CONTACT: lazy("Contact"),
    Step.DELIVERY: lazy("Delivery"),
    Step.PAYMENT: lazy("Payment"),
}


@dataclass(frozen=True, slots=True)
class Done:
    """A step that is answered, folded into a line; facts are texts, some with a number to call."""

    name: str
    facts: list[tuple[str, str]]
    url: str
    change: str


def answer(
    template: str,
    title: str,
    *,
    status: int = 200,
    fragments: Mapping[str, str] | None = None,
    **rest: Any,
) -> Response:
    """Answer with a page in the checkout's frame; nobody but this visitor's screen keeps it."""
    shop = shop_view()
    context: dict[str, Any] = {"problem_list": [], "steps": [], "summary": None} | rest
    if context["problem_list"]:
        title = _("Error: %(title)s", title=title)
    response = page(
        f"storefront/checkout/{template}.html", status=status, fragments=fragments,
        title=title, shop=shop, help_phone=_dialled(shop.phone), **context,
    )  # fmt: skip
    response.headers["Cache-Control"] = "no-store"
    return response


def step_page(step: Step, visit: Visit, problems: Mapping[str, str], **rest: Any) -> dict[str, Any]:
    """Return what a page of a step needs: the way, what is done, the problems with their links."""
    steps = visit.steps
    here = steps.index(step)
    return {
        "steps": [
            (str(NAMES[one]), "done" if at < here else "here" if at == here else "ahead")
            for at, one in enumerate(steps)
        ],
        "done": [_DONE[one](visit) for one in steps[:here]],
        "problems": problems,
        "problem_list": [(f"#{field}", sentence) for field, sentence in problems.items()],
        **rest,
    }  # fmt: skip


def title_of(step: Step) -> str:
    """Return the title of a step's page."""
    return _("%(step)s · Checkout", step=str(NAMES[step]))


def when(option: Option) -> str:
    """Return when the goods come, or can be fetched, as a sentence without its point."""
    days = days_words(option.earliest, option.latest)
    if option.pickup:
        zone = ZoneInfo(settings().time_zone)
        today = option.latest == clock.now().astimezone(zone).date()
        return _("Ready today") if today else _("Ready on %(day)s", day=days)
    return days


def phone_shown(e164: str) -> str:
    """Return a stored number as people here write it."""
    return phones.shown(e164, settings().country) if e164 else ""


def _contact(visit: Visit) -> Done:
    told = visit.answers
    facts = [(told.name, phone_shown(told.phone))]
    if told.recipient_name:
        whom = _("For %(person)s", person=told.recipient_name)
        facts.append((whom, phone_shown(told.recipient_phone)))
    return Done(_("Contact"), facts, PATHS[Step.CONTACT], _("contact"))


def _delivery(visit: Visit) -> Done:
    told, option = visit.answers, visit.quote.option
    facts = []
    if option:
        facts += [(option.name, ""), (when(option), "")]
    if option and not option.pickup:
        facts.append((f"{told.landmark}, {told.area}, {told.town}", ""))
    return Done(_("Delivery"), facts, PATHS[Step.DELIVERY], _("delivery"))


_DONE = {Step.CONTACT: _contact, Step.DELIVERY: _delivery}


def _dialled(phone: str) -> str:
    """Return a number as links to it want it."""
    return "".join(c for c in phone if c.isdigit() or c == "+")
