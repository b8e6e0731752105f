"""The judgement (journey 4) of a whole round, counted: what it takes of the hand that the text itself does not."""

import re
from collections import Counter
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Enter, Product
from tests.browser.visitor import NARROW, WIDE, Visitor

pytestmark = pytest.mark.browser

ALL = 21  # goals
YEAR = "2022"  # of which nothing has been judged in the demonstration set
# Of pointer presses, drags too, and of keys on what is no text; an Enter with Ctrl is one.
COUNTING = """
addEventListener("pointerdown", (event) => event.isTrusted && counted("clicks"), true);
addEventListener("keydown", (event) => {
  const modifier = ["Control", "Shift", "Meta", "Alt"].includes(event.key);
  const writes = event.target.matches("textarea, input:not([type=checkbox], [type=radio])") && event.key.length === 1;
  if (event.isTrusted && !modifier && !writes) counted("keys");
}, true);
"""

LAST_YEARS = re.compile(r"\(bedömningen 2021\)")

Judge = Callable[[Visitor, int], None]


class Hand:
    """Counts what a visitor's hand does from now on."""

    def __init__(self, visitor: Visitor) -> None:
        self.count: Counter[str] = Counter()
        visitor.page.expose_function("counted", lambda what: self.count.update([what]))
        visitor.page.add_init_script(COUNTING)
        visitor.page.reload()

    def __str__(self) -> str:
        return f"{self.count['clicks']} clicks, {self.count['keys']} keys"


def choose(officer: Visitor, group: str | re.Pattern[str], label: re.Pattern[str]) -> None:
    officer.page.get_by_role("group", name=group).get_by_role("radio", name=label).click()


def begin(officer: Visitor) -> None:
    officer.go_to("Bedömningar")
    officer.page.get_by_role("link", name=YEAR, exact=True).click()
    officer.page.get_by_role("button", name="Bedöm i.1", exact=True).click()


def by_pointer(officer: Visitor, _number: int) -> None:
    """As last year, but for a year in which nothing moved."""
    choose(officer, "Måluppfyllelse", LAST_YEARS)
    choose(officer, "Utveckling under året", re.compile("^Oförändrad"))
    choose(officer, re.compile("Sveriges påverkansarbete|Genomförande"), re.compile("^Betydande"))
    officer.page.keyboard.press("Tab")
    write_and_tick(officer)
    officer.page.get_by_role("button", name=re.compile("^Föreslå")).first.click()


def by_keys(officer: Visitor, number: int) -> None:
    """Where the page comes from the goal before, its first scale has the focus."""
    if number == 0:
        choose(officer, "Måluppfyllelse", LAST_YEARS)
    else:
        expect(officer.page.locator("#id_attainment")).to_be_focused()
        labels = officer.page.locator("#id_attainment label")
        before = labels.evaluate_all("all => all.findIndex(label => label.querySelector('.chosen-before'))")
        officer.page.keyboard.press(str(before + 1))
    for key in ("Tab", "2", "Tab", "3", "Tab"):
        officer.page.keyboard.press(key)
    write_and_tick(officer)
    officer.page.keyboard.press("Control+Enter")


def write_and_tick(officer: Visitor) -> None:
    """The number comes to where the cursor stands, and one writes on."""
    field = officer.page.get_by_label("Vad har hänt")
    expect(field).to_be_focused()
    officer.page.keyboard.type("Frågan har tagits upp")
    officer.page.get_by_role("region", name="Underlag").get_by_role("checkbox").first.click()
    expect(field).to_have_value("Frågan har tagits upp [1]")
    expect(field).to_be_focused()
    officer.page.keyboard.type(".")


def judge(officer: Visitor, goals: int, way: Judge) -> Hand:
    hand = Hand(officer)
    begin(officer)
    for number in range(goals):
        expect(officer.page.get_by_text(f"{number} av {ALL} klara")).to_be_visible()
        way(officer, number)
    officer.expect_message("är föreslagen och väntar på enhetschefen.")
    assert officer.complaints == []
    return hand


def read_and_decide(head: Visitor, goals: int) -> Hand:
    """Reads them all, returns the second where it is read and approves the rest on the round's page."""
    hand = Hand(head)
    head.go_to("Bedömningar")
    head.follow("Läs igenom")
    for number in range(goals):
        expect(head.page.get_by_text(f"{number + (number < 2)} av {goals - (number > 1)} lästa")).to_be_visible()
        head.look()
        if number == 1:
            head.page.get_by_label("Motivering").click()
            head.page.keyboard.type("Vem svarade?")
            head.press("Återlämna")
            head.expect_message("1 bedömning är återlämnad.")
        else:
            head.page.get_by_role("link", name=re.compile("^(Nästa|Till omgången)")).click()
    head.press("Godkänn markerade")
    head.expect_message(f"{goals - 1} bedömningar är godkända.")
    assert head.complaints == []
    return hand


@pytest.mark.parametrize("goals", [3, pytest.param(ALL, marks=pytest.mark.long)])
def test_a_round_with_the_pointer_and_its_decision(enter: Enter, product: Product, goals: int) -> None:
    officer = enter("handlaggare", width=WIDE, javascript=True)
    hand = judge(officer, goals, by_pointer)
    head = enter("enhetschef", width=WIDE, javascript=True)
    decided = read_and_decide(head, goals)

    print(f"{goals} judgements: {hand}; the head: {decided}, of which {goals - 1} to the next")
    assert hand.count["clicks"] <= 3 + 5 * goals  # 108 for all
    assert decided.count["clicks"] <= 6 + goals - 1


@pytest.mark.parametrize(
    ("goals", "width"),
    [(2, WIDE), pytest.param(ALL, WIDE, marks=pytest.mark.long), pytest.param(2, NARROW, marks=pytest.mark.long)],
)
def test_a_round_with_the_keys(enter: Enter, product: Product, goals: int, width: int) -> None:
    officer = enter("handlaggare", width=width, javascript=True)
    hand = judge(officer, goals, by_keys)

    officer.look()
    print(f"{goals} judgements: {hand}")
    assert hand.count["clicks"] <= 5 + goals  # 26 for all; in a narrow window the menu is opened first
    assert hand.count["keys"] <= 7 * goals  # 147 for all
