"""The line falls while an observation is written: it stays on the device, is sent once, and nobody else finds it."""

import io
import re
import sqlite3
import time
from base64 import b64decode
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Locator, Page, Route, expect

from tests.browser.conftest import DATABASE, Enter, Product
from tests.browser.visitor import NARROW, PATIENCE, Visitor
from tests.making_files import PLACE, photo_with_position

pytestmark = pytest.mark.browser

NEW = "/strategies/iom-2020-2022/observations/new/"
SEEN = "Kön till registreringen var 400 meter lång klockan åtta."
KEPT = "Ingen uppkoppling. Texten och bilderna ligger kvar på den här enheten."
KEPT_TO_BE_SENT = (
    "Ingen uppkoppling. Texten och bilderna ligger kvar på den här enheten och skickas när linjen är tillbaka."
)
NOTHING_KEPT = "Ingen uppkoppling. Inget ligger kvar på den här enheten: låt sidan vara öppen tills linjen är tillbaka."
NOT_KEPT = "De här filerna ligger inte kvar på den här enheten om sidan stängs:"
NO_ROOM_FOR_FILES = """() => {
  window.put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (kept) {
    if (this.name === "files") throw new DOMException("full", "QuotaExceededError");
    return window.put.call(this, kept);
  };
}"""
ROOM_AGAIN = "() => { IDBObjectStore.prototype.put = window.put; }"
PHOTO: FilePayload = {"name": "IMG_0412.jpg", "mimeType": "image/jpeg", "buffer": photo_with_position()}
HEIC: FilePayload = {
    "name": "IMG_0413.heic",
    "mimeType": "image/heic",
    "buffer": b"\0\0\0\x18ftypheic" + PLACE.encode(),
}
# Everything on the device: the texts, and the files by their names. `hours` ago is when they say they were kept.
ON_THE_DEVICE = """async (hours) => {
  const answered = (request) => new Promise((resolve) => { request.onsuccess = () => resolve(request.result); });
  const opening = indexedDB.open("verka", 1);
  opening.onupgradeneeded = () => {
    for (const name of ["texts", "files"]) opening.result.createObjectStore(name, { keyPath: "key" });
  };
  const database = await answered(opening);
  const transaction = database.transaction(["texts", "files"], "readwrite");
  const [texts, files] = ["texts", "files"].map((name) => transaction.objectStore(name));
  const found = { texts: await answered(texts.getAll()), files: await answered(files.getAll()) };
  if (hours) for (const text of found.texts) texts.put({ ...text, at: text.at - hours * 60 * 60 * 1000 });
  database.close();
  const read = async (file) => [file.name, btoa(String.fromCharCode(...new Uint8Array(await file.arrayBuffer())))];
  const chosen = found.files.flatMap((kept) => kept.chosen);
  return { texts: found.texts, files: Object.fromEntries(await Promise.all(chosen.map(read))) };
}"""


def on_the_device(page: Page, hours: float = 0) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(ON_THE_DEVICE, hours)
    return found


def wait_for(page: Page, texts: int, files: int = 0) -> None:
    """Until so much is kept on the device."""
    deadline = time.monotonic() + PATIENCE / 1000
    while True:
        found = on_the_device(page)
        if (len(found["texts"]), len(found["files"])) == (texts, files):
            return
        assert time.monotonic() < deadline, found
        page.wait_for_timeout(50)


def write(contact: Visitor, *files: FilePayload) -> None:
    field(contact, "Rubrik").fill("Köer i mottagningen")
    field(contact, "Vad ni såg").fill(SEEN)
    field(contact, "När").fill("2022-02-10")
    field(contact, "Foto eller fil").set_input_files(list(files))


def field(contact: Visitor, label: str) -> Locator:
    return contact.page.locator("form[data-offline]").get_by_label(re.compile(f"^{label}"))


def line(contact: Visitor) -> Locator:
    return contact.page.locator(".draft-line")


def key(contact: Visitor) -> str:
    return contact.page.locator("form[data-offline] [name=form_key]").input_value()


def mark(contact: Visitor, marking: str) -> None:
    section = contact.page.locator("details", has_text="Diarienummer, avstämning och markering")
    if section.get_attribute("open") is None:
        section.locator("summary").click()
    section.get_by_label(marking, exact=True).check()


def press_often(contact: Visitor) -> None:
    contact.page.get_by_role("button", name="Skicka in").evaluate(
        "(button) => [1, 2, 3, 4, 5].forEach(() => button.click())"
    )


def expect_told(contact: Visitor, sentence: str) -> None:
    expect(contact.page.get_by_role("status").filter(has_text=sentence)).to_have_text(sentence)


def sent(product: Product) -> list[tuple[str, int]]:
    """The state and the number of attachments of each observation of this day."""
    with sqlite3.connect(product.log.parent / DATABASE) as database:
        return database.execute(
            "SELECT state, (SELECT count(*) FROM dialogue_attachment WHERE observation_id = observation.id) "
            "FROM dialogue_observation AS observation WHERE text = ?",
            [SEEN],
        ).fetchall()


