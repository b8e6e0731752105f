"""A session planned, held and minuted by one person at one desk, counted."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Enter, Product
from tests.browser.test_a_round import Hand
from tests.browser.test_a_week import GOALS, SESSION, prepare, tick_by_keys
from tests.browser.test_taking_apart import ANSWERED, LEANS, PROMISED, REPORT, take_out
from tests.browser.visitor import WIDE, Visitor, choose, save

pytestmark = pytest.mark.browser

MOST_CLICKS = 25  # pointer presses, drags too; typing and keys are not counted
AGENDA = {"Styrning": ("i.1", "i.4"), "Politikens genomslag": ("ii.3", "ii.6"), "Budgeten": ("iii.6",)}


def test_a_session_takes_few_clicks_from_plan_to_minutes(enter: Enter, product: Product) -> None:
    officer = enter("handlaggare", width=WIDE, javascript=True)
    hand = Hand(officer)
    plan(officer)
    hold(officer)
    for code, (_message, lean) in GOALS.items():
        told = f"Svaret på {code} är inskrivet."
        take_out(officer, ANSWERED[code], "s", "Enter", LEANS[lean], "Enter", typed=code, told=told)
        if code in PROMISED:
            take_out(officer, PROMISED[code], "u", "Enter", told=f"Utfästelsen på {code} är inskriven.")
    officer.press("Markera som dokumenterat")
    expect(officer.page.locator(".page-intro [data-state=minuted]")).to_be_visible()
    print(f"a session planned, held and minuted: {hand}")
    assert hand.count["clicks"] <= MOST_CLICKS, str(hand)
    said = officer.page.locator(".said")
    for code, (message, _lean) in GOALS.items():
        expect(said.filter(has_text=message)).to_contain_text(ANSWERED[code])
    expect(officer.page.locator("#commitments li")).to_have_count(len(PROMISED))
    assert officer.complaints == []


def plan(officer: Visitor) -> None:
    """One-line forms are sent with Enter; goals are ticked many at a time, each with what is to be said."""
    officer.go_to("Möten")
    officer.follow("Nytt möte")
    form = officer.page.get_by_role("main")
    choose(form, "Slag", "SCPF")
    form.get_by_label("Rubrik").fill(SESSION)
    form.get_by_label("Första dag").fill("2022-02-14")
    form.get_by_label("Plats").fill("Genève")
    form.get_by_label("Plats").press("Enter")
    expect(officer.heading(SESSION)).to_be_visible()
    form = officer.form("Lägg till motparter", "Lägg till motparter")
    tick_by_keys(form, "Sök bland motparterna", "administration i genève")
    save(form)
    officer.expect_message("Motparterna är tillagda.")
    for title, codes in AGENDA.items():
        form = officer.form("Ny punkt på dagordningen", "Ny punkt på dagordningen")
        form.get_by_label("Rubrik").fill(title)
        form.get_by_label("Rubrik").press("Enter")
        item = officer.page.locator(".agenda-item").filter(has=officer.page.get_by_role("heading", name=title))
        prepare(item, {code: GOALS[code][0] for code in codes})
    officer.look()


def hold(officer: Visitor) -> None:
    """And opens what the delegation reported, to be taken apart."""
    officer.press("Markera som genomfört")
    form = officer.form("Lägg in hemrapporten", "Hemrapport")
    form.get_by_label("Hemrapport").fill(REPORT)
    save(form)
    officer.follow("Ta isär hemrapporten")
