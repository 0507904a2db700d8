"""An order's page in a browser: it follows what happens, and works without scripts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from shop.domain.orders import links
from shop.domain.orders.actions.annotate import annotate
from shop.domain.orders.actions.cancel import cancel
from shop.domain.orders.actions.hold import hold
from shop.domain.orders.draft import PaymentChoice
from shop.domain.orders.queries import Placed
from shop.domain.orders.statuses import HoldReason, NoteKind
from shop.domain.payments.flows.attempts import begin
from shop.domain.payments.flows.look_up import look_up_order
from shop.domain.payments.ports import FactState
from shop.kernel.db import session
from shop.kernel.unit_of_work import unit_of_work
from tests.factories.orders import CASH, ONLINE, TRANSFER, goods, placed, seen
from tests.factories.payments import FakeGateway, offered, plugged, said
from tests.support.browser import open_page

SECONDS = 1000


@pytest.fixture
def bank(live_server: str) -> Iterator[FakeGateway]:
    """Return a gateway in memory, offered beside cash and transfer."""
    with unit_of_work():
        for code in ("cash", "transfer", "test"):
            offered(code)
    with plugged(fake := FakeGateway()):
        yield fake


def _placed(payment: PaymentChoice) -> Placed:
    with unit_of_work():
        order = placed([(goods(5), 1)], payment=payment)
    session().rollback()
    return order


def _path(order: Placed) -> str:
    return links.order_path(order.public_id)


def test_the_page_follows_what_happens_until_it_is_over(page: Page, bank: FakeGateway) -> None:
    order = _placed(ONLINE)
    asked: list[int] = []
    page.on(
        "response",
        lambda answer: asked.append(answer.status) if answer.url.endswith("/status") else None,
    )
    page.clock.install()
    page.goto(_path(order))
    page.get_by_text("Explain this price").click()
    with page.expect_response(lambda answer: answer.url.endswith("/status")) as nothing:
        page.clock.run_for(5 * SECONDS)
    assert nothing.value.status == 304
    with unit_of_work():
        annotate(order.id, NoteKind.CUSTOMER, "It comes on Tuesday", "ann")
    page.clock.run_for(5 * SECONDS)
    expect(page.locator(".timeline")).to_contain_text("It comes on Tuesday")
    expect(page.locator("#explain")).to_have_attribute("open", "")
    with unit_of_work():
        cancel(order.id, "ann", "The dye ran.")
    page.clock.run_for(5 * SECONDS)
    expect(page.locator(".order-badges")).to_contain_text("Cancelled")
    so_far = len(asked)
    page.clock.run_for(120 * SECONDS)
    assert len(asked) == so_far, "nobody asks any more"


def test_without_scripts_an_order_is_found_and_cancelled(
    no_js_page: Page, bank: FakeGateway
) -> None:
    page, order = no_js_page, _placed(CASH)
    page.goto("/")
    page.get_by_role("link", name="Find your order").click()
    page.get_by_label("Order number").fill(order.number)
    page.get_by_label("Phone number or e-mail").fill("0700 000 012")
    page.get_by_role("button", name="Find order").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you.")
    assert page.url.endswith(_path(order))
    page.get_by_role("link", name="Cancel order").click()
    page.get_by_role("link", name="Keep order").click()
    assert page.url.endswith(_path(order))
    page.get_by_role("link", name="Cancel order").click()
    page.get_by_role("button", name="Cancel order").click()
    expect(page.locator(".order-badges")).to_contain_text("Cancelled")
    assert seen(order).status == "cancelled"


def test_without_scripts_another_way_to_pay_is_chosen(no_js_page: Page, bank: FakeGateway) -> None:
    page, order = no_js_page, _placed(ONLINE)
    page.goto(_path(order))
    page.get_by_text("Pay another way").click()
    page.get_by_role("button", name="Bank transfer").click()
    expect(page.locator(".order-reference")).to_contain_text(order.number)
    page.get_by_role("link", name="Check again").click()
    page.get_by_text("Pay another way").click()
    page.get_by_role("button", name="Cash on delivery").click()
    expect(page.locator(".order-badges")).to_contain_text("Cash due")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_an_order(
    browser: Browser, live_server: str, bank: FakeGateway, theme: str
) -> None:
    failed, held, over = _placed(ONLINE), _placed(CASH), _placed(CASH)
    begin(failed.id, "http://localhost/back", "http://localhost/")
    reference = next(iter(bank.facts))
    bank.facts[reference] = said(reference, FactState.FAILED, "The card was refused.")
    look_up_order(failed.id)
    with unit_of_work():
        hold(held.id, HoldReason.REVIEW)
        cancel(over.id)
    session().rollback()
    paths = [_path(one) for one in (_placed(CASH), _placed(TRANSFER), failed, held, over)]
    found = {}
    with open_page(browser, live_server, color_scheme=theme) as page:
        for path in [*paths, f"{paths[0]}/cancellation", "/track"]:
            page.goto(path)
            results = Axe().run(page, options={"rules": {"target-size": {"enabled": True}}})
            if broken := results.response["violations"]:
                found[path] = [(one["id"], [n["target"] for n in one["nodes"]]) for one in broken]
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= 390, f"{path} scrolls sideways"
    assert found == {}