def test_what_is_written_without_a_line_is_kept_and_sent_once(enter: Enter, product: Product) -> None:
    contact = enter("migrationsverket", width=NARROW, javascript=True)
    contact.page.goto(NEW)
    contact.context.set_offline(True)
    write(contact, PHOTO, HEIC)
    expect_told(contact, f"{KEPT} {NOT_KEPT} IMG_0413.heic.")
    contact.page.evaluate(NO_ROOM_FOR_FILES)
    write(contact, PHOTO)
    expect_told(contact, f"{KEPT} {NOT_KEPT} IMG_0412.jpg.")
    contact.page.evaluate(ROOM_AGAIN)
    write(contact, PHOTO)
    wait_for(contact.page, texts=1, files=1)
    content = b64decode(on_the_device(contact.page)["files"]["IMG_0412.jpg"])
    picture = Image.open(io.BytesIO(content))
    assert (picture.size, dict(picture.getexif()), PLACE.encode() in content) == ((20, 40), {}, False)
    press_often(contact)
    expect_told(contact, KEPT_TO_BE_SENT)
    assert sent(product) == []

    contact.complaints.clear()  # of the line
    contact.look()
    contact.context.set_offline(False)
    contact.expect_message("Observationen är inskickad.")
    expect(contact.page.get_by_role("link", name="IMG_0412.jpg").first).to_be_visible()
    wait_for(contact.page, texts=0)
    assert sent(product) == [("submitted", 1)]

    # It arrives, and the answer does not.
    contact.page.goto(NEW)
    write(contact, PHOTO)
    contact.page.route(f"**{NEW}", answer_lost)
    press_often(contact)
    expect_told(contact, KEPT_TO_BE_SENT)
    assert sent(product) == [("submitted", 1)] * 2
    contact.page.unroute_all()
    contact.complaints.clear()
    contact.press("Skicka in")
    contact.expect_message("Det är sparat.")
    wait_for(contact.page, texts=0)
    assert sent(product) == [("submitted", 1)] * 2

    # Any other answer is asked for as a page, which may say yes.
    contact.page.goto(NEW)
    write(contact, PHOTO)
    contact.page.route(f"**{NEW}", lambda route: route.fulfill(status=500), times=1)
    contact.press("Skicka in")
    contact.expect_message("Observationen är inskickad.")
    wait_for(contact.page, texts=0)
    assert sent(product) == [("submitted", 1)] * 3
    contact.complaints.clear()
    assert contact.complaints == []


def answer_lost(route: Route) -> None:
    assert route.fetch().ok
    route.abort("connectionreset")


def test_what_is_kept_is_put_back_and_is_its_writers_alone(enter: Enter, product: Product) -> None:
    contact = enter("migrationsverket", width=NARROW, javascript=True)
    contact.page.goto(NEW)
    write(contact, PHOTO)
    wait_for(contact.page, texts=1, files=1)
    first = key(contact)
    expect(line(contact)).to_contain_text("Sparat")  # on the server, too: one thing is offered
    open_anew(contact)
    expect(line(contact)).to_contain_text("låg kvar på den här enheten och är ifyllt igen.")
    expect(line(contact).get_by_role("button")).to_have_text(["Kasta det"])
    expect(field(contact, "Vad ni såg")).to_have_value(SEEN)
    expect(field(contact, "När")).to_have_value("2022-02-10")
    assert names(contact) == ["IMG_0412.jpg"]
    assert key(contact) == first
    contact.look()

    # Refused, with all that was chosen; then thrown away.
    field(contact, "Rubrik").fill("")
    contact.press("Skicka in")
    expect(contact.page.get_by_role("alert")).to_contain_text("Rätta detta först")
    expect(line(contact)).to_have_text("Filerna du valde låg kvar på den här enheten och är ifyllda igen.")
    assert names(contact) == ["IMG_0412.jpg"]
    open_anew(contact)
    contact.press("Kasta det")
    expect(line(contact)).to_be_empty()
    wait_for(contact.page, texts=0)
    expect(field(contact, "Vad ni såg")).to_have_value("")
    assert names(contact) == []
    contact.page.reload()
    expect(line(contact)).to_be_empty()

    # Secret: gone at once, and not kept while it is.
    write(contact, PHOTO)
    wait_for(contact.page, texts=1, files=1)
    mark(contact, "sekretessmarkerad")
    wait_for(contact.page, texts=0)
    contact.context.set_offline(True)
    contact.press("Skicka in")
    expect_told(contact, NOTHING_KEPT)
    assert on_the_device(contact.page) == {"texts": [], "files": {}}
    mark(contact, "arbetsmaterial")
    wait_for(contact.page, texts=1, files=1)
    open_anew(contact)

    # Too old, signed out, another's.
    on_the_device(contact.page, hours=71)
    contact.page.goto("/")
    wait_for(contact.page, texts=1, files=1)
    on_the_device(contact.page, hours=1.1)
    contact.page.goto("/")
    wait_for(contact.page, texts=0)
    contact.page.goto(NEW)
    write(contact, PHOTO)
    wait_for(contact.page, texts=1, files=1)
    contact.page.get_by_text("Meny", exact=True).click()
    contact.press("Logga ut")
    expect(contact.heading("Logga in")).to_be_visible()
    assert on_the_device(contact.page) == {"texts": [], "files": {}}
    contact.sign_in("migrationsverket")
    contact.page.goto(NEW)
    write(contact, PHOTO)
    wait_for(contact.page, texts=1, files=1)
    contact.context.clear_cookies()
    contact.sign_in("jamstalldhetsmyndigheten")
    wait_for(contact.page, texts=0)
    contact.page.goto(NEW)
    expect(field(contact, "Rubrik")).to_have_value("")
    assert sent(product) == []
    assert contact.complaints == []


def open_anew(contact: Visitor) -> None:
    """The form, in a new tab; the one that it was in is closed, wherever the line is."""
    closed, contact.page = contact.page, contact.context.new_page()
    closed.close()
    contact.context.set_offline(False)
    contact.complaints.clear()
    contact.page.goto(NEW)


def names(contact: Visitor) -> list[str]:
    return field(contact, "Foto eller fil").evaluate("(field) => [...field.files].map((file) => file.name)")  # type: ignore[no-any-return]
