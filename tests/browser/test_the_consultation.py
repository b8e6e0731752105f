"""The consultation (journey 6): the pack in one click, what is new since the one before, for each agency its own."""

import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.conftest import Enter, Product
from tests.browser.test_a_round import Hand
from tests.browser.visitor import NARROW, WIDE, Visitor

pytestmark = pytest.mark.browser

SECONDS_FOR_A_REPORT = 180
MOST_CLICKS = 10
CONSULTATION, BEFORE = "Organisationssamråd, mars 2022", "Organisationssamråd, december 2021"
AGENCIES = (
    *("Migrationsverket", "Styrelsen för internationellt utvecklingssamarbete", "Jämställdhetsmyndigheten"),
    *("Statistiska centralbyrån", "Myndigheten för samhällsskydd och beredskap"),
)
AGENCY, QUESTION = "Migrationsverket", "Hur länge väntar de som ska vidarebosättas från Nairobi?"


@pytest.mark.parametrize("width", [WIDE, pytest.param(NARROW, marks=pytest.mark.long)])
def test_the_consultation(enter: Enter, product: Product, tmp_path: Path, width: int) -> None:
    officer = enter("handlaggare", width=width, javascript=True)
    hand = Hand(officer)
    officer.go_to("Möten")
    with officer.page.expect_navigation():
        officer.hand.press(officer.page.locator("#list").get_by_role("link", name=CONSULTATION, exact=True))
    officer.press("Underlag till samrådet")
    wait_for_files(officer)
    officer.look()
    write_questions(officer)
    text = download(officer, tmp_path / "pack.pdf")
    print(f"the pack for a consultation: {hand}")
    assert hand.count["clicks"] <= MOST_CLICKS, str(hand)
    for words in ("Nytt sedan förra samrådet", BEFORE, "Frågor till myndigheterna", QUESTION, "Sida", "Utfästelser"):
        assert squeezed(words) in text
    assert text.count(squeezed(QUESTION)) == 1  # of this agency alone
    assert max(AGENCIES, key=lambda name: text.rfind(squeezed(name), 0, text.index(squeezed(QUESTION)))) == AGENCY
    assert officer.complaints == []
    assert "Traceback" not in product.log.read_text()


def wait_for_files(officer: Visitor) -> None:
    files = officer.page.get_by_role("heading", name="Ladda ner")
    deadline = time.monotonic() + SECONDS_FOR_A_REPORT
    while not files.is_visible() and time.monotonic() < deadline:
        officer.page.wait_for_timeout(500)
    expect(files).to_be_visible()


def write_questions(officer: Visitor) -> None:
    """Drafted for each agency; those of one are rewritten, and the pack is made again with them."""
    with officer.page.expect_navigation():
        officer.hand.press(officer.page.get_by_role("link", name=re.compile(AGENCY)).first)
    field = officer.page.get_by_role("main").locator("textarea").first
    field.fill(QUESTION)
    officer.look()
    officer.hand.press(officer.page.get_by_role("main").get_by_role("button", name=re.compile("^Spara")))
    wait_for_files(officer)


def download(officer: Visitor, file: Path) -> str:
    with officer.page.expect_download() as asked:
        officer.hand.press(officer.page.get_by_role("link", name="PDF", exact=True).first)
    asked.value.save_as(file)
    return squeezed("".join(page.extract_text() for page in PdfReader(file).pages))


def squeezed(text: str) -> str:
    """Without blanks and hyphens, which a printed page sets as it likes."""
    return re.sub(r"[\s\u00ad\u2010-]", "", text)
