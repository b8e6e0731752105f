"""Files that Chromium makes, and that people send: it prints to PDF with a head and a foot of its own."""

import pytest
from playwright.sync_api import Browser

from tests.dialogue.files.test_pdf_texts import DIVIDED_OR_NOT, WORDS, read, set_in

pytestmark = pytest.mark.browser


@DIVIDED_OR_NOT
def test_words_of_a_printed_page_are_in_order(chromium: Browser, style: str) -> None:
    page = chromium.new_page()
    of_body = f"<style>body{style.partition('body')[2]}"
    page.set_content(f'<html lang="sv"><title>Hemrapport från SCPF</title>{set_in(of_body)}')
    content = page.pdf(format="A5", display_header_footer=True, margin={"top": "20mm", "bottom": "20mm"})
    page.close()
    assert read(content) == WORDS
