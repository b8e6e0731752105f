"""Somebody at the product's pages, who also notices what eyes do not."""

import re
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.urls import resolve
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, Response, expect

from reporting.demonstration.people import PASSWORD
from tests.browser.hands import Keyboard, Pointer

WIDE, NARROW = 1400, 360  # pixels
HEIGHT = 900
PATIENCE = 30_000  # milliseconds, for a machine that is busy with other things
REFUSED = 422  # the answer to a form that has to be corrected; Chromium's console calls it an error

expect.set_options(timeout=PATIENCE)


class Visitor:
    """A browser of one's own. `complaints` holds what went wrong unseen: console errors (what the content security
    policy stops is one), failed responses, and requests to any other place than the product. What they press and write
    goes through `hand`.
    """

    def __init__(
        self, browser: Browser, address: str, seen: Path, *, width: int, javascript: bool, by_keyboard: bool = False
    ) -> None:
        self.address = address
        self.seen = seen  # a folder with a file for each kind of page that has been looked at
        self.width = width
        self.javascript = javascript
        self.complaints: list[str] = []
        self.context = browser.new_context(
            base_url=address,
            viewport={"width": width, "height": HEIGHT},
            java_script_enabled=javascript,
            locale="sv-SE",
            reduced_motion="reduce",
        )
        self.context.set_default_timeout(PATIENCE)
        self.context.on("request", self.hear_request)
        self.context.on("response", self.hear_response)
        self.context.on("console", self.hear_console)
        self.context.on("weberror", lambda error: self.complaints.append(f"script: {error.error}"))
        self.page: Page = self.context.new_page()
        self.hand: Pointer | Keyboard = (Keyboard if by_keyboard else Pointer)(self.page)

    def hear_request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.address}/", "data:", "blob:")):
            self.complaints.append(f"asked another place: {request.url}")

    def hear_response(self, response: Response) -> None:
        if response.status >= 400 and response.status != REFUSED:
            self.complaints.append(f"{response.status} from {response.url}")

    def hear_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and f"status of {REFUSED}" not in message.text:
            self.complaints.append(f"{message.type} on {self.page.url}: {message.text}")

    def sign_in(self, account: str) -> None:
        self.page.goto("/")
        expect(self.heading("Logga in")).to_be_visible()
        self.look()
        self.hand.write(self.page.get_by_label("E-post"), f"{account}@demo.example")
        self.hand.write(self.page.get_by_label("Lösenord"), PASSWORD)
        self.press("Logga in")
        expect(self.heading("Logga in")).to_be_hidden()

    def leave(self, picture: Path) -> None:
        self.page.screenshot(path=picture, full_page=True)
        self.context.close()

    def look(self) -> None:
        """Stops at a page: nothing sticks out sideways, axe finds nothing, in a wide window nor in a narrow one, and
        nothing has gone wrong on the way here. Axe looks once at each kind of page in either.
        """
        where = self.page.url
        for width in (WIDE + NARROW - self.width, self.width):
            self.page.set_viewport_size({"width": width, "height": HEIGHT})
            content = self.page.evaluate("document.documentElement.scrollWidth")
            assert content <= width, f"{where} is {content} pixels wide in a window of {width}"
            if self.javascript and self.is_new(width):
                found = Axe().run(self.page)
                assert not found.violations_count, f"{where} at {width} pixels: {found.generate_report()}"
        assert not self.complaints, "\n".join(self.complaints)

    def is_new(self, width: int) -> bool:
        """Whether nobody has looked at this kind of page at this width, with as much said to be wrong, in this run."""
        route = resolve(urlsplit(self.page.url).path).view_name
        wrong = "wrong" if self.page.get_by_role("alert").count() else "right"
        try:
            (self.seen / f"{route} {width} {wrong}".replace(":", " ")).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True

    def go_to(self, entry: str) -> None:
        """By the main menu, which is folded away in a narrow window."""
        if self.width == NARROW:
            self.hand.press(self.page.locator("summary", has=self.page.get_by_text("Meny", exact=True)))
        menu = self.page.get_by_role("navigation", name="Huvudmeny")
        with self.page.expect_navigation():
            self.hand.press(menu.get_by_role("link", name=entry))

    def heading(self, words: str) -> Locator:
        return self.page.get_by_role("heading", level=1).filter(has_text=words)

    def row(self, words: str) -> Locator:
        return self.page.get_by_role("row").filter(has_text=words)

    def press(self, name: str) -> None:
        self.hand.press(self.page.get_by_role("button", name=name, exact=True))

    def follow(self, name: str) -> None:
        """Until the page that the link leads to is there; a link that fetches a part of a page is not waited for."""
        link = self.page.get_by_role("link", name=name)
        if self.javascript and link.get_attribute("hx-get"):
            self.hand.press(link)
        else:
            with self.page.expect_navigation():
                self.hand.press(link)

    def form(self, link: str, name: str) -> Locator:
        """Asks for a form that the page fetches and puts the keyboard into; without JavaScript it is a page."""
        self.follow(link)
        form = self.page.get_by_role("form", name=name)
        expect(form).to_be_visible()
        if self.javascript:
            expect(form.locator(":focus")).to_have_count(1)
        return form

    def pick_goal(self, form: Locator, words: str) -> None:
        """Typed; without JavaScript one of many boxes."""
        if self.javascript:
            goals = form.get_by_role("combobox", name="Mål")
            self.hand.write(goals, words)
            goals.press("Enter")
        else:
            form.get_by_label(words, exact=False).first.check()

    def expect_message(self, words: str) -> None:
        """In sight, wherever on the page one was."""
        messages = self.page.locator("#messages")
        expect(messages).to_contain_text(words)
        expect(messages).to_be_in_viewport()


def save(form: Locator, button: str = "Spara") -> None:
    form.get_by_role("button", name=button, exact=True).click()


def choose(form: Locator, label: str, words: str) -> None:
    """The option that contains the words, in the list with that label; where it is typed, the first that matches."""
    chosen = form.get_by_role("combobox", name=label)
    if chosen.get_attribute("aria-autocomplete"):
        chosen.fill(words)
        chosen.press("Enter")
        return
    chosen.select_option(chosen.locator("option").filter(has_text=words).first.get_attribute("value"))


def untick(form: Locator, group: str, words: str) -> None:
    form.get_by_role("group", name=group).get_by_label(re.compile(f"^{words}")).uncheck()


def tick(form: Locator, group: str, words: str) -> None:
    """The radio button or box whose label begins with the words, in the group with that heading."""
    form.get_by_role("group", name=group).get_by_label(re.compile(f"^{words}")).check()
