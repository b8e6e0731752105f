"""One turn of a desk officer's job, from the overview to the yearly report: with and without JavaScript, and where a
second factor is asked for and the contact comes by letter.
"""

import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.coming_in import come_by_letter, connect_app
from tests.browser.conftest import Enter, NewVisitor, Product
from tests.browser.visitor import NARROW, WIDE, Visitor, choose, save, tick, untick

pytestmark = pytest.mark.browser

GOAL = "iii.6 Kostnadseffektivitet i reformarbetet"  # in the demonstration set it has never been raised
COUNTERPART = "IOM:s administration i Genève"
SESSION = "SCPF, extra session om budgetreformen"
MESSAGE = "Sverige bad IOM att för varje reformsteg redovisa vad det har kostat och vad det beräknas spara."
ANSWER = "Administrationen höll med och visade ett första underlag om sammanslagna stödkontor."
PROMISE = "IOM lägger fram en kostnadsredovisning för reformens samtliga delar."
SEEN_TITLE = "Två resekontor har blivit ett"
SEEN = "Landkontoret har slagit ihop två resekontor och bokar nu transporterna till en fjärdedel lägre kostnad."
COST = "IOM har börjat redovisa vad reformstegen kostar"
SAVING = "i fält syns en första besparing"
HAPPENED = f"{COST} [1], och {SAVING} [2]."
CONTRIBUTION = "Sverige tog upp kostnadsfrågan för första gången vid den extra sessionen i december [1]."
FOR_OTHERS = "IOM redovisar nu kostnaden för delar av reformarbetet. Sverige har begärt att hela reformen redovisas."
NEXT_STEPS = "Begära att redovisningen blir en stående punkt på SCPF:s dagordning."
SECONDS_FOR_A_REPORT = 180


@pytest.mark.long
@pytest.mark.parametrize("javascript", [True, False], ids=["with-javascript", "without-javascript"])
def test_whole_turn(enter: Enter, product: Product, tmp_path: Path, javascript: bool) -> None:
    take_the_turn(enter, product, tmp_path, javascript)


@pytest.mark.long
@pytest.mark.xdist_group("strict")
def test_whole_turn_with_second_factor(visit: NewVisitor, strict: Product, tmp_path: Path) -> None:
    def enter(account: str, *, width: int, javascript: bool) -> Visitor:
        visitor = visit(width, javascript)
        if account == "migrationsverket":
            come_by_letter(visitor, account, strict.mail)
        else:
            visitor.sign_in(account)
            connect_app(visitor)
        return visitor

    take_the_turn(enter, strict, tmp_path, javascript=True)


def take_the_turn(enter: Enter, product: Product, tmp_path: Path, javascript: bool) -> None:
    officer = enter("handlaggare", width=WIDE, javascript=javascript)
    see_where_the_goals_stand(officer)
    meeting = plan_a_session(officer)
    take_it_apart(officer, meeting)

    contact = enter("migrationsverket", width=NARROW, javascript=javascript)
    write_an_observation(contact)
    accept_it(officer)
    read_what_became_of_it(contact)

    judge_the_goal(officer)
    head = enter("enhetschef", width=WIDE, javascript=javascript)
    decide(head)
    see_the_new_judgement(officer)

    address = make_the_report(officer)
    report = download(officer, tmp_path)
    for words in (COST, SAVING, MESSAGE, PROMISE):
        assert squeezed(words) in squeezed(report)
    approve(head, address)

    for visitor in (officer, contact, head):
        assert visitor.complaints == []
    assert "Traceback" not in product.log.read_text()


def see_where_the_goals_stand(officer: Visitor) -> None:
    """i.3 falls; the meeting behind the claim is three clicks away."""
    expect(officer.heading("Översikt 2021")).to_be_visible()
    row = officer.row("i.3").first
    expect(row).to_contain_text("Bakåt")
    officer.look()

    row.get_by_role("link").click()
    expect(officer.heading("i.3")).to_be_visible()
    expect(officer.page.get_by_text("Reformen av översynen tappade chef och fart.")).to_be_visible()
    officer.look()
    officer.page.locator(".prose").get_by_role("link", name="[1]", exact=True).first.click()
    officer.page.locator("#evidence-1").get_by_role("link").first.click()
    expect(officer.heading("SCPF, 29:e sessionen")).to_be_visible()
    expect(officer.page.get_by_role("heading", name="i.3 Utvärdering")).to_be_visible()
    officer.look()


