"""How somebody goes about a page: with a pointer, or with the keyboard alone. Both count their presses."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

MOST_STEPS = 400


class Pointer:
    def __init__(self, page: Page) -> None:
        self.presses = 0

    def press(self, target: Locator) -> None:
        target.click()
        self.presses += 1

    def write(self, target: Locator, text: str) -> None:
        """In place of what stands there."""
        target.fill(text)


class Keyboard:
    """Goes about a page with the Tab key, as somebody does who cannot use a mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.presses = 0

    def go(self, target: Locator) -> None:
        """To what has been found, in the page's own order; all round it, if need be."""
        expect(target).to_have_count(1)
        for _ in range(MOST_STEPS):
            if target.evaluate("element => element === document.activeElement"):
                return
            self.hit("Tab")
        pytest.fail(f"the keyboard does not reach {target}")

    def hit(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.presses += 1

    def press(self, target: Locator, key: str = "Enter") -> None:
        self.go(target)
        self.hit(key)

    def write(self, target: Locator, text: str) -> None:
        """In place of what stands there."""
        self.go(target)
        self.hit("Control+A")
        self.page.keyboard.type(text)

    def choose(self, group: Locator, label: str) -> None:
        """A radio button: Tab leads to the group, the arrows through it."""
        buttons = group.get_by_role("radio")
        wanted = group.get_by_role("radio", name=re.compile(f"^{label}"))
        for _ in range(MOST_STEPS):
            if buttons.evaluate_all("all => all.includes(document.activeElement)"):
                break
            self.hit("Tab")
        for _ in range(buttons.count() + 1):
            if wanted.is_checked():
                return
            self.hit("ArrowDown" if not self.nothing_chosen(buttons) else "Space")
        expect(wanted).to_be_checked()

    def nothing_chosen(self, buttons: Locator) -> bool:
        return not buttons.evaluate_all("all => all.some(button => button.checked)")
