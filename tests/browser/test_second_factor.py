"""The way in as people meet it: an app's code, a key, and a letter with a link, where a second factor is required."""

import re
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from reporting.demonstration import PASSWORD
from tests.browser.conftest import Product, serving
from tests.browser.visitor import NARROW, WIDE, Visitor
from tests.strategy.entry.steps import code_of

pytestmark = pytest.mark.browser

NewVisitor = Callable[..., Visitor]


@pytest.fixture
def strict(loaded: Path, tmp_path: Path) -> Iterator[Product]:
    """The product with REQUIRE_MFA on. By name: a browser keeps no keys for an address of digits."""
    told = {"REQUIRE_MFA": "1", "ALLOWED_HOSTS": "localhost", "EMAIL_URL": f"file://{tmp_path / 'mail'}"}
    with serving(loaded, tmp_path, host="localhost", **told) as product:
        yield product


@pytest.fixture
def visit(chromium: Browser, strict: Product, tmp_path: Path) -> Iterator[NewVisitor]:
    visitors: list[Visitor] = []

    def visit(width: int, javascript: bool = True) -> Visitor:
        visitors.append(Visitor(chromium, strict.address, width=width, javascript=javascript))
        return visitors[-1]

    yield visit
    for number, visitor in enumerate(visitors):
        visitor.leave(tmp_path / f"last-page-{number}.png")


def test_an_officer_connects_an_app_then_a_key_and_comes_in_by_both(visit: NewVisitor) -> None:
    officer = visit(WIDE)
    officer.sign_in("handlaggare")
    expect(officer.heading("Ett steg till")).to_be_visible()
    officer.page.goto("/strategies/iom-2020-2022/goals/")
    expect(officer.heading("Ett steg till")).to_be_visible()
    officer.look()

    officer.follow("Koppla en app")
    officer.look()
    secret = officer.page.locator("code.secret").inner_text()
    officer.page.get_by_label("Koden som appen visar").fill(code_of(secret))
    officer.press("Koppla appen")
    expect(officer.heading("Reservkoder")).to_be_visible()
    officer.look()
    codes = officer.page.locator(".secrets code").all_inner_texts()
    officer.follow("Jag har sparat dem")
    expect(officer.heading("Översikt")).to_be_visible()

    add_key(officer)
    leave(officer)

    officer.press("Logga in med nyckel")
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
    visitor.follow("Lägg till en nyckel")
    visitor.look()
    visitor.page.get_by_label("Vad du vill kalla nyckeln").fill("Arbetsdatorn")
    visitor.press("Lägg till")
    visitor.expect_message("Nyckeln är tillagd.")
    expect(visitor.page.get_by_text("Arbetsdatorn", exact=True).first).to_be_visible()


def leave(visitor: Visitor) -> None:
    visitor.page.locator("details.account > summary").click()
    visitor.press("Logga ut")
    expect(visitor.heading("Logga in")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_contact_comes_in_by_a_letter(javascript: bool, visit: NewVisitor, tmp_path: Path) -> None:
    contact = visit(NARROW, javascript)
    contact.page.goto("/sign-in/")
    contact.follow("få en länk med e-post")
    contact.look()
    contact.page.get_by_label("E-post").fill("migrationsverket@demo.example")
    contact.press("Skicka länken")
    expect(contact.heading("Titta i din e-post")).to_be_visible()
    contact.look()

    contact.page.goto(link_in(tmp_path / "mail"))
    contact.look()
    contact.press("Logga in")
    expect(contact.heading("Mina observationer")).to_be_visible()
    contact.page.goto("/account/sessions/")
    contact.look()
    assert PASSWORD not in contact.page.content()


def link_in(folder: Path) -> str:
    """As the letter has it, from its file."""
    letters = [message_from_bytes(file.read_bytes(), policy=default) for file in folder.iterdir()]
    assert [letter["To"] for letter in letters] == ["migrationsverket@demo.example"]
    body = letters[0].get_body()
    assert body is not None
    return str(re.findall(r"http://\S+/sign-in/link/\S+/", body.get_content())[0])