def plan_a_session(officer: Visitor) -> str:
    officer.go_to("Möten")
    expect(officer.heading("Möten")).to_be_visible()
    officer.look()
    officer.follow("Nytt möte")
    expect(officer.heading("Nytt möte")).to_be_visible()
    officer.look()
    form = officer.page.get_by_role("main")
    choose(form, "Slag", "SCPF")
    form.get_by_label("Rubrik").fill(SESSION)
    form.get_by_label("Första dag").fill("2021-12-14")
    form.get_by_label("Plats").fill("Genève")
    officer.press("Planera mötet")
    expect(officer.heading(SESSION)).to_be_visible()
    expect_state(officer, "planned")

    form = officer.form("Lägg till motparter", "Lägg till motparter")
    form.get_by_label(COUNTERPART).check()
    save(form)
    officer.expect_message("Motparterna är tillagda.")

    form = officer.form("Ny punkt på dagordningen", "Ny punkt på dagordningen")
    form.get_by_label("Punkt").fill("4")
    form.get_by_label("Rubrik").fill("Budgetreformen")
    form.get_by_label("Dokumentbeteckning").fill("S/29/12")
    save(form)
    officer.expect_message("Punkten är tillagd.")

    form = officer.form("Förbered mål", "Förbered mål")
    form.get_by_label(GOAL).check()
    form.get_by_label("Förberett budskap på iii.6").fill(MESSAGE)
    officer.look()
    save(form)
    officer.expect_message("Målen är förberedda.")
    officer.look()
    return officer.page.url.partition("#")[0]


def take_it_apart(officer: Visitor, meeting: str) -> None:
    """What was said and answered, what was promised; not minuted before every prepared goal is accounted for."""
    officer.press("Markera som genomfört")
    expect_state(officer, "held")
    officer.press("Markera som dokumenterat")
    officer.expect_message("Mötet kan inte dokumenteras än.")
    officer.look()

    officer.page.goto(meeting)
    form = officer.form("Skriv in vad som sades", "Framfört budskap och svar")
    expect(form.get_by_label("Framfört budskap")).to_have_value(MESSAGE)
    choose(form, "Motpart", COUNTERPART)
    form.get_by_label("Svar", exact=False).first.fill(ANSWER)
    save(form)
    expect(form.get_by_role("alert")).to_contain_text("Ange åt vilket håll svaret lutar.")
    officer.look()
    tick(form, "Svarets riktning", "positivt")
    save(form)
    officer.expect_message("Budskapet är inskrivet.")

    form = officer.form("Ny utfästelse eller uppföljningspunkt", "Utfästelse eller uppföljningspunkt")
    form.get_by_label("Vad som utlovats").fill(PROMISE)
    choose(form, "Motpart", COUNTERPART)
    form.get_by_label("Senast den").fill("2022-06-28")
    officer.pick_goal(form, GOAL)
    save(form)
    officer.expect_message("Utfästelsen är inskriven.")

    officer.press("Markera som dokumenterat")
    expect_state(officer, "minuted")
    expect(officer.page.get_by_text(ANSWER)).to_be_visible()
    expect(officer.page.get_by_text(PROMISE)).to_be_visible()
    officer.look()


def expect_state(visitor: Visitor, state: str) -> None:
    expect(visitor.page.locator(f".page-intro [data-state={state}]")).to_be_visible()


def write_an_observation(contact: Visitor) -> None:
    """On a phone. A slip loses nothing of what was typed, it can be kept unsent, and sending it gives a receipt."""
    expect(contact.heading("Mina observationer")).to_be_visible()
    contact.look()
    contact.follow("Ny observation")
    contact.look()
    form = contact.page.get_by_role("main")
    form.get_by_label("Rubrik").fill(SEEN_TITLE)
    form.get_by_label("Vad ni såg", exact=False).last.fill(SEEN)
    form.get_by_label("Land", exact=False).fill("Jordanien")
    form.get_by_label("När", exact=False).fill("2023-12-02")
    contact.press("Skicka in")
    expect(form.get_by_role("alert")).to_contain_text("Dagen har inte varit än.")
    expect(form.get_by_label("Rubrik")).to_have_value(SEEN_TITLE)
    contact.look()
    form.get_by_label("När", exact=False).fill("2021-12-02")
    tick(form, "Hur säkert", "säker")
    contact.press("Spara utan att skicka")
    contact.expect_message("Texten är sparad men inte inskickad.")
    contact.look()
    contact.press("Skicka in")
    contact.expect_message("Observationen är inskickad.")
    expect(contact.page.get_by_role("heading", name="Kvitto")).to_be_visible()
    contact.look()


