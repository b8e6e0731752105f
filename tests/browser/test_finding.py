"""Finding something from any page: as one types, with the keyboard alone, and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Enter
from tests.browser.visitor import NARROW, WIDE

pytestmark = pytest.mark.browser

SEARCH = re.compile("^Sök i allt du får se")


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_keys_call_the_field_go_through_what_is_found_and_lead_there(enter: Enter, width: int) -> None:
    officer = enter("handlaggare", width=width, javascript=True)
    page, panel = officer.page, officer.page.locator("#quick")
    expect(officer.heading("Översikt 2021")).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type("SCPF 29")
    first, second = panel.get_by_role("link").nth(0), panel.get_by_role("link").nth(1)
    expect(first).to_contain_text("SCPF, 29:e sessionen")
    page.keyboard.press("ArrowDown")
    expect(first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(second).to_be_focused()
    officer.look()
    page.keyboard.press("Escape")
    expect(panel.get_by_role("link")).to_have_count(0)
    expect(page.get_by_label(SEARCH).first).to_be_focused()

    page.keyboard.press("Control+k")
    page.keyboard.type("iii.2")
    expect(panel.get_by_role("link").first).to_contain_text("Svenskt lätt öronmärkt kärnstöd")
    page.keyboard.press("Enter")
    expect(officer.heading("iii.2 Svenskt lätt öronmärkt kärnstöd")).to_be_visible()


def test_without_javascript_the_field_leads_to_a_page_of_hits(enter: Enter) -> None:
    reader = enter("lasare", width=NARROW, javascript=False)
    reader.page.get_by_label(SEARCH).first.fill("öronmärkning")
    reader.page.keyboard.press("Enter")
    expect(reader.heading("Sök")).to_be_visible()
    expect(reader.page.get_by_role("link", name=re.compile("öronmärkt kärnstöd")).first).to_be_visible()
    reader.look()
