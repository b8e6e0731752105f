"""What is typed stays: a closed tab, a session that ended, two clicks on a slow line, Back and send."""

import pytest
from playwright.sync_api import Page, expect

from reporting.demonstration.people import PASSWORD
from tests.browser.conftest import Enter, Product
from tests.browser.visitor import WIDE, Visitor

pytestmark = pytest.mark.browser

MEETINGS = "/strategies/iom-2020-2022/meetings/"
SUMMARY = "1. Första punkten\n2. Andra punkten\n\n2021. Året då samarbetet fördjupades."


def end_session(visitor: Visitor) -> None:
    visitor.context.clear_cookies(name="sessionid")


def sign_in_again(page: Page) -> None:
    """On the page that came in place of the one asked for: whole, and not within anybody's frame."""
    expect(page.get_by_text("så kommer du tillbaka till formuläret med allt du skrev")).to_be_visible()
    expect(page.get_by_role("navigation", name="Huvudmeny")).to_have_count(0)
    page.get_by_label("E-post").fill("handlaggare@demo.example")
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in", exact=True).click()
    expect(page.get_by_text("Allt du skrev står kvar, men det är inte sparat än.")).to_be_visible()


def test_nothing_is_lost_and_nothing_doubled(enter: Enter, product: Product) -> None:
    officer = enter("handlaggare", width=WIDE, javascript=True)
    page = officer.page

    page.goto(f"{MEETINGS}new/")
    page.evaluate("Object.defineProperty(navigator, 'onLine', { value: false })")  # says a machine without a network
    page.get_by_label("Rubrik").fill("Möte utan dag")
    officer.press("Planera mötet")
    expect(page.get_by_role("alert").first).to_contain_text("Första dag")

    page.goto(f"{MEETINGS}new/")
    page.get_by_label("Rubrik").fill("Möte som skickas två gånger")
    page.get_by_label("Slag").select_option(label="SCPF")
    page.get_by_label("Första dag").fill("7 mars 2022")
    assert officer.complaints == []
    officer.context.set_offline(True)
    officer.press("Planera mötet")
    expect(page.get_by_text("Det gick inte. Det du skrev står kvar")).to_be_in_viewport()
    officer.context.set_offline(False)
    expect(page.get_by_text("Det gick inte. Det du skrev står kvar")).to_be_hidden()
    officer.complaints.clear()  # of the line
    page.evaluate(
        """async () => {
          const form = document.querySelector('form[method="post"]:has([name=title])');
          const send = () => fetch(form.action, { method: "POST", body: new FormData(form) });
          const first = send();
          await new Promise((resolve) => setTimeout(resolve, 300));
          await Promise.all([first, send()]);
        }"""
    )
    officer.press("Planera mötet")
    expect(officer.heading("Möte som skickas två gånger")).to_be_visible()
    page.go_back()
    expect(page.get_by_label("Rubrik")).to_have_value("Möte som skickas två gånger")
    expect(page.get_by_label("Första dag")).to_have_value("7 mars 2022")
    officer.press("Planera mötet")
    expect(officer.heading("Möte som skickas två gånger")).to_be_visible()
    page.goto(MEETINGS)
    expect(page.get_by_role("link", name="Möte som skickas två gånger")).to_have_count(1)

    page.get_by_role("link", name="Möte som skickas två gånger").click()
    expect(officer.heading("Möte som skickas två gånger")).to_be_visible()
    texts = f"{page.url}texts/"
    page.goto(texts)
    page.locator("[name=summary]").fill(SUMMARY)
    expect(page.locator(".draft-line")).to_contain_text("Sparat")
    page.get_by_role("button", name="Visa hur det blir").first.click()
    expect(page.locator(".preview-text .sign").first).to_have_text("1.")
    officer.look()
    page.close()

    page = officer.page = officer.context.new_page()
    page.goto(texts)
    expect(page.locator("[name=summary]")).to_have_value(SUMMARY)
    expect(page.get_by_text("Du fortsätter på ditt utkast")).to_be_visible()
    end_session(officer)
    officer.press("Spara")
    sign_in_again(page)
    expect(page.locator("[name=summary]")).to_have_value(SUMMARY)
    officer.press("Spara")
    expect(page.locator(".typed li").first).to_have_text("1. Första punkten")
    page.goto(texts)
    expect(page.locator(".draft-line")).to_have_text("")

    page.goto(texts.removesuffix("texts/"))
    form = officer.form("Ny punkt på dagordningen", "Ny punkt på dagordningen")
    form.get_by_label("Rubrik").fill("En punkt som inte går förlorad")
    end_session(officer)
    form.get_by_role("button", name="Spara").click()
    sign_in_again(page)
    expect(page.get_by_label("Rubrik")).to_have_value("En punkt som inte går förlorad")
    officer.press("Spara")
    expect(page.get_by_text("En punkt som inte går förlorad").first).to_be_visible()