def accept_it(officer: Visitor) -> None:
    officer.go_to("Fältobservationer")
    officer.look()
    officer.follow(SEEN_TITLE)
    expect(officer.page.get_by_text(SEEN)).to_be_visible()
    officer.look()
    officer.pick_goal(officer.page.locator("form[action$='/acceptance/']"), GOAL)
    officer.press("Ta med i underlaget")
    officer.expect_message("Observationen är med i underlaget.")
    expect_state(officer, "accepted")
    officer.look()


def read_what_became_of_it(contact: Visitor) -> None:
    contact.go_to("Fältobservationer")
    expect(contact.page.locator("tr").filter(has_text=SEEN_TITLE)).to_contain_text("tas med i underlaget")
    contact.look()


def judge_the_goal(officer: Visitor) -> None:
    """Corrects the year's judgement on new evidence. Without any it is refused; approving is not the officer's."""
    officer.go_to("Bedömningar")
    expect(officer.heading("Bedömningar 2021")).to_be_visible()
    officer.look()
    officer.row(GOAL).get_by_role("button", name="Rätta").click()
    expect(officer.heading(GOAL)).to_be_visible()
    evidence = officer.page.get_by_role("region", name="Underlag")
    cited = evidence.get_by_role("checkbox", checked=True)
    while left := cited.count():
        cited.first.click()
        expect(cited).to_have_count(left - 1)

    main = officer.page.get_by_role("main")
    tick(main, "Måluppfyllelse", "Viss")
    tick(main, "Utveckling under året", "Framåt")
    tick(main, "Sveriges påverkansarbete", "Begränsat")
    main.get_by_label("Vad har hänt").fill(without_references(HAPPENED))
    main.get_by_label("Sveriges bidrag").fill(without_references(CONTRIBUTION))
    main.get_by_label("Nästa steg").fill("")
    main.get_by_label("Text för externa läsare").fill(FOR_OTHERS)
    officer.press("Föreslå")
    expect(main.get_by_role("alert")).to_contain_text("Lägg till minst ett underlag")
    officer.look()

    main.get_by_label("Nästa steg").fill(NEXT_STEPS)
    main.get_by_label("Vad har hänt").fill(COST)
    for number, words in enumerate((SESSION, SEEN_TITLE), 1):
        evidence.get_by_role("checkbox", name=words).click()
        expect(evidence.get_by_role("checkbox", name=words)).to_be_checked()
        expect(evidence.get_by_role("checkbox", name=words)).to_have_text(str(number))
    # What is not saved yet survives the tick: with JavaScript it stays, without it is saved along.
    expect(main.get_by_label("Nästa steg")).to_have_value(NEXT_STEPS)
    expect(main.get_by_label("Vad har hänt")).to_have_value(f"{COST} [1] [2]" if officer.javascript else COST)
    main.get_by_label("Vad har hänt").fill(HAPPENED)
    main.get_by_label("Sveriges bidrag").fill(CONTRIBUTION)
    officer.look()
    officer.press("Föreslå")
    officer.expect_message("Bedömningen av iii.6 är föreslagen")
    officer.look()

    officer.go_to("Bedömningar")
    expect(officer.page.get_by_text("2 bedömningar väntar på godkännande")).to_be_visible()
    expect(officer.page.get_by_role("button", name="Godkänn")).to_have_count(0)


def without_references(text: str) -> str:
    return re.sub(r" ?\[\d+\]", "", text)


