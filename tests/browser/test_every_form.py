"""Each way to lose what one has typed, on every form in a real browser. On one form of each shape in the gate:
test_nothing_is_lost.py, test_offline.py.
"""

import pickle
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, ElementHandle, Page, expect

from tests.browser.conftest import DATABASE, PATIENCE, Server, environment
from tests.databases import Databases
from tests.every_form import EVERY_FORM, SHOWING, Filled
from tests.strategy.accounts.entry.steps import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.xdist_group("every form")]

FIND = """({path, names}) => [...document.forms].find((form) => form.method === "post"
  && new URL(form.getAttribute("action") || location.href, location.href).pathname === path
  && names.every((name) => form.elements.namedItem(name)))"""
FILL = """(form, sent) => {
  for (const control of form.elements) {
    const values = sent[control.name];
    if (!values || ["hidden", "file", "submit", "button"].includes(control.type)) continue;
    if (control.type === "checkbox" || control.type === "radio") control.checked = values.includes(control.value);
    else if (control.options) for (const option of control.options) option.selected = values.includes(option.value);
    else control.value = values[0] ?? "";
  }
  form.dispatchEvent(new Event("input", { bubbles: true }));
}"""
BUTTON = "[...form.elements].find((one) => one.type === 'submit' && (!name || one.name === name))"
SUBMIT = f"(form, name) => form.requestSubmit({BUTTON})"
TWICE = f"""async (form, name) => {{
  const address = form.getAttribute("action") || location.href; // a button may be called action
  const send = () => fetch(address, {{ method: "POST", body: new FormData(form, {BUTTON}) }});
  const first = send();
  await new Promise((resolve) => setTimeout(resolve, 100));
  return (await Promise.all([first, send()])).map((answer) => answer.status);
}}"""
KEPT = """(texts) => {
  const fields = [...document.querySelectorAll("form[method=post] :is(input, textarea)")];
  return texts.every((text) => fields.some((field) => field.value === text));
}"""
SAYS = "([form, words]) => form.querySelector('.draft-line').textContent.includes(words)"
REFUSED = 400
MAKE = "import django; django.setup(); from tests.every_form import make_everything; make_everything()"
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
# What is noted of who came and what they asked for, and of the work on a report that goes on meanwhile.
NOTES = ("session", "auditentry", "ratewindow", "sending", "draft", "axes_", "job", "historicalreport")


@dataclass
class Everything:
    """The product served with all that has a form, and a browser for each turn at one of them."""

    forms: dict[str, Filled]
    signed_in: dict[str, tuple[str, str]]  # by role, the address of e-mail and the session
    template: Path
    server: Server
    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)

    def enter(self, form: Filled) -> Page:
        """Everything is as it was at first, and whoever has the form before them is signed in."""
        self.leave()
        self.server.begin_anew(self.template)
        address = self.server.product.address
        self.contexts.append(self.browser.new_context(base_url=address, locale="sv-SE"))
        session = self.signed_in[form.role][1]
        self.contexts[0].add_cookies([{"name": "sessionid", "value": session, "url": address}])
        return self.contexts[0].new_page()

    def leave(self) -> None:
        while self.contexts:
            self.contexts.pop().close()

    def counted(self) -> dict[str, int]:
        """Rows, table by table."""
        with sqlite3.connect(self.server.folder / DATABASE, timeout=PATIENCE) as served:
            tables = [name for (name,) in served.execute(TABLES) if not any(note in name for note in NOTES)]
            return {name: served.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0] for name in tables}  # noqa: S608


@pytest.fixture(scope="module")
def everything(server: Server, chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Everything]:
    """All is made by a process of its own, since a browser's thread may not ask the database."""
    folder = tmp_path_factory.mktemp("everything")
    shutil.copy(Databases("sqlite").template("strategies"), folder / DATABASE)
    told = environment(folder) | {"DJANGO_SETTINGS_MODULE": "config.settings"}
    made = subprocess.run(
        [sys.executable, "-c", MAKE], env=told, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, check=True
    )
    forms, signed_in = pickle.loads(made.stdout)  # noqa: S301 - our own
    everything = Everything(forms, signed_in, folder / DATABASE, server, chromium)
    yield everything
    everything.leave()


def find(page: Page, form: Filled) -> ElementHandle | None:
    names = [name for name, control in form.form.controls.items() if control.is_text]
    return page.evaluate_handle(FIND, {"path": form.form.path, "names": names}).as_element()


def opened(page: Page, form: Filled) -> ElementHandle:
    page.goto(form.page)
    element = find(page, form)
    assert element is not None
    return element


def typed(page: Page, form: Filled) -> ElementHandle:
    element = opened(page, form)
    element.evaluate(FILL, form.sent)
    return element


def submit(element: ElementHandle, form: Filled) -> None:
    element.evaluate(SUBMIT, button_of(form))


def submit_and_wait(page: Page, element: ElementHandle, form: Filled) -> None:
    if element.get_attribute("hx-post") is None:
        with page.expect_navigation():
            submit(element, form)
    else:
        with page.expect_response(lambda answer: answer.request.method == "POST" and form.form.path in answer.url):
            submit(element, form)
        page.wait_for_function("() => !document.querySelector('.htmx-request')")


def button_of(form: Filled) -> str:
    return next((name for name, it in form.form.controls.items() if it.kind == "button" and any(form.sent[name])), "")


def expect_kept(page: Page, form: Filled) -> None:
    page.wait_for_function(KEPT, arg=[text.replace("\r\n", "\n") for text in form.texts.values()])


@EVERY_FORM
def test_a_closed_tab_a_cut_line_and_an_ended_session_lose_nothing(name: str, everything: Everything) -> None:
    form = everything.forms[name]
    page = everything.enter(form)
    context, at_first = page.context, everything.counted()

    element = typed(page, form)
    is_sent_by_itself = element.get_attribute("data-offline") is not None
    if element.query_selector(".draft-line"):
        page.wait_for_function(SAYS, arg=[element, "Sparat"])
        page.close()
        page = context.new_page()
        element = opened(page, form)
        if not is_sent_by_itself:  # and put back from the device
            page.wait_for_function(SAYS, arg=[element, "utkast från"])
        for offered in page.get_by_role("button", name="Fortsätt på det", include_hidden=True).all():
            offered.evaluate("(button) => button.click()")
        expect_kept(page, form)

    if not is_sent_by_itself:
        element = typed(page, form)
        context.set_offline(True)
        submit(element, form)
        expect(page.locator("#request-failed")).to_be_visible()
        context.set_offline(False)
        expect_kept(page, form)

    element = typed(page, form)
    context.clear_cookies(name="sessionid")
    submit(element, form)
    page.get_by_label("E-post").fill(everything.signed_in[form.role][0])
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in", exact=True).click()
    expect(page.get_by_text("Allt du skrev står kvar, men det är inte sparat än.")).to_be_visible()
    expect_kept(page, form)
    assert everything.counted() == at_first


@EVERY_FORM
def test_two_clicks_on_a_slow_line_and_back_and_send_do_it_once(name: str, everything: Everything) -> None:
    form = everything.forms[name]
    page = everything.enter(form)
    submit_and_wait(page, typed(page, form), form)
    once = everything.counted()

    page = everything.enter(form)
    element = typed(page, form)
    assert max(element.evaluate(TWICE, button_of(form))) < REFUSED
    assert everything.counted() == once
    submit_and_wait(page, element, form)
    if name not in SHOWING:
        page.go_back()
        again = find(page, form)
        if again is not None and page.url.endswith(form.page):
            expect_kept(page, form)
            submit_and_wait(page, again, form)
    assert everything.counted() == once
