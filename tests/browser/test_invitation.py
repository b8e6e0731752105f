"""A contact is invited and comes in: the last part of the journey of a new strategy, and of every new contact."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Enter, Product
from tests.browser.visitor import NARROW, WIDE, Visitor, choose, save

pytestmark = pytest.mark.browser

ADDRESS = "ny.kontakt@scb.example"


def test_a_contact_is_invited_and_comes_in_on_a_phone(
    enter: Enter, product: Product, chromium: Browser, seen: Path
) -> None:
    officer = enter("handlaggare", width=WIDE, javascript=True)
    link = invite(officer)
    turn_away(enter("lasare", width=NARROW, javascript=True), link)
    contact = Visitor(chromium, product.address, seen, width=NARROW, javascript=True)
    come_in(contact, link)

    officer.page.reload()
    officer.go_to("Fältobservationer")
    officer.follow("Kontaktpersoner")
    expect(officer.row(ADDRESS)).to_contain_text("gäller")
    expect(officer.page.get_by_role("button", name="Återkalla")).to_have_count(0)
    officer.look()
    assert officer.complaints == contact.complaints == []
    contact.context.close()
    log = product.log.read_text()
    assert "Traceback" not in log


def invite(officer: Visitor) -> str:
    officer.go_to("Fältobservationer")
    officer.follow("Kontaktpersoner")
    expect(officer.page.get_by_text("kan bli allmän handling")).to_be_visible()
    officer.look()
    officer.follow("Bjud in")
    form = officer.page.get_by_role("form", name="Inbjudan")
    form.get_by_label("E-post").fill(ADDRESS)
    choose(form, "Organisation", "Statistiska centralbyrån")
    officer.look()
    save(form, "Bjud in")
    expect(officer.heading("Inbjudan är skickad")).to_be_visible()
    officer.look()
    return officer.page.get_by_label("Länk till inbjudan").input_value()


def turn_away(stranger: Visitor, link: str) -> None:
    """Whoever is signed in as somebody else can sign out from there."""
    stranger.page.goto(link)
    expect(stranger.heading("Inbjudan är till någon annan")).to_be_visible()
    stranger.page.get_by_role("main").get_by_role("button", name="Logga ut").click()
    expect(stranger.heading("Logga in")).to_be_visible()


def come_in(contact: Visitor, link: str) -> None:
    contact.page.goto(link)
    expect(contact.heading("Du är inbjuden")).to_be_visible()
    expect(contact.page.get_by_text("A. Handläggare bjuder in dig som kontaktperson")).to_be_visible()
    assert link.rstrip("/").rpartition("/")[2] not in contact.page.url
    contact.look()
    form = contact.page.get_by_role("form", name="Tacka ja")
    form.get_by_label("Namn").fill("R. Kontaktperson")
    save(form, "Tacka ja")
    expect(contact.heading("Mina observationer")).to_be_visible()
    expect(contact.page.get_by_text("Det som Statistiska centralbyrån har skickat in")).to_be_visible()
    contact.look()
