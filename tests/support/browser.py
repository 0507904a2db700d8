"""Debian's Chromium, driven by Playwright."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

PHONE = {"width": 390, "height": 844}
# A browser of root's needs --no-sandbox; the rest keeps it from calling its maker's hosts.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start one browser; it ends with the block."""
    program = shutil.which("chromium")
    if program is None:
        raise RuntimeError("Chromium is missing: on Debian, apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield browser
        browser.close()


@contextmanager
def open_page(browser: Browser, url: str, **options: Any) -> Iterator[Page]:
    """Open a page of a fresh visitor on a phone; errors of its scripts fail the test at the end."""
    settings: dict[str, Any] = {
        "base_url": url,
        "viewport": PHONE,
        "locale": "en-GB",
        **options,
    }
    context = browser.new_context(**settings)
    page = context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on(
        "console",
        lambda said: troubles.append(said.text) if _is_trouble(said.text) else None,
    )
    try:
        yield page
    finally:
        context.close()
    assert not troubles, f"the browser complained: {troubles}"


def _is_trouble(text: str) -> bool:
    return "Content Security Policy" in text or "violates the following" in text
