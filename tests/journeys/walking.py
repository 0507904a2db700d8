"""How a visitor moves through the shop, on a phone or a wide screen, with scripts or without."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page, expect

WIDE = 1024


@dataclass
class Walk:
    """A visitor at a browser."""

    page: Page
    scripts: bool
    width: int

    @property
    def phone(self) -> bool:
        """Tell whether menus and filters lie in sheets."""
        return self.width < WIDE

    @property
    def query(self) -> str:
        """Return what the address says after its question mark."""
        return self.page.url.partition("?")[2]

    def names(self) -> list[str]:
        """Return the names on the cards, in their order."""
        return self.page.locator("#cards > .card .card-name").all_inner_texts()

    def count(self, number: int) -> None:
        """Wait until the list says how many there are."""
        expect(self.page.locator("#listing-count")).to_have_text(
            f"{number} item{'s' * (number != 1)}"
        )

    def open_category(self, name: str) -> None:
        """Go to a category by the menu."""
        if self.phone:
            self.page.get_by_role("button", name="Menu").click()
        self.page.locator("#menu").get_by_role("link", name=name, exact=True).click()

    def tick(self, box: str, apply: str) -> None:
        """Tick a filter; without scripts (or in the sheet) press the button that applies it."""
        if self.phone:
            self.page.get_by_role("button", name="Filter").click()
        self.page.locator(f"#{box}").check()
        if not self.scripts:
            self.page.locator("#filters").get_by_role("button", name=apply).click()

    def close_filters(self) -> None:
        """Put the sheet away where it is still open."""
        sheet = self.page.locator("#filters")
        if self.phone and self.scripts and sheet.is_visible():
            self.page.keyboard.press("Escape")
            expect(sheet).to_be_hidden()

    def sort(self, order: str) -> None:
        """Choose an order of the list."""
        self.page.locator("#sort").select_option(order)
        if not self.scripts:
            if self.phone:
                self.page.get_by_role("button", name="Sort", exact=True).click()
            else:
                self.page.locator("#filters .filters-apply button").click()

    def choose(self, choice: str) -> None:
        """Choose a value of a product's option."""
        self.page.locator(f"label:has(#choice-{choice})").click()

    def update(self) -> None:
        """Without scripts a choice is sent by a button."""
        if not self.scripts:
            self.page.get_by_role("button", name="Update").click()
