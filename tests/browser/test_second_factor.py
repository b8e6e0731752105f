"""The way in as people meet it: an app's code, a key, and a letter with a link, where a second factor is required."""

import pytest
from playwright.sync_api import expect

from reporting.demonstration.people import PASSWORD
from tests.browser.coming_in import come_by_letter, connect_app
from tests.browser.conftest import NewVisitor, Product
from tests.browser.visitor import NARROW, WIDE, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("strict")]  # one process serves what asks for a factor


def test_an_officer_connects_an_app_then_a_key_and_comes_in_by_both(visit: NewVisitor) -> None:
    officer = visit(WIDE)
    officer.sign_in("handlaggare")
    expect(officer.heading("Ett steg till")).to_be_visible()
    officer.page.goto("/strategies/iom-2020-2022/goals/")
    expect(officer.heading("Ett steg till")).to_be_visible()
    officer.look()

    codes = connect_app(officer)
    expect(officer.heading("Översikt")).to_be_visible()

    add_key(officer)
    leave(officer)

    officer.press("Logga in med säkerhetsnyckel (passkey)")
    expect(officer.heading("Översikt")).to_be_visible()
    leave(officer)

    officer.sign_in("handlaggare")
    expect(officer.heading("Bekräfta att det är du")).to_be_visible()
    officer.look()
    officer.page.get_by_label("Kod").fill(codes[0])
    officer.press("Fortsätt")
    expect(officer.heading("Översikt")).to_be_visible()


def add_key(visitor: Visitor) -> None:
    """With an authenticator of the browser's own, that has just recognised its owner."""
    devtools = visitor.context.new_cdp_session(visitor.page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    visitor.page.goto("/account/")
    visitor.look()
    visitor.follow("Lägg till en säkerhetsnyckel (passkey)")
    visitor.look()
    visitor.page.get_by_label("Vad du vill kalla säkerhetsnyckeln").fill("Arbetsdatorn")
    visitor.press("Lägg till")
    visitor.expect_message("Säkerhetsnyckeln är tillagd.")
    expect(visitor.page.get_by_text("Arbetsdatorn", exact=True).first).to_be_visible()


def leave(visitor: Visitor) -> None:
    visitor.page.locator("details.account > summary").click()
    visitor.press("Logga ut")
    expect(visitor.heading("Logga in")).to_be_visible()


@pytest.mark.parametrize("javascript", [pytest.param(True, marks=pytest.mark.long), False])
def test_a_contact_comes_in_by_a_letter(javascript: bool, visit: NewVisitor, strict: Product) -> None:
    contact = visit(NARROW, javascript)
    come_by_letter(contact, "migrationsverket", strict.mail)
    expect(contact.heading("Mina observationer")).to_be_visible()
    contact.page.goto("/account/sessions/")
    contact.look()
    assert PASSWORD not in contact.page.content()
