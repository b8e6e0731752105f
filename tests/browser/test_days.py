"""A day is typed in words, or chosen in the browser's own calendar beside the field."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Enter, Product
from tests.browser.visitor import NARROW, WIDE

pytestmark = pytest.mark.browser

NEW = "/strategies/iom-2020-2022/meetings/new/"


def test_a_day_in_words_or_from_the_calendar(enter: Enter, product: Product, chromium: Browser) -> None:
    officer = enter("handlaggare", width=WIDE, javascript=True)
    officer.page.goto(NEW)
    first, last = officer.page.get_by_label("Första dag"), officer.page.get_by_label("Sista dag")

    first.fill("7 mars 0021")
    last.fill("9 mars 2021")
    officer.press("Planera mötet")
    sentence = "Menade du 2021? Dagen ska ligga nära strategins tid: 2018–2024."
    expect(officer.page.get_by_text(sentence, exact=True)).to_be_visible()
    expect(first).to_have_value("7 mars 0021")
    expect(last).to_have_value("9 mars 2021")

    calendar = officer.page.locator(".day", has=first).locator("input[type=date]")
    expect(calendar).to_have_attribute("min", "2018-01-01")
    officer.page.get_by_role("button", name="Välj i kalendern").first.click()
    calendar.evaluate(
        "field => { field.value = '2021-03-07'; field.dispatchEvent(new Event('change', {bubbles: true})) }"
    )
    expect(first).to_have_value("2021-03-07")
    officer.look()
    assert officer.complaints == []

    phone = chromium.new_context(
        base_url=product.address,
        storage_state=officer.context.storage_state(),
        viewport={"width": NARROW, "height": 800},
        has_touch=True,
        is_mobile=True,
    )
    page = phone.new_page()
    page.goto(NEW)
    expect(page.get_by_label("Första dag")).to_have_attribute("type", "date")
    expect(page.get_by_role("button", name="Välj i kalendern")).to_have_count(0)
    phone.close()
