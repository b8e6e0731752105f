"""Taking a report home of two pages apart, counted: five messages with answers, and two promises."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Enter, Product
from tests.browser.test_a_round import Hand
from tests.browser.test_a_week import GOALS, plan
from tests.browser.visitor import NARROW, WIDE, Visitor, save

pytestmark = pytest.mark.browser

MOST_CLICKS, MOST_KEYS = 20, 40  # beyond what is typed
COUNTERPART = "IOM:s administration i Genève"
PADDING = (
    "Mötet leddes av ordföranden och följdes på plats av ett fyrtiotal delegationer. Flera talare gick igenom läget i "
    "regionerna och hänvisade till de handlingar som hade skickats ut i förväg. Stämningen var saklig."
)
SAID = {code: f"Sverige tog upp {code} och {words[0].split(' ', 1)[1]}" for code, words in GOALS.items()}
ANSWERED = {code: f"Administrationen svarade om {code} att ett förslag kommer till våren." for code in GOALS}
PROMISED = {
    "i.1": "Den lovade en reservplan för tjänsterna före den 1 oktober.",
    "ii.6": "Den lovade att klimatrådgivaren är på plats i juni.",
}
REPORT = "\n\n".join(
    f"{PADDING} {PADDING}\n\n{SAID[code]} {PADDING} {ANSWERED[code]} {PROMISED.get(code, '')}\n\n{PADDING}"
    for code in GOALS
)
LEANS = {"positivt": "1", "avvaktande": "2", "negativt": "3"}
PLACE_OF = """(text, words) => {
  const at = text.textContent.indexOf(words);
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node = walker.nextNode(), seen = 0; node; node = walker.nextNode()) {
    const length = node.data.length;
    if (at >= seen && at < seen + length) range.setStart(node, at - seen);
    if (at + words.length <= seen + length) { range.setEnd(node, at + words.length - seen); break; }
    seen += length;
  }
  range.startContainer.parentElement.scrollIntoView({ block: "center" });
  const boxes = [...range.getClientRects()];
  const [first, last] = [boxes[0], boxes.at(-1)];
  return [first.left + 1, first.top + first.height / 2, last.right - 1, last.top + last.height / 2];
}"""


def prepared(officer: Visitor) -> None:
    """A meeting that is held, with its agenda, one counterpart and the report."""
    meeting = plan(officer)
    form = officer.form("Lägg till", "Lägg till motparter")
    form.get_by_label("Sök bland motparterna").fill("administration i genève")
    form.get_by_label("Sök bland motparterna").press("Enter")
    expect(form.get_by_label(COUNTERPART)).to_be_checked()
    save(form)
    expect(officer.page.locator("#counterparts")).to_contain_text(COUNTERPART)
    officer.press("Markera som genomfört")
    form = officer.form("Lägg in hemrapporten", "Hemrapport")
    form.get_by_label("Hemrapport").fill(REPORT)
    save(form)
    officer.expect_message("Hemrapporten är inlagd.")
    officer.page.goto(f"{meeting}work/")
    assert len(REPORT) > 4_500  # two pages


def mark(officer: Visitor, words: str) -> None:
    left, top, right, bottom = officer.page.locator("[data-text]").evaluate(PLACE_OF, words)
    mouse = officer.page.mouse
    mouse.move(left, top)
    mouse.down()
    mouse.move(right, bottom, steps=4)
    mouse.up()
    expect(officer.page.locator("[data-marked-words]")).not_to_be_empty()


def press(officer: Visitor, *keys: str) -> None:
    for key in keys:
        officer.page.keyboard.press(key)


def take_out(officer: Visitor, words: str, *keys: str, typed: str = "", told: str) -> None:
    mark(officer, words)
    press(officer, keys[0])
    officer.page.keyboard.type(typed)
    press(officer, *keys[1:])
    expect(officer.page.locator("#messages")).to_contain_text(told)
    expect(officer.page.locator("#report")).to_be_focused()


def test_two_pages_are_taken_apart_with_few_clicks_and_keys(enter: Enter, product: Product) -> None:
    officer = enter("handlaggare", width=WIDE, javascript=True)
    prepared(officer)
    officer.look()
    hand = Hand(officer)
    for code, (_message, lean) in GOALS.items():
        take_out(officer, SAID[code], "b", "Enter", typed=code, told=f"Budskapet på {code} är inskrivet.")
        told = f"Svaret på {code} är inskrivet."
        take_out(officer, ANSWERED[code], "s", "Enter", LEANS[lean], "Enter", told=told)
        if code in PROMISED:
            take_out(officer, PROMISED[code], "u", "Enter", told=f"Utfästelsen på {code} är inskriven.")
    press(officer, "Tab")
    officer.page.locator(".work-agenda").get_by_role("link", name="i.7").click()
    expect(officer.page.locator("#in-hand")).to_contain_text("i.7")
    officer.page.locator("#report").focus()
    press(officer, "t")
    officer.expect_message("i.7 är markerat: togs inte upp.")
    print(f"a report of two pages taken apart: {hand}")
    assert (hand.count["clicks"] <= MOST_CLICKS, hand.count["keys"] <= MOST_KEYS) == (True, True), str(hand)
    expect(officer.page.locator(".taken-as")).to_have_count(12)
    expect(officer.page.locator(".work-agenda")).to_contain_text("6 av 6 klara")
    officer.look()
    officer.press("Markera som dokumenterat")
    expect(officer.page.locator(".page-intro [data-state=minuted]")).to_be_visible()
    assert officer.complaints == []


def take_a_suggestion(officer: Visitor) -> None:
    """Asked for by itself, explained, and chosen by nobody else."""
    goal = officer.page.get_by_label("Mål", exact=True)
    before = goal.input_value()
    officer.page.locator("[name=became]").first.check()
    suggested = officer.page.locator(".suggestions li").nth(1)
    expect(suggested).to_contain_text("på grund av orden")
    expect(goal).to_have_value(before)
    suggested.get_by_role("button").click()
    expect(goal).to_have_value(str(suggested.get_by_role("button").get_attribute("data-code")))
    expect(goal).to_be_focused()


Tick = Callable[[Locator], None]


@pytest.mark.parametrize(("width", "javascript"), [(NARROW, True), (WIDE, False)])
def test_the_same_is_done_by_ticks(enter: Enter, product: Product, width: int, javascript: bool) -> None:
    """On a phone, and without JavaScript."""
    officer = enter("handlaggare", width=width, javascript=javascript)
    officer.go_to("Möten")
    officer.page.goto(f"{officer.page.url}?state=minuted")
    officer.page.locator("#list").get_by_role("link", name="SCPF").first.click()
    officer.press("Öppna igen")
    officer.page.goto(f"{officer.page.url.partition('#')[0]}work/")
    if javascript:
        officer.press("Kryssa för meningar i stället för att markera")
    sentence = officer.page.locator(".sentence").first
    words = sentence.locator("[id]").inner_text()
    sentence.get_by_role("checkbox").check()
    if javascript:
        take_a_suggestion(officer)
    officer.page.get_by_label("utfästelse", exact=False).last.check()
    officer.page.get_by_label("Mål", exact=True).fill("iii.4")
    counterpart = officer.page.get_by_label("Motpart", exact=False)
    counterpart.select_option(counterpart.locator("option").nth(1).get_attribute("value"))
    officer.look()
    officer.press("Skriv in")
    officer.expect_message("Utfästelsen på iii.4 är inskriven.")
    expect(officer.page.locator(".sentence").first.locator(".taken")).to_have_text(words)
    officer.look()
    assert officer.complaints == []
