"""What mails about orders say: once for each order, in the buyer's language."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from sqlalchemy import update

from shop.domain.notifications.checks import CHECKS
from shop.domain.notifications.statuses import MessageStatus
from shop.domain.ops.checks import run
from shop.domain.orders import links, queries, words
from shop.domain.orders.actions.cancel import cancel
from shop.domain.orders.actions.expire import expire
from shop.domain.orders.draft import Contact
from shop.domain.orders.events import OrderPlaced
from shop.domain.orders.models import Order
from shop.domain.payments.actions.methods import offer_method
from shop.domain.payments.offers import Offer
from shop.jobs import mail
from shop.kernel.db import session
from shop.kernel.events import emit
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.mail import Carrier, messages, order_for_mail, text_of
from tests.factories.orders import ASHA, ONLINE, TRANSFER, goods, placed
from tests.support.hands import Hands

pytestmark = pytest.mark.usefixtures("database", "clock")
Settle = Callable[[], None]


def test_cash_on_delivery_is_confirmed_at_once(carrier: Carrier, settle: Settle) -> None:
    order = order_for_mail()
    settle()
    (sent,) = carrier.sent
    (row,) = messages()
    assert sent["To"] == "asha@example.com"
    assert sent["From"] == "Nyuzi <nyuzi@example.com>"
    assert sent["Subject"] == row.subject == f"Your order {order.number} at Nyuzi"
    assert sent["Message-ID"] == row.message_id == f"<{row.public_id}@localhost>"
    assert (row.status, row.tries, row.order_id) == (MessageStatus.SENT, 0, order.id)
    assert row.sent_at is not None
    seen = queries.view(order.id)
    assert seen is not None
    link = f"http://localhost:8000{links.order_path(order.public_id)}"
    for part in (text_of(sent), text_of(sent, "html")):
        assert order.number in part
        assert link in part
        for said in (
            "Asha Mwangi",
            "Green gate after the mosque",
            "Kilimani, Nairobi",
            "Motorbike",
            words.days_words(seen.deliver_from, seen.deliver_to),
            "Delivery",
            "Total",
            seen.lines[0].name["en"],
        ):
            assert said in part, said
    total = "KSh\N{NO-BREAK SPACE}1,700"
    assert f"Cash on delivery: have exactly {total} ready." in text_of(sent)
    assert f"Total: {total}" in text_of(sent)
    assert run(CHECKS) == []


def test_a_transfer_is_told_its_reference_and_its_deadline(
    carrier: Carrier, settle: Settle
) -> None:
    with unit_of_work():
        offer_method(
            Offer(
                code="transfer",
                gateway="transfer",
                name={"en": "Bank transfer"},
                instructions={"en": "Account 12-34 at Example Bank."},
            )
        )
    order = order_for_mail(TRANSFER)
    settle()
    text = text_of(carrier.sent[0])
    assert f"Reference of the transfer: {order.number}" in text
    assert "Account 12-34 at Example Bank." in text
    assert "Bank transfer: send KSh\N{NO-BREAK SPACE}1,700." in text
    assert "We keep the goods for you until Monday 23 Nov, 15:00." in text


def test_the_rest_is_confirmed_when_it_is_paid(carrier: Carrier, settle: Settle) -> None:
    order = order_for_mail(ONLINE)
    settle()
    assert carrier.sent == []
    with unit_of_work():
        session().execute(
            update(Order).where(Order.id == order.id).values(status="placed", paid_minor=170_000)
        )
        emit(OrderPlaced(order.id))
    settle()
    assert "Paid: KSh\N{NO-BREAK SPACE}1,700. Nothing is left to pay." in text_of(carrier.sent[0])


def test_a_transfer_that_arrives_is_not_confirmed_a_second_time(
    carrier: Carrier, settle: Settle
) -> None:
    order = order_for_mail(TRANSFER)
    settle()
    with unit_of_work():
        emit(OrderPlaced(order.id))
    settle()
    assert len(carrier.sent) == 1


def test_who_was_told_it_lapsed_is_told_that_it_lives(carrier: Carrier, settle: Settle) -> None:
    order = order_for_mail(TRANSFER)
    settle()
    with unit_of_work():
        session().execute(update(Order).where(Order.id == order.id).values(status="expired"))
    mail.order_expired(order.id)
    with unit_of_work():
        session().execute(update(Order).where(Order.id == order.id).values(status="placed"))
        emit(OrderPlaced(order.id))
    for _twice in range(2):
        mail.order_confirmation(order.id)
    settle()
    subjects = [one["Subject"].split()[-2:] for one in carrier.sent]
    assert subjects == [["at", "Nyuzi"], ["has", "expired"], ["at", "Nyuzi"]]


def test_in_the_buyer_s_language(carrier: Carrier, settle: Settle) -> None:
    order_for_mail(locale="fr")
    settle()
    (sent,) = carrier.sent
    assert sent["Content-Language"] == "fr"
    assert '<html lang="fr">' in text_of(sent, "html")
    assert "mardi 24 nov." in text_of(sent)


def test_without_an_address_nothing_is_written(carrier: Carrier, settle: Settle) -> None:
    order = order_for_mail(contact=Contact(phone="+254700000012", name="Asha"))
    settle()
    assert (carrier.asked, messages()) == (0, [])
    assert run(CHECKS) == []
    assert order.number


@pytest.mark.parametrize(
    ("verb", "template", "words"),
    [
        ("cancel", "order_cancelled", "was cancelled"),
        ("expire", "order_expired", "has expired"),
    ],
)
def test_the_end_of_an_order_is_told_once(
    carrier: Carrier, settle: Settle, clock: Hands, verb: str, template: str, words: str
) -> None:
    order = order_for_mail(TRANSFER)
    settle()
    clock.forward(days=4)
    with unit_of_work():
        if verb == "cancel":
            cancel(order.id, "Asha", "changed her mind")
        else:
            assert expire(order.id)
    settle()
    for _time in range(2):
        getattr(mail, template)(order.id)
    settle()
    assert [row.template for row in messages()] == ["order_confirmation", template]
    assert words in carrier.sent[-1]["Subject"]
    assert "How it is paid" not in text_of(carrier.sent[-1], "html")


class Tags(HTMLParser):
    """Collects tags and what is said between them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.append((tag, dict(attrs)))


