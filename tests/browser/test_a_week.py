"""A week at the SCPF (journey 2): planned, instructed, circulated, reported home, taken apart, minuted; counted."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Enter, Product
from tests.browser.test_a_round import Hand
from tests.browser.visitor import NARROW, WIDE, Visitor, choose, save, tick

pytestmark = pytest.mark.browser

SESSION = "SCPF, 30:e sessionen, förberedande möte"
REPORT_HOME = "Administrationen svarade på fem punkter. Två saker utlovades till sommaren."
GOALS = {
    "i.1": ("Sverige frågade hur de centrala tjänsterna ska bäras efter 2023.", "positivt"),
    "i.4": ("Sverige begärde att rapporterna kommer i tid.", "avvaktande"),
    "ii.3": ("Sverige lyfte exempel från Östafrika.", "positivt"),
    "ii.6": ("Sverige frågade efter klimatrådgivaren i Nairobi.", "negativt"),
    "iii.6": ("Sverige bad om en redovisning av vad reformen kostar.", "positivt"),
}
IF_THERE_IS_TIME = {"i.7": ("Om tiden räcker: resultatramverket.", "")}
PROMISES = ["IOM lämnar en reservplan för tjänsterna.", "IOM tillsätter klimatrådgivaren före juni."]
OPENING = "Sverige talar tidigt, och knyter an till det som sades i höstas."
REMARK = "Säg hellre när rapporterna ska komma."
MOST_CLICKS = 52  # of the officer's pointer, by forms alone; tests/browser/test_at_a_meeting.py has the short way


@pytest.mark.parametrize("width", [WIDE, pytest.param(NARROW, marks=pytest.mark.long)])
def test_a_week_at_the_scpf(enter: Enter, product: Product, width: int) -> None:
    officer = enter("handlaggare", width=width, javascript=True)
    hand = Hand(officer)
    meeting = plan(officer)
    instruct(officer)
    reader = enter("lasare", width=width, javascript=True)
    circulate(officer, reader)
    send(officer)
    delegate = enter("geneve", width=width, javascript=True)
    read_instruction(delegate)
    report_home(delegate, meeting)
    take_apart(officer, meeting)
    see_it_counted(officer)
    print(f"a week at the SCPF: {hand}")
    assert hand.count["clicks"] <= MOST_CLICKS, str(hand)
    assert officer.complaints == delegate.complaints == reader.complaints == []
    assert "Traceback" not in product.log.read_text()


def plan(officer: Visitor) -> str:
    officer.go_to("Möten")
    officer.follow("Nytt möte")
    form = officer.page.get_by_role("main")
    choose(form, "Slag", "SCPF")
    form.get_by_label("Rubrik").fill(SESSION)
    form.get_by_label("Första dag").fill("2022-02-14")
    form.get_by_label("Plats").fill("Genève")
    officer.press("Planera mötet")
    expect(officer.heading(SESSION)).to_be_visible()
    form = officer.form("Ny punkt på dagordningen", "Ny punkt på dagordningen")
    form.get_by_label("Punkt").fill("3")
    form.get_by_label("Rubrik").fill("Budgeten")
    form.get_by_label("Dokumentbeteckning").fill("S/30/5")
    save(form)
    officer.expect_message("Punkten är tillagd.")
    item = officer.page.locator(".agenda-item")
    prepare(item, {code: message for code, (message, _lean) in (GOALS | IF_THERE_IS_TIME).items()})
    officer.look()
    return officer.page.url.partition("#")[0]


def prepare(item: Locator, messages: dict[str, str]) -> None:
    """Goals under an agenda item, ticked by the keyboard, each with what is to be said."""
    item.get_by_role("link", name="Förbered mål").click()
    form = item.get_by_role("form", name="Förbered mål")
    for code, message in messages.items():
        tick_by_keys(form, "Sök bland målen", code)
        form.get_by_label(f"Förberett budskap på {code}", exact=False).fill(message)
    save(form)
    for message in messages.values():
        expect(item.locator(".goal-entry").get_by_text(message)).to_be_visible()


def tick_by_keys(form: Locator, label: str, words: str) -> None:
    """Of many boxes, the first whose words these are."""
    search = form.get_by_label(label)
    search.fill(words)
    search.press("Enter")


def instruct(officer: Visitor) -> None:
    """Drafted from what is prepared, with key messages and last answers beside."""
    officer.press("Gör ett utkast")
    expect(officer.heading("Ändra instruktionen")).to_be_visible()
    main = officer.page.get_by_role("main")
    for message, _lean in GOALS.values():
        expect(main.get_by_role("textbox").filter(has_text=message)).to_have_count(1)
    expect(main.get_by_role("region", name="i.1 ")).to_contain_text("Senaste svar")
    main.get_by_role("textbox", name="Inledning").fill(OPENING)
    officer.look()
    officer.press("Spara")
    expect(main.get_by_text(OPENING)).to_be_visible()


def circulate(officer: Visitor, reader: Visitor) -> None:
    """To two ministries, with a deadline: one comments beside the passage, and reads what it led to."""
    instruction = officer.page.url
    officer.follow("Dela för synpunkter")
    form = officer.page.get_by_role("region", name="Till vem och till när")
    for ministry in ("G. Läsare", "H. Läsare"):
        form.get_by_label(ministry, exact=False).check()
    form.get_by_label("Svar senast").fill("2022-02-20")
    form.get_by_label("Jag, ", exact=False).check()
    officer.look()
    form.get_by_role("button", name="Dela").click()
    expect(officer.page.get_by_role("region", name="Delad med")).to_contain_text("har inte svarat")
    circulation = officer.page.url

    reader.page.goto("/notices/")
    reader.page.locator(".hit[data-new]").first.get_by_role("link", name=SESSION).click()
    passage = reader.page.get_by_role("region", name="i.4 ")
    passage.get_by_text("Skriv en synpunkt").click()
    passage.get_by_role("textbox").fill(REMARK)
    reader.look()
    reader.press("Skicka synpunkterna")
    expect(passage.get_by_text("Inte besvarad än.")).to_be_visible()

    officer.page.goto(circulation)
    passage = officer.page.get_by_role("region", name="i.4 ")
    passage.get_by_text("Svara", exact=False).first.click()
    passage.get_by_label("tas med", exact=True).check()
    passage.get_by_role("button", name="Svara").click()
    expect(passage.get_by_text("tas med", exact=True)).to_be_visible()
    reader.page.goto(circulation)
    expect(reader.page.get_by_role("region", name="i.4 ").get_by_text("tas med", exact=True)).to_be_visible()
    officer.page.goto(instruction)
    expect(officer.page.locator("[data-state=circulated]").first).to_be_visible()


def send(officer: Visitor) -> None:
    officer.follow("Skicka")
    main = officer.page.get_by_role("main")
    expect(main.get_by_text("En utlandsmyndighet är en annan myndighet.")).to_be_visible()
    officer.look()
    main.get_by_role("checkbox").check()
    officer.press("Skicka till delegationen")
    expect(officer.page.locator("[data-state=sent]").first).to_be_visible()


def read_instruction(delegate: Visitor) -> None:
    delegate.page.goto("/notices/")
    delegate.page.locator(".hit[data-new]").first.get_by_role("link", name=SESSION).click()
    expect(delegate.page.get_by_role("main").get_by_text(OPENING)).to_be_visible()
    delegate.look()


def report_home(delegate: Visitor, meeting: str) -> None:
    delegate.page.goto(meeting)
    delegate.press("Markera som genomfört")
    form = delegate.form("Lägg in hemrapporten", "Hemrapport")
    form.get_by_label("Hemrapport").fill(REPORT_HOME)
    save(form)
    delegate.expect_message("Hemrapporten är inlagd.")
    delegate.look()


def take_apart(officer: Visitor, meeting: str) -> None:
    """Goal by goal with the report home beside; what was not raised is said to be so."""
    officer.page.goto(meeting)
    expect(officer.page.get_by_text(REPORT_HOME)).to_be_visible()
    for code, (_message, lean) in GOALS.items():
        entry = officer.page.locator(".goal-entry").filter(
            has=officer.page.get_by_role("link", name=re.compile(f"^{code} "))
        )
        entry.get_by_role("link", name="Skriv in vad som sades").click()
        form = officer.page.get_by_role("form", name="Framfört budskap och svar")
        form.get_by_label("Svar", exact=False).first.fill(f"Svar om {code}.")
        tick(form, "Svarets riktning", lean)
        save(form)
        expect(entry.get_by_text(f"Svar om {code}.")).to_be_visible()
    for promise in PROMISES:
        form = officer.form("Ny utfästelse eller uppföljningspunkt", "Utfästelse eller uppföljningspunkt")
        form.get_by_label("Vad som utlovats").fill(promise)
        choose(form, "Motpart", "IOM:s administration i Genève")
        form.get_by_label("Senast den").fill("2022-06-01")
        officer.pick_goal(form, "i.1 ")
        save(form)
        expect(officer.page.locator("#commitments").get_by_text(promise)).to_be_visible()
        officer.expect_message("Utfästelsen är inskriven.")
        expect(officer.page.locator("#commitments")).to_be_focused()
    officer.page.locator(".goal-entry").filter(has_text="Om tiden räcker").get_by_role(
        "button", name="Togs inte upp"
    ).click()
    officer.expect_message("i.7 är markerat: togs inte upp.")
    officer.press("Markera som dokumenterat")
    expect(officer.page.locator(".page-intro [data-state=minuted]")).to_be_visible()
    officer.look()


def see_it_counted(officer: Visitor) -> None:
    """The strip, the blind spots, the commitments and the coverage have changed at once."""
    officer.go_to("Översikt")
    expect(officer.row("iii.6").first).to_contain_text("2022 kv 1: 1")
    expect(officer.page.get_by_role("region", name="Inte framfört på 6 månader").get_by_role("link")).to_have_count(0)
    officer.go_to("Möten")
    officer.follow("Utfästelser")
    expect(officer.page.get_by_text(PROMISES[0])).to_be_visible()
    officer.look()
    officer.follow("Täckning")
    expect(officer.heading("Täckning")).to_be_visible()
    officer.look()
