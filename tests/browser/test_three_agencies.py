"""Three agencies are asked three questions: journey 3 of the product, as it is written."""

import re
import sqlite3

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.conftest import DATABASE, Enter, Product
from tests.browser.visitor import NARROW, WIDE, Visitor, tick
from tests.making_files import photo_with_position

pytestmark = pytest.mark.browser

ASKED = "Frågor inför vårens samråd"
QUESTIONS = ["Hur fungerar mottagningen?", "Vad har ändrats i år?", "Vad bör Sverige ta upp?"]
AGENCIES = ["Jämställdhetsmyndigheten", "Migrationsverket", "Sida"]
TITLE, SEEN = "Enskilda samtal i mottagningen", "Kvinnor får nu tala enskilt med en kvinnlig handläggare."
ANSWER = "Mottagningen fungerar bättre, se observationen. Ta upp tillgången till tolk."
MORE, ADDED = "På vilken ort, och sedan när?", "I Agadez, sedan i november."
SILENT = "inget svar än"
NO_LINE = "Ingen uppkoppling. Texten och bilderna ligger kvar på den här enheten"
PHOTO: FilePayload = {"name": "IMG_0412.jpg", "mimeType": "image/jpeg", "buffer": photo_with_position()}
KEPT = """async () => {
  const opening = indexedDB.open("verka");
  const database = await new Promise((resolve) => { opening.onsuccess = () => resolve(opening.result); });
  const names = [...database.objectStoreNames];
  const reading = names.includes("texts") && database.transaction("texts").objectStore("texts").getAll();
  const found = reading ? await new Promise((resolve) => { reading.onsuccess = () => resolve(reading.result); }) : [];
  database.close();
  return JSON.stringify(found);
}"""


@pytest.mark.parametrize("width", [NARROW, pytest.param(WIDE, marks=pytest.mark.long)])
def test_three_agencies_are_asked(enter: Enter, product: Product, width: int) -> None:
    officer = enter("handlaggare", width=WIDE + NARROW - width, javascript=True)
    contact = enter("jamstalldhetsmyndigheten", width=width, javascript=True)
    request = ask(officer)
    observation = see_without_a_line(contact)
    answer_without_a_line(contact, request)
    review(officer, request, observation)
    add_without_a_line(contact, observation)
    take_in(officer, observation)
    contact.page.goto("/notices/")
    expect(contact.page.locator(".hit[data-new]").first).to_contain_text("En fältobservation är granskad")
    contact.page.goto(observation)
    expect(contact.page.get_by_role("heading", name="Kvitto")).to_be_visible()
    expect(contact.page.get_by_role("link", name="ii.5 ")).to_be_visible()
    contact.look()
    who_is_silent(officer, request)
    rows = {"dialogue_observation": 1, "dialogue_addition": 1, "dialogue_answerpart": 1}
    texts = {"dialogue_observation": SEEN, "dialogue_addition": ADDED, "dialogue_answerpart": ANSWER}
    assert {table: sent(product, table, text) for table, text in texts.items()} == rows
    assert officer.complaints == contact.complaints == []


def sent(product: Product, table: str, text: str) -> int:
    with sqlite3.connect(product.log.parent / DATABASE) as database:
        found: int = database.execute(f"SELECT count(*) FROM {table} WHERE text = ?", [text]).fetchone()[0]  # noqa: S608
        return found


def ask(officer: Visitor) -> str:
    officer.go_to("Förfrågningar")
    officer.page.get_by_role("link", name="Ny förfrågan").first.click()
    expect(officer.heading("Ny förfrågan")).to_be_visible()
    form = officer.page.get_by_role("main")
    form.get_by_label("Rubrik").fill(ASKED)
    form.get_by_label("Frågor", exact=False).first.fill("\n".join(QUESTIONS))
    for agency in AGENCIES:
        tick(form, "Ställs till", re.escape(agency))
    form.get_by_label("Svar senast", exact=False).first.fill("2022-03-31")
    officer.press("Spara")
    officer.expect_message("Förfrågan är sparad.")
    officer.look()
    officer.press("Skicka förfrågan")
    officer.expect_message("Förfrågan är skickad.")
    expect(officer.page.get_by_text("0 av 3 har svarat")).to_be_visible()
    return officer.page.url


def main_form(contact: Visitor) -> Page:
    return contact.page.locator("form[data-offline]")  # type: ignore[return-value] # what is looked in


