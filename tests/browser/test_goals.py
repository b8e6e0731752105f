"""Goals are chosen by typing, with keys alone; suggestions stand where the text was written."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Enter, Product
from tests.browser.visitor import NARROW, Visitor

pytestmark = pytest.mark.browser


def test_goals_are_typed_and_suggested(enter: Enter, product: Product) -> None:
    contact = enter("jamstalldhetsmyndigheten", width=NARROW, javascript=True)
    contact.follow("Ny observation")
    goals = contact.page.get_by_role("combobox", name="Mål")
    chosen = contact.page.get_by_role("list", name="Valda mål").get_by_role("listitem")
    by_keys(contact, goals, chosen)
    suggested(contact, chosen)
    contact.page.get_by_label("Rubrik").fill("Enskilda samtal")
    contact.press("Spara utan att skicka")
    contact.expect_message("Texten är sparad men inte inskickad.")
    expect(chosen).to_have_count(2)
    contact.look()


def by_keys(contact: Visitor, goals: Locator, chosen: Locator) -> None:
    options = contact.page.get_by_role("option")
    goals.press_sequentially("i.3")
    expect(options.first).to_contain_text("i.3 ")
    expect(goals).to_have_attribute("aria-activedescendant", options.first.get_attribute("id") or "")
    contact.look()
    goals.press("Enter")
    goals.press_sequentially("jämst")
    goals.press("Enter")
    expect(chosen.nth(1)).to_contain_text("ii.5 ")
    goals.press("Backspace")  # takes the last away
    expect(chosen).to_have_count(1)
    goals.press("ArrowDown")  # all of them
    expect(options).to_have_count(21)
    goals.press("ArrowDown")
    goals.press("Enter")
    expect(chosen.first).to_contain_text("i.2 ")
    goals.press("Backspace")
    goals.press("Backspace")
    expect(chosen).to_have_count(0)
    goals.press_sequentially("väderkvarn")
    expect(contact.page.get_by_text("Inget mål passar.").first).to_be_visible()
    goals.press("Escape")
    expect(goals).to_have_attribute("aria-expanded", "false")
    goals.fill("i.3")
    goals.press("Tab")  # a code in full is that goal
    expect(chosen).to_have_count(1)
    expect(chosen.first).to_contain_text("i.3 ")


def suggested(contact: Visitor, chosen: Locator) -> None:
    """As one pauses; nothing is chosen by itself."""
    contact.page.get_by_label("Vad ni såg").last.press_sequentially("Arbetet för jämställdhet har kommit längre här.")
    choose = contact.page.get_by_role("button", name="Välj ii.5")
    expect(choose).to_be_visible()
    expect(contact.page.locator(".suggestions").get_by_text("jämställdhet").first).to_be_visible()
    expect(chosen).to_have_count(1)
    choose.click()
    expect(choose).to_have_attribute("aria-pressed", "true")
    expect(chosen).to_have_count(2)
    contact.look()
