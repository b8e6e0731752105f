"""Days of other people: from the field, the report that leaves the house, somebody who asks for documents."""

import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect
from pypdf import PdfReader

from tests.browser.conftest import Enter, Product
from tests.browser.visitor import NARROW, WIDE, Visitor, choose, tick

pytestmark = pytest.mark.browser

SECONDS_FOR_A_REPORT = 180
TITLE = "Enskilda samtal i mottagningen"
ASKED = "På vilken ort, och sedan när?"
SUMMARY = "Året gav framsteg i styrningen och ett bakslag i översynen."
SEEN = "Kvinnor i mottagningen får nu tala enskilt med en kvinnlig handläggare."


# ------------------------------------------------------------------ from the field


@pytest.mark.parametrize(
    ("width", "javascript", "by_keyboard"),
    [
        (NARROW, True, False),
        (WIDE, False, False),
        pytest.param(NARROW, True, True, marks=pytest.mark.long),
        pytest.param(WIDE, True, True, marks=pytest.mark.long),
    ],
)
def test_from_the_field(enter: Enter, product: Product, width: int, javascript: bool, by_keyboard: bool) -> None:
    """Sent, more asked for, answered, taken in and tied to ii.5; each is told at each step, and has it before them."""
    told_so = {"javascript": javascript, "by_keyboard": by_keyboard}
    contact = enter("jamstalldhetsmyndigheten", width=width, **told_so)
    officer = enter("handlaggare", width=WIDE + NARROW - width, **told_so)
    address = send_in(contact)
    ask_for_more(officer, address)
    answer(contact, address)
    take_in(officer, address)
    told(contact, "En fältobservation är granskad")
    expect(contact.page.locator(".page-intro [data-state=accepted]")).to_be_visible()
    expect(contact.page.get_by_role("heading", name="Kvitto")).to_be_visible()
    expect(contact.page.get_by_role("link", name="ii.5 ")).to_be_visible()
    contact.look()
    assert officer.complaints == contact.complaints == []


def told(visitor: Visitor, kind: str) -> None:
    """The latest that is new leads to the observation."""
    visitor.page.goto("/notices/")
    entry = visitor.page.locator(".hit[data-new]").first
    expect(entry).to_contain_text(kind)
    visitor.look()
    visitor.hand.press(entry.get_by_role("link", name=TITLE))
    expect(visitor.heading(TITLE)).to_be_visible()


def waits(visitor: Visitor, group: str, words: str) -> Locator:
    """On the page that the day begins with."""
    visitor.page.goto("/")
    task = visitor.page.get_by_role("region", name=group).get_by_role("link", name=words)
    expect(task).to_be_visible()
    return task


def send_in(contact: Visitor) -> str:
    contact.follow("Ny observation")
    form = contact.page.get_by_role("main")
    contact.hand.write(form.get_by_label("Rubrik"), TITLE)
    contact.hand.write(form.get_by_label("Vad ni såg", exact=False).last, SEEN)
    contact.hand.write(form.get_by_label("När", exact=False), "2022-02-10")
    contact.press("Skicka in")
    contact.expect_message("Observationen är inskickad.")
    expect(contact.page.get_by_role("heading", name="Kvitto")).to_be_visible()
    address = contact.page.url
    waits(contact, "Du väntar på", TITLE)
    contact.look()
    return address


def ask_for_more(officer: Visitor, address: str) -> None:
    told(officer, "En fältobservation har kommit in")
    officer.hand.press(waits(officer, "Väntar på dig", "fältobservationer väntar på granskning"))
    officer.hand.press(officer.page.get_by_role("row").get_by_role("link", name=TITLE))
    expect(officer.heading(TITLE)).to_be_visible()
    assert officer.page.url == address
    officer.hand.press(officer.page.get_by_text("Begär komplettering").first)
    returning = officer.page.locator("form[action$='/return/']")
    officer.hand.write(returning.get_by_label("Motivering som kontaktpersonen läser"), ASKED)
    officer.hand.press(returning.get_by_role("button", name="Begär komplettering"))
    officer.expect_message("Komplettering är begärd.")
    waits(officer, "Du väntar på", f"Komplettering begärd: {TITLE}")
    officer.look()


def answer(contact: Visitor, address: str) -> None:
    told(contact, "Komplettering är begärd")
    expect(contact.page.get_by_text(ASKED).first).to_be_visible()
    contact.look()
    contact.hand.press(waits(contact, "Väntar på dig", f"Komplettera: {TITLE}"))
    contact.page.wait_for_url(f"{address}additions/new/")
    contact.hand.write(
        contact.page.locator("form[data-offline]").get_by_label("Komplettering", exact=False), "I Agadez."
    )
    contact.press("Skicka kompletteringen")
    contact.expect_message("Kompletteringen är skickad.")