def decide(head: Visitor) -> None:
    """Reads both, returns the other one with a reason where it is read, and approves the rest on the round's page."""
    head.go_to("Bedömningar")
    expect(head.page.get_by_text("2 bedömningar väntar på godkännande")).to_be_visible()
    head.page.get_by_role("checkbox", name=GOAL).check()
    head.press("Godkänn markerade")
    expect(head.page.get_by_role("alert")).to_contain_text("Inte läst i nuvarande lydelse: iii.6.")
    head.look()
    head.follow("Läs igenom")
    head.look()
    head.press("Återlämna")
    expect(head.page.get_by_role("alert")).to_contain_text("Skriv varför du återlämnar.")
    head.page.get_by_label("Motivering").fill("Skriv ut vilka givare som har ändrat sig.")
    head.press("Återlämna")
    head.expect_message("1 bedömning är återlämnad.")
    expect(head.heading(GOAL)).to_be_visible()
    head.follow("Till omgången")
    head.press("Godkänn markerade")
    head.expect_message("1 bedömning är godkänd.")
    head.look()


def see_the_new_judgement(officer: Visitor) -> None:
    officer.go_to("Översikt")
    row = officer.row("iii.6")
    expect(row).to_contain_text("Viss")
    expect(row).to_contain_text("Framåt")
    expect(row).to_contain_text("2021 kv 4: 1")
    row.get_by_role("link").click()
    expect(officer.page.get_by_text(COST)).to_be_visible()
    expect(officer.page.get_by_text(SEEN)).to_be_visible()
    officer.look()


def make_the_report(officer: Visitor) -> str:
    """Sees what the external edition leaves out, chooses the internal one, and waits until it is made."""
    officer.go_to("Översikt")
    officer.follow("Ny rapport")
    expect(officer.heading("Ny rapport")).to_be_visible()
    expect(officer.page.get_by_label("År", exact=True)).to_have_value("2021")
    officer.look()
    onward, make = "Gå vidare till sekretessprövningen", "Skapa rapporten"
    tick(officer.page.get_by_role("main"), "Utgåvor", "extern")
    untick(officer.page.get_by_role("main"), "Utgåvor", "intern – ")
    officer.press(onward if officer.javascript else make)  # with JavaScript the page follows what is chosen
    expect(officer.heading("Sekretessprövning")).to_be_visible()
    expect(officer.page.get_by_role("heading", name="Texter att läsa")).to_be_visible()
    officer.look()
    officer.follow("Avbryt")
    expect(officer.page.get_by_role("heading", name="Det här tas med, och det här utelämnas")).to_be_visible()
    tick(officer.page.get_by_role("main"), "Utgåvor", "intern – ")
    untick(officer.page.get_by_role("main"), "Utgåvor", "extern")
    officer.press(make if officer.javascript else onward)
    officer.expect_message("Rapporten är beställd och skapas nu.")
    officer.look()

    files = officer.page.get_by_role("heading", name="Ladda ner")
    deadline = time.monotonic() + SECONDS_FOR_A_REPORT
    while not files.is_visible() and time.monotonic() < deadline:
        if not officer.javascript:  # with it, the page looks for itself
            officer.follow("Ladda om sidan")
        officer.page.wait_for_timeout(500)
    expect(files).to_be_visible()
    expect_state(officer, "draft")
    expect(officer.page.get_by_role("button", name="Fastställ rapporten")).to_have_count(0)
    officer.look()
    return officer.page.url


def download(officer: Visitor, folder: Path) -> str:
    """The text of what comes when the link is followed."""
    with officer.page.expect_download() as asked:
        officer.page.get_by_role("link", name="PDF").click()
    assert asked.value.suggested_filename == "uppfoljning-2021-iom-2020-2022-intern-sv-v1.pdf"
    asked.value.save_as(folder / "report.pdf")
    return "".join(page.extract_text() for page in PdfReader(folder / "report.pdf").pages)


def squeezed(text: str) -> str:
    """Without spaces and hyphens, which a line's end moves about."""
    return re.sub(r"[\s\u00ad\u2010-]+", "", text)


def approve(head: Visitor, address: str) -> None:
    head.go_to("Rapporter")
    head.look()
    head.page.get_by_role("rowheader").get_by_role("link").first.click()
    assert head.page.url == address
    head.press("Fastställ rapporten")
    head.expect_message("Rapporten är fastställd.")
    expect_state(head, "approved")
    head.look()