def test_the_html_needs_no_sheet_no_picture_and_no_script(carrier: Carrier, settle: Settle) -> None:
    hostile = Contact(phone="+254700000012", name="<script>x</script>", email=ASHA.email)
    order_for_mail(contact=hostile, note='"><img src=x onerror=alert(1)>')
    settle()
    html = text_of(carrier.sent[0], "html")
    tags = Tags(html).tags
    names = {tag for tag, _attributes in tags}
    assert names & {"img", "script", "link", "form", "iframe", "object", "svg"} == set()
    assert "&lt;script&gt;x&lt;/script&gt;" in html
    for tag, attributes in tags:
        if tag in {"h1", "h2", "p", "td"} and attributes.get("class") in {"ink", "quiet"}:
            assert "color: #" in str(attributes["style"]), (tag, attributes)
        assert not any(name.startswith("on") for name in attributes)
    assert "prefers-color-scheme: dark" in html
    assert '<meta name="color-scheme" content="light dark">' in html
    assert len(html.encode()) < 30_000
    assert "<script>x</script>" in text_of(carrier.sent[0]), "plain text needs no escaping"


def test_pieces_and_metres_are_counted_as_people_say(carrier: Carrier, settle: Settle) -> None:
    with unit_of_work():
        cloth = goods(1000, unit="metre", quantity_step=50)
        placed([(cloth, 250)])
    settle()
    assert "2.5\N{NO-BREAK SPACE}m × KSh" in text_of(carrier.sent[0])
    assert "per metre" in text_of(carrier.sent[0])