def the_line_drops(contact: Visitor, text: str, button: str) -> None:
    """The button is pressed in vain; a new tab still has the text, and once the line is back it goes its way."""
    contact.context.set_offline(True)
    contact.page.get_by_role("button", name=button).evaluate("(button) => [1, 2, 3].forEach(() => button.click())")
    expect(contact.page.locator(".offline-line")).to_contain_text(NO_LINE)
    address = contact.page.url
    contact.page.wait_for_function(f"async () => (await ({KEPT})()).includes({text!r})")
    contact.complaints.clear()  # of the line
    closed, contact.page = contact.page, contact.context.new_page()
    closed.close()
    contact.context.set_offline(False)
    contact.page.goto(address)
    expect(contact.page.locator(".draft-line")).to_contain_text("låg kvar på den här enheten")
    expect(main_form(contact).get_by_label(re.compile("^(Vad ni såg|Svar|Komplettering)")).first).to_have_value(text)
    contact.look()
    contact.press(button)


def see_without_a_line(contact: Visitor) -> str:
    contact.follow("Ny observation")
    form = main_form(contact)
    form.get_by_label("Rubrik").fill(TITLE)
    form.get_by_label(re.compile("^Vad ni såg")).fill(SEEN)
    form.get_by_label(re.compile("^När")).fill("2022-02-10")
    form.get_by_label(re.compile("^Foto eller fil")).set_input_files([PHOTO])
    the_line_drops(contact, SEEN, "Skicka in")
    contact.expect_message("Observationen är inskickad.")
    expect(contact.page.get_by_role("link", name="IMG_0412.jpg").first).to_be_visible()
    return contact.page.url


def answer_without_a_line(contact: Visitor, request: str) -> None:
    contact.page.goto("/notices/")
    entry = contact.page.locator(".hit[data-new]").first
    expect(entry).to_contain_text("En förfrågan väntar på ert svar")
    entry.get_by_role("link", name=ASKED).click()
    expect(contact.heading(ASKED)).to_be_visible()
    assert contact.page.url.partition("#")[0] == request.partition("#")[0]
    assert "Migrationsverket" not in contact.page.get_by_role("main").inner_text()
    contact.follow("Svara")
    form = main_form(contact)
    form.get_by_label(re.compile("^Svar")).first.fill(ANSWER)
    form.locator("summary", has_text="Fältobservation och markering").click()
    form.get_by_label(re.compile("^Fältobservation")).select_option(label=TITLE)
    the_line_drops(contact, ANSWER, "Skicka svaret")
    contact.expect_message("Svaret är skickat.")
    expect(contact.page.get_by_role("main")).to_contain_text(ANSWER)


def review(officer: Visitor, request: str, observation: str) -> None:
    """What has come is marked as new, and the observation is reached from the answer."""
    officer.page.goto(request)
    expect(officer.page.get_by_text("1 av 3 har svarat")).to_be_visible()
    expect(officer.page.locator(".thread").get_by_text("Nytt", exact=True)).to_be_visible()
    officer.look()
    officer.page.locator(".thread").get_by_role("link", name=TITLE).click()
    expect(officer.heading(TITLE)).to_be_visible()
    assert officer.page.url == observation
    officer.page.get_by_text("Begär komplettering").first.click()
    returning = officer.page.locator("form[action$='/return/']")
    returning.get_by_label("Motivering som kontaktpersonen läser").fill(MORE)
    returning.get_by_role("button", name="Begär komplettering").click()
    officer.expect_message("Komplettering är begärd.")


def add_without_a_line(contact: Visitor, observation: str) -> None:
    contact.page.goto("/notices/")
    entry = contact.page.locator(".hit[data-new]").first
    expect(entry).to_contain_text("Komplettering är begärd")
    entry.get_by_role("link", name=TITLE).click()
    expect(contact.page.get_by_text(MORE).first).to_be_visible()
    assert contact.page.url == observation
    contact.follow("Komplettera")
    expect(contact.page.get_by_text(MORE).first).to_be_visible()
    main_form(contact).get_by_label(re.compile("^Komplettering")).fill(ADDED)
    the_line_drops(contact, ADDED, "Skicka kompletteringen")
    contact.expect_message("Kompletteringen är skickad.")
    for text in (SEEN, ADDED):
        expect(contact.page.get_by_role("main")).to_contain_text(text)
    contact.look()


def take_in(officer: Visitor, observation: str) -> None:
    officer.page.goto(observation)
    expect(officer.page.locator(".thread").get_by_text("Nytt", exact=True)).to_be_visible()
    expect(officer.page.locator(".thread")).to_contain_text(ADDED)
    officer.look()
    officer.pick_goal(officer.page.locator("form[action$='/acceptance/']"), "ii.5 ")
    officer.press("Ta med i underlaget")
    officer.expect_message("Observationen är med i underlaget.")
    expect(officer.page.locator(".thread").get_by_text("Nytt", exact=True)).to_be_hidden()


def who_is_silent(officer: Visitor, request: str) -> None:
    officer.page.goto(request)
    states = {"Jämställdhetsmyndigheten": "besvarad", "Migrationsverket": SILENT, "utvecklingssamarbete": SILENT}
    for agency, state in states.items():
        section = officer.page.locator("section", has=officer.page.get_by_role("heading", name=agency))
        expect(section.locator(".card-head")).to_contain_text(state)
