"""Where do we stand (journey 1): from the overview to the meeting behind a claim, whatever one has at hand."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Enter
from tests.browser.hands import Keyboard, Pointer
from tests.browser.visitor import NARROW, WIDE, Visitor

pytestmark = pytest.mark.browser

CLICKS = 3
MOST_KEYS = 90


@pytest.mark.parametrize(
    ("width", "javascript", "hands", "most"),
    [
        pytest.param(WIDE, True, Pointer, CLICKS, marks=pytest.mark.long),
        (NARROW, True, Pointer, CLICKS),
        (WIDE, True, Keyboard, MOST_KEYS),
        pytest.param(NARROW, False, Pointer, CLICKS, marks=pytest.mark.long),
    ],
)
def test_the_meeting_behind_a_fall(
    enter: Enter, width: int, javascript: bool, hands: type[Pointer | Keyboard], most: int
) -> None:
    officer = enter("handlaggare", width=width, javascript=javascript)
    by = hands(officer.page)
    expect(officer.heading("Översikt 2021")).to_be_visible()
    fallen = (
        officer.page.get_by_role("region", name="Vad som rörde sig 2021")
        .get_by_role("listitem")
        .filter(has=officer.page.get_by_role("link", name=re.compile(r"^i\.3 ")))
    )
    expect(fallen).to_contain_text("Bakåt")
    expect(fallen).to_contain_text("Reformen av översynen tappade chef och fart.")
    expect(officer.row("i.3").first).to_contain_text("Viss (året före: God)")
    officer.look()

    by.press(fallen.get_by_role("link"))
    text = officer.page.get_by_role("region", name="Läget")
    expect(text.get_by_text("Reformen av översynen tappade chef och fart.")).to_be_visible()
    officer.look()
    by.press(text.get_by_role("link", name="[1]", exact=True).first)
    piece = officer.page.locator("#evidence-1")
    expect(piece).to_be_in_viewport()
    by.press(piece.get_by_role("link").first)
    expect(officer.heading("SCPF, 29:e sessionen")).to_be_visible()
    print(f"{hands.__name__} at {width} pixels: {by.presses} presses")
    assert by.presses <= most
    officer.look()


def test_evidence_stays_in_view_and_leads_back_to_the_text(enter: Enter) -> None:
    officer = enter("handlaggare", width=WIDE, javascript=False)
    to_the_goal(officer)
    page = officer.page
    page.get_by_role("heading", name="Nästa steg").scroll_into_view_if_needed()
    evidence = page.get_by_role("region", name="Underlag")
    expect(evidence.get_by_role("heading")).to_be_in_viewport()
    expect(evidence).to_contain_text("Talar emot:")
    evidence.get_by_role("link", name="Tillbaka till [2] i texten").click()
    expect(page.locator("#reference-2")).to_be_in_viewport()
    expect(page.locator("#reference-2")).to_have_text("[2]")


@pytest.mark.parametrize(("width", "javascript"), [(WIDE, True), (NARROW, False)])
def test_the_timeline_is_narrowed_where_one_stands(enter: Enter, width: int, javascript: bool) -> None:
    officer = enter("handlaggare", width=width, javascript=javascript)
    to_the_goal(officer)
    page, timeline = officer.page, officer.page.get_by_role("region", name="Tidslinje")
    earlier = timeline.get_by_role("link", name="Visa 2020")
    earlier.click()
    expect(timeline.get_by_role("heading", name="2020")).to_be_in_viewport()
    expect(timeline.get_by_text("Utgångsläge 2019")).to_be_visible()
    if javascript:
        expect(timeline.get_by_role("heading", name="2020")).to_be_focused()
    officer.look()

    promises = timeline.get_by_role("link", name="Utfästelser")
    promises.click()
    expect(promises).to_have_attribute("aria-current", "true")
    expect(timeline.get_by_text("Utgångsläge 2019")).to_have_count(0)
    assert "show=commitments" in page.url
    officer.look()
    page.go_back()
    expect(timeline.get_by_text("Utgångsläge 2019")).to_be_visible()


def test_the_same_page_a_year_earlier(enter: Enter) -> None:
    officer = enter("handlaggare", width=NARROW, javascript=True)
    officer.page.get_by_label("Visa läget den").fill("2021-03-01")
    officer.page.keyboard.press("Enter")
    expect(officer.page.get_by_text("1 mars 2021").first).to_be_visible()
    expect(officer.row("i.3").first).to_contain_text("Framåt")
    officer.look()


def to_the_goal(officer: Visitor) -> None:
    officer.row("i.3").first.get_by_role("link").click()
    expect(officer.heading("i.3")).to_be_visible()
