"""A new strategy (journey 7): its decision is pasted, corrected and confirmed, and a contact comes in."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.conftest import Enter, Product
from tests.browser.visitor import NARROW, WIDE, Visitor, choose, save
from tests.strategy.decision.parsing.decisions import SOURCE

pytestmark = pytest.mark.browser

NEXT = SOURCE.replace("2020–2022", "2023–2025")
TITLE = "Strategi för Sveriges samarbete med FN:s migrationsorganisation (IOM) 2023–2025"
ADDRESS = "ny.kontakt@scb.example"


@pytest.mark.parametrize("javascript", [True, pytest.param(False, marks=pytest.mark.long)])
def test_the_next_decision_becomes_a_strategy(
    enter: Enter, product: Product, chromium: Browser, seen: Path, javascript: bool
) -> None:
    administrator = enter("administrator", width=WIDE, javascript=javascript)
    read_in(administrator)
    correct(administrator)
    officer = enter("handlaggare", width=NARROW, javascript=javascript)
    confirm(officer)
    link = invite(officer)
    contact = Visitor(chromium, product.address, seen, width=NARROW, javascript=javascript)
    come_in(contact, link)
    assert administrator.complaints == officer.complaints == contact.complaints == []
    contact.context.close()
    assert "Traceback" not in product.log.read_text()


def read_in(administrator: Visitor) -> None:
    administrator.go_to("Administration")
    administrator.follow("Nya beslut")
    expect(administrator.page.get_by_role("heading", name="Inget beslut läses in just nu")).to_be_visible()
    administrator.look()
    administrator.page.get_by_role("link", name="Läs in ett beslut").first.click()
    form = administrator.page.get_by_role("form", name="Nytt beslut")
    administrator.look()
    form.get_by_label("Kortnamn", exact=True).fill("IOM 2023–2025")
    form.get_by_label("Kortnamn i adresser").fill("iom-2023-2025")
    choose(form, "Handläggare", "A. Handläggare")
    form.get_by_label("Beslutets text").fill(NEXT)
    save(form, "Läs in")


def piece(visitor: Visitor, words: str) -> Locator:
    return visitor.page.locator(".marked").filter(has_text=words).last


def correct(administrator: Visitor) -> None:
    """Areas and goals with their places in the text; one paragraph is something else, and a goal has a short title."""
    page = administrator.page
    expect(administrator.heading(TITLE)).to_be_visible()
    expect(page.get_by_text("3 fokusområden, 21 mål.")).to_be_visible()
    administrator.look()
    page.get_by_role("navigation", name="Målen").get_by_role("link", name="i.3", exact=True).click()
    goal = piece(administrator, "mål i.3")
    expect(goal).to_be_in_viewport()
    goal.locator("summary").click()
    goal.get_by_role("textbox", name=re.compile("^Kort titel(?! på)")).fill("Översynens resultat")
    certified = piece(administrator, "Utdraget stämmer med originalet")
    open_group(certified)
    certified.get_by_role("combobox").select_option(label="ingenting")
    save(page.get_by_role("form", name="Beslutet"), "Spara")
    expect(page.get_by_text("Inget gäller förrän beslutet är bekräftat.").first).to_be_visible()
    open_group(certified)
    expect(certified.get_by_role("combobox")).to_have_value("nothing")
    administrator.look()


def open_group(one: Locator) -> None:
    if not one.is_visible():
        one.locator("xpath=ancestor::details[1]").locator("summary").first.click()


def confirm(officer: Visitor) -> None:
    officer.page.get_by_role("link", name="Granska beslutet: IOM 2023–2025").first.click()
    expect(officer.heading(TITLE)).to_be_visible()
    officer.look()
    officer.page.get_by_role("button", name="Bekräfta beslutet").click()
    expect(officer.page.get_by_text("Strategin gäller. Texten återges ordagrant.")).to_be_visible()
    expect(officer.page.get_by_text("Utdraget stämmer med originalet")).to_have_count(0)
    officer.page.get_by_role("link", name="Mål i.3").click()
    expect(officer.page.get_by_role("heading", level=1)).to_contain_text("Översynens resultat")
    officer.look()


def invite(officer: Visitor) -> str:
    officer.page.goto("/strategies/iom-2023-2025/contacts/new/")
    form = officer.page.get_by_role("form", name="Inbjudan")
    form.get_by_label("E-post").fill(ADDRESS)
    choose(form, "Organisation", "Statistiska centralbyrån")
    save(form, "Bjud in")
    expect(officer.heading("Inbjudan är skickad")).to_be_visible()
    return officer.page.get_by_label("Länk till inbjudan").input_value()


def come_in(contact: Visitor, link: str) -> None:
    contact.page.goto(link)
    form = contact.page.get_by_role("form", name="Tacka ja")
    form.get_by_label("Namn").fill("R. Kontaktperson")
    save(form, "Tacka ja")
    expect(contact.heading("Mina observationer")).to_be_visible()
    contact.look()
