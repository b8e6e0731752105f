"""The handover (journey 8): an officer who leaves gives all to another, who begins on the newcomer's page."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Enter, Product
from tests.browser.visitor import NARROW, WIDE

pytestmark = pytest.mark.browser

SECONDS_FOR_A_FILE = 120


@pytest.mark.parametrize("width", [WIDE, pytest.param(NARROW, marks=pytest.mark.long)])
def test_the_handover(enter: Enter, product: Product, width: int) -> None:
    leaver = enter("handlaggare", width=width, javascript=True)
    leaver.page.goto("/strategies/iom-2020-2022/handovers/new/")
    leaver.look()
    main = leaver.page.get_by_role("main")
    main.get_by_label("Den som tar över").select_option(label="B. Handläggare")
    main.get_by_label(re.compile("^Att veta")).first.fill("Protokollet ligger hos ambassaden.")
    main.get_by_label(re.compile("^Vilka ska efterträdaren")).fill("- Sida, om kärnstödet")
    with leaver.page.expect_navigation():
        leaver.hand.press(main.get_by_role("button", name="Lämna över"))
    expect(leaver.page.get_by_role("heading", level=1)).to_have_text(re.compile("till B. Handläggare"))
    expect(leaver.page.get_by_role("link", name="Ladda ned")).to_be_visible(timeout=1000 * SECONDS_FOR_A_FILE)
    leaver.look()
    leaver.page.goto("/strategies/iom-2020-2022/handovers/new/")
    expect(main.get_by_text("Det finns inget öppet att lämna över")).to_be_visible()

    receiver = enter("handlaggare2", width=width, javascript=True)
    receiver.page.goto("/strategies/iom-2020-2022/newcomer/")
    receiver.look()
    for heading in ("Nästa möte", "De senaste mötena", "Motparter ni möter oftast", "Kontaktpersoner"):
        expect(receiver.page.get_by_role("heading", name=heading)).to_be_visible()
    with receiver.page.expect_navigation():
        receiver.hand.press(receiver.page.get_by_role("link", name=re.compile("^Överlämning från")))
    expect(receiver.page.get_by_text("Protokollet ligger hos ambassaden.")).to_be_visible()
    assert [*leaver.complaints, *receiver.complaints] == []
    assert "Traceback" not in product.log.read_text()