def take_in(officer: Visitor, address: str) -> None:
    """Whoever asked is the one who is told of the answer."""
    told(officer, "En fältobservation har kommit in")
    assert officer.page.url == address
    officer.pick_goal(officer.page.locator("form[action$='/acceptance/']"), "ii.5 ")
    officer.press("Ta med i underlaget")
    officer.expect_message("Observationen är med i underlaget.")
    officer.look()
    officer.hand.press(officer.page.get_by_role("link", name="ii.5 ").first)
    expect(officer.page.get_by_text(SEEN)).to_be_visible()


# ------------------------------------------------------------------ the report


@pytest.mark.parametrize("width", [WIDE, pytest.param(NARROW, marks=pytest.mark.long)])
def test_the_report(enter: Enter, product: Product, tmp_path: Path, width: int) -> None:
    """Two editions in one go, the external one reviewed before it is made; returned, written and made anew; approved,
    reviewed and released by another; read, downloaded and checked; corrected, and what changed is told.
    """
    officer = enter("handlaggare", width=width, javascript=True)
    address = order(officer)

    head = enter("enhetschef", width=WIDE + NARROW - width, javascript=True)
    send_back(head, address)
    write_summary(officer, address)
    head.page.goto(address)
    head.press("Fastställ rapporten")
    head.expect_message("Rapporten är fastställd.")
    head.follow("Expediera rapporten")
    head.look()
    head.follow("Gör sekretessprövningen")
    review(head, "Bekräfta prövningen")
    expect(head.page.get_by_text("Sekretessprövad av")).to_be_visible()
    main = head.page.get_by_role("main")
    main.get_by_label("Migrationsverket").check()
    main.get_by_label(re.compile("Jag vet")).check()
    head.press("Expediera")
    expect(head.page.locator(".page-intro [data-state=released]")).to_be_visible()
    head.look()

    contact = enter("migrationsverket", width=width, javascript=True)
    contact.go_to("Rapporter")
    contact.page.get_by_role("rowheader").get_by_role("link").first.click()
    assert contact.page.url == address
    read(contact)
    contact.page.goto(address)
    with contact.page.expect_download() as asked:
        contact.page.get_by_role("link", name="PDF").click()
    file = tmp_path / "report.pdf"
    asked.value.save_as(file)
    check(contact, file, "Filen är en av våra")
    changed = bytearray(file.read_bytes())
    changed[len(changed) // 2] ^= 1
    (tmp_path / "changed.pdf").write_bytes(changed)
    check(contact, tmp_path / "changed.pdf", "Filen känns inte igen")
    correct(officer, address)
    assert officer.complaints == head.complaints == contact.complaints == []
    assert "Traceback" not in product.log.read_text()


def order(officer: Visitor) -> str:
    """The internal and the external edition; where the external one is."""
    officer.go_to("Översikt")
    officer.follow("Ny rapport")
    main = officer.page.get_by_role("main")
    tick(main, "Utgåvor", "intern – ")
    tick(main, "Utgåvor", "extern")
    expect(main.get_by_role("heading", name="Det här tas med, och det här utelämnas")).to_be_visible()
    officer.look()
    with officer.page.expect_navigation():
        officer.press("Gå vidare till sekretessprövningen")
    review(officer, "Bekräfta och skapa rapporten")
    officer.expect_message("Rapporterna är beställda och skapas nu.")
    officer.look()
    finished = officer.page.get_by_role("heading", name="Klart")
    expect(finished).to_be_visible(timeout=2 * SECONDS_FOR_A_REPORT * 1000)
    expect(officer.page.locator("#orders [data-state=draft]")).to_have_count(2)
    officer.hand.press(officer.page.get_by_role("link", name=re.compile("Extern utgåva")))
    wait_for_files(officer)
    officer.look()
    return officer.page.url


def send_back(head: Visitor, address: str) -> None:
    head.page.goto(address)
    head.hand.press(head.page.get_by_text("Återlämna", exact=True).first)
    head.hand.write(head.page.get_by_label("Motivering"), "Säg vad året betydde.")
    head.press("Återlämna rapporten")
    expect(head.page.locator(".page-intro [data-state=returned]")).to_be_visible()


def write_summary(officer: Visitor, address: str) -> None:
    """Beside the draft and the figures; the edition is made anew with it."""
    officer.page.goto(address)
    expect(officer.page.get_by_text("Säg vad året betydde.").first).to_be_visible()
    officer.follow("Sammanfattning")
    expect(officer.page.get_by_role("heading", name="Utkast ur underlaget")).to_be_visible()
    expect(officer.page.get_by_role("heading", name="Förra året")).to_be_visible()
    officer.look()
    officer.hand.write(officer.page.get_by_role("main").locator("textarea").first, SUMMARY)
    officer.press("Spara och skapa på nytt")
    officer.expect_message("Texten är sparad och rapporten skapas på nytt.")
    wait_for_files(officer)


def read(contact: Visitor) -> None:
    """Before anything is downloaded: the summary, then a goal, and on to the next."""
    contact.follow("Läs här")
    expect(contact.page.get_by_text(SUMMARY)).to_be_visible()
    contact.look()
    contact.hand.press(contact.page.locator(".paper").get_by_role("link", name="Utvärdering, resultatstyrning").first)
    expect(contact.page.locator(".paper h2")).to_contain_text("i.3")
    contact.look()
    contact.hand.press(contact.page.locator("[rel=next]"))
    expect(contact.page.locator(".paper h2")).to_contain_text("i.4")


def correct(officer: Visitor, address: str) -> None:
    """A new version, which names the old; what changed is told word by word."""
    officer.page.goto(address)
    officer.follow("Gör en ny version eller utgåva")
    officer.press("Gå vidare till sekretessprövningen")
    review(officer, "Bekräfta och skapa rapporten")
    officer.expect_message("Rapporten är beställd och skapas nu.")
    wait_for_files(officer)
    officer.follow("Vad som har ändrats")
    expect(officer.page.get_by_role("link", name="Mot version 1")).to_be_visible()
    expect(officer.page.locator(".diff del").first).to_be_visible()
    officer.look()


def wait_for_files(officer: Visitor) -> None:
    expect(officer.page.get_by_role("heading", name="Läs eller ladda ner")).to_be_visible(
        timeout=SECONDS_FOR_A_REPORT * 1000
    )


def review(visitor: Visitor, button: str) -> None:
    """What goes in is read beside what stays out, and confirmed by name."""
    expect(visitor.heading("Sekretessprövning")).to_be_visible()
    main = visitor.page.get_by_role("main")
    expect(main.get_by_role("heading", name=re.compile("^Tas med: ")).first).to_be_visible()
    expect(main.get_by_role("heading", name=re.compile("^Utelämnas: ")).first).to_be_visible()
    visitor.look()
    main.get_by_label("Jag har gått igenom det som tas med").check()
    visitor.press(button)


def check(visitor: Visitor, file: Path, heading: str) -> None:
    visitor.go_to("Rapporter")
    visitor.follow("Kontrollera en rapport")
    visitor.page.get_by_role("main").locator("input[type=file]").set_input_files(file)
    visitor.press("Kontrollera filen")
    expect(visitor.page.get_by_role("heading", name=heading)).to_be_visible()
    visitor.look()


# ------------------------------------------------------------------ somebody asks for documents


def test_somebody_asks_for_documents(enter: Enter, product: Product, tmp_path: Path) -> None:
    """With JavaScript off: found, masked sentence by sentence, decided; the copy holds none of what was masked."""
    officer = enter("handlaggare", width=WIDE, javascript=False)
    officer.go_to("Rapporter")
    officer.follow("Utlämnanden")
    officer.look()
    officer.follow("Ny begäran")
    main = officer.page.get_by_role("main")
    main.get_by_label("Vad som begärs").fill("Det som sades om klimatrådgivaren i regionen.")
    officer.press("Spara")
    main.get_by_label("Ord", exact=False).first.fill("klimatrådgivare")
    choose(main, "Slag", "Möte")
    officer.press("Visa")
    main.get_by_label("Regionala samtal om Östafrika och Afrikas horn").check()
    officer.press("Lägg till de valda")
    officer.expect_message("1 post är tillagd.")
    officer.follow("Regionala samtal om Östafrika och Afrikas horn")
    officer.look()
    main.get_by_label("Regionkontoret har fått en klimatrådgivare").check()
    masking = officer.page.locator("form.stack")
    choose(masking, "Bestämmelse", "OSL 15:1")
    masking.get_by_label("Skäl").fill("Kan skada relationen till organisationen.")
    officer.press("Maskera")
    officer.expect_message("Det du kryssade i är maskerat.")
    main.get_by_role("link", name="Begäran").first.click()
    officer.press("Besluta och skapa kopian")
    officer.expect_message("Beslutet är sparat.")
    download = officer.page.get_by_role("link", name="PDF")
    deadline = time.monotonic() + SECONDS_FOR_A_REPORT
    while not download.is_visible() and time.monotonic() < deadline:
        officer.page.wait_for_timeout(500)
        officer.page.reload()
    officer.look()
    with officer.page.expect_download() as asked:
        download.click()
    asked.value.save_as(tmp_path / "copy.pdf")
    text = "".join(page.extract_text() for page in PdfReader(tmp_path / "copy.pdf").pages)
    assert "maskerat: OSL 15:1" in text
    assert "Sju av nio landkontor" in text
    assert "Regionkontoret har fått" not in text
    officer.go_to("Rapporter")
    officer.follow("Till registratorn")
    officer.look()
    assert officer.complaints == []
