"""The local outbox: mails are read safely, and only where nobody buys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser

from shop import wiring
from shop.config import Config, Environment
from shop.domain.notifications.letters import Envelope, Letter, mail_of
from shop.domain.notifications.ports import mailboxes
from shop.domain.ops import mails
from shop.factory import create_app
from shop.kernel.db import db
from shop.providers.email.folder import FolderSender
from tests.support.databases import TestDatabase

HOSTILE = (
    "<!doctype html><title>x</title><p style='color: red'>Hello</p>"
    "<script>document.title = 'run'; top.document.title = 'run'</script>"
    "<img src='https://elsewhere.example/track.gif' onerror='document.title = 1'>"
    "<a href='/pages/delivery' target='_blank'>See your order</a>"
)


@pytest.fixture
def box(app: Flask, tmp_path: Path) -> Iterator[FolderSender]:
    """Return an empty box in the place of the shop's own."""
    before = mailboxes.get("outbox")
    made = FolderSender(tmp_path / "outbox")
    mailboxes.register("outbox", made)
    yield made
    mailboxes.register("outbox", before)


def _put(box: FolderSender, number: str, subject: str = "Hello", html: str = HOSTILE) -> None:
    envelope = Envelope(
        public_id=number,
        sender_name="Nyuzi",
        sender="nyuzi@example.com",
        recipient="asha@example.com",
        locale="en",
        written_at=datetime(2026, 11, 20, 9, 0, tzinfo=UTC),
        host="shop.example",
    )
    box.send(mail_of(Letter(subject, "Hello <b>\n", html), envelope))


def test_an_empty_box_says_what_will_be_here(client: FlaskClient, box: FolderSender) -> None:
    assert "No mails yet" in client.get("/outbox").text


def test_the_newest_mails_come_first_and_older_ones_on_the_next_page(
    client: FlaskClient, box: FolderSender
) -> None:
    for number in range(60):
        _put(box, f"msg_{number:02}", f"Mail {number:02}")
    first = client.get("/outbox")
    assert first.headers["Cache-Control"] == "no-store"
    assert first.text.index("Mail 59") < first.text.index("Mail 58")
    assert "Mail 09" not in first.text
    second = client.get("/outbox?before=msg_10").text
    assert "Mail 09" in second
    assert "Mail 10" not in second
    assert "Mail 59" in client.get("/outbox?before=nothing").text


def test_a_mail_is_shown_in_a_frame_of_its_own(client: FlaskClient, box: FolderSender) -> None:
    _put(box, "msg_1")
    page = client.get("/outbox/msg_1")
    assert "Hello &lt;b&gt;" in page.text
    assert "<script>document" not in page.text
    assert '<iframe class="outbox-frame" src="/outbox/msg_1/html" sandbox=' in page.text
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    frame = client.get("/outbox/msg_1/html")
    policy = frame.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "sandbox allow-popups" in policy
    assert "script" not in policy
    assert frame.headers["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize("path", ["/outbox/nothing", "/outbox/nothing/html", "/outbox/..%2fx"])
def test_what_is_not_there_is_not_found(client: FlaskClient, box: FolderSender, path: str) -> None:
    assert client.get(path).status_code == 404


def test_nothing_of_a_hostile_mail_runs_or_calls_home(
    browser: Browser, live_server: str, box: FolderSender
) -> None:
    _put(box, "msg_1")
    with closing(browser.new_context(base_url=live_server)) as visit:
        page = visit.new_page()
        refused, answered = [], []
        page.on("requestfailed", lambda request: refused.append(request.url))
        page.on("requestfinished", lambda request: answered.append(request.url))
        page.goto("/outbox")
        page.get_by_role("link", name="Hello").click()
        assert page.frame_locator("iframe").get_by_text("See your order").is_visible()
        assert page.title().startswith("Hello")
        assert refused == ["https://elsewhere.example/track.gif"], "the policy stopped it"
        assert all(url.startswith(live_server) for url in answered)


def test_where_people_buy_there_is_no_such_page(
    app: Flask, database: TestDatabase, test_config: Callable[[str], Config]
) -> None:
    config = replace(test_config(database.url), env=Environment.PRODUCTION)
    shop = create_app(config)
    try:
        assert not [rule for rule in shop.url_map.iter_rules() if "outbox" in rule.rule]
        answer = shop.test_client().get("/readyz", headers={"Host": "localhost"})
        assert answer.get_json()["warnings"] == {
            "mail": "SMTP_URL is not set: mails are kept, not sent"
        }
        with shop.app_context():
            assert "kept" in str(mails.worry(kept=True))
            assert mails.worry(kept=False) is None
            db.session.remove()
            db.engine.dispose()
    finally:
        shop.extensions["shared_pages"].forget()
        wiring.connect(app.extensions["config"], None)
