"""The judgement (journey 4), from signing in to the head's decision, without touching the mouse."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Enter, Product
from tests.browser.hands import Keyboard
from tests.browser.visitor import NARROW, WIDE, Visitor

pytestmark = pytest.mark.browser

FIRST = "iii.6 Kostnadseffektivitet i reformarbetet"
OTHER = "ii.2 Etablerad policy vägleder fältarbetet"
DOCUMENT = "IOM, Financial Report 2021"


@pytest.mark.long
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_judgement(enter: Enter, product: Product, width: int) -> None:
    officer = enter("handlaggare2", width=width, javascript=True, by_keyboard=True)
    for goal in (FIRST, OTHER):
        propose(officer, goal)

    head = enter("enhetschef", width=width, javascript=True, by_keyboard=True)
    decide(head)

    read_the_old_one(officer)
    assert officer.complaints == head.complaints == []
    assert "Traceback" not in product.log.read_text()


def to_the_round(visitor: Visitor) -> Keyboard:
    visitor.go_to("Bedömningar")
    expect(visitor.heading("Bedömningar 2021")).to_be_visible()
    assert isinstance(visitor.hand, Keyboard)
    return visitor.hand


def propose(officer: Visitor, goal: str) -> None:
    """Nothing better than before can be proposed without evidence; what can, waits for somebody else."""
    keyboard = to_the_round(officer)
    officer.look()
    main = officer.page.get_by_role("main")
    keyboard.press(officer.row(goal).get_by_role("button", name="Rätta"))
    expect(officer.heading(goal)).to_be_visible()
    evidence = officer.page.get_by_role("region", name="Underlag")
    cited = evidence.get_by_role("checkbox", checked=True)
    while left := cited.count():
        keyboard.press(cited.first, "Space")
        expect(cited).to_have_count(left - 1)

    keyboard.choose(main.get_by_role("group", name="Måluppfyllelse"), "Viss")
    keyboard.choose(main.get_by_role("group", name="Utveckling under året"), "Framåt")
    keyboard.choose(main.get_by_role("group", name="Sveriges påverkansarbete"), "Begränsat")
    keyboard.write(main.get_by_label("Vad har hänt"), "IOM redovisar nu vad reformstegen kostar [1].")
    keyboard.press(officer.page.get_by_role("button", name="Föreslå", exact=True))
    expect(main.get_by_role("alert")).to_contain_text("Det finns inget underlag [1]. Underlag som finns: inget än.")
    keyboard.write(main.get_by_label("Vad har hänt"), "IOM redovisar nu vad reformstegen kostar.")
    keyboard.write(main.get_by_label("Sveriges bidrag"), "Sverige har frågat efter kostnaden.")
    keyboard.write(main.get_by_label("Nästa steg"), "Följ upp den i vår.")
    keyboard.press(officer.page.get_by_role("button", name="Föreslå", exact=True))
    expect(main.get_by_role("alert")).to_contain_text("Lägg till minst ett underlag")
    officer.look()

    keyboard.press(evidence.get_by_text("Lägg till ett dokument"))
    keyboard.write(evidence.get_by_label("Dokument", exact=False).first, DOCUMENT)
    keyboard.press(evidence.get_by_role("button", name="Lägg till", exact=True))
    expect(evidence.get_by_role("status")).to_have_text("Underlaget har nummer [1].")
    expect(main.get_by_label("Vad har hänt")).to_have_value("IOM redovisar nu vad reformstegen kostar. [1]")
    keyboard.press(officer.page.get_by_role("button", name="Föreslå", exact=True))
    officer.expect_message("är föreslagen")
    officer.look()

    to_the_round(officer)
    expect(officer.page.get_by_role("button", name="Godkänn")).to_have_count(0)


def decide(head: Visitor) -> None:
    """One is returned with a reason where it is read, the rest of the round approved at once."""
    keyboard = to_the_round(head)
    boxes = head.page.get_by_role("main").get_by_role("checkbox", checked=True)
    expect(boxes).to_have_count(0)
    waiting = head.page.get_by_role("main").get_by_role("checkbox").count()
    keyboard.press(head.page.get_by_role("link", name="Läs igenom"))
    for _ in range(waiting - 1):
        expect(head.page.get_by_role("heading", name="Beslut")).to_be_visible()
        head.look()
        keyboard.press(head.page.get_by_role("link", name=re.compile("^Nästa")))
    expect(head.heading(FIRST)).to_be_visible()
    keyboard.write(head.page.get_by_label("Motivering"), "Säg vilka steg som ännu saknar kostnad.")
    keyboard.press(head.page.get_by_role("button", name="Återlämna"))
    head.expect_message("1 bedömning är återlämnad.")
    expect(boxes).to_have_count(waiting - 1)
    keyboard.press(head.page.get_by_role("button", name="Godkänn markerade"))
    head.expect_message(f"{waiting - 1} bedömningar är godkända.")
    head.look()


def read_the_old_one(officer: Visitor) -> None:
    """What was in force before stays readable beside what superseded it."""
    keyboard = to_the_round(officer)
    keyboard.press(officer.row(OTHER).get_by_role("link", name="godkänd"))
    expect(officer.page.get_by_text("IOM redovisar nu vad reformstegen kostar")).to_be_visible()
    keyboard.press(officer.page.get_by_role("region", name="Andra bedömningar för året").get_by_role("link").first)
    expect(officer.heading(OTHER)).to_be_visible()
    expect(officer.page.get_by_text("IOM redovisar nu vad reformstegen kostar")).to_have_count(0)
    officer.look()
