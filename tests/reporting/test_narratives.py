import pytest

from reporting.narratives import Note, marks, render, render_inline, renumber

NOTES = {3: Note(12, "#underlag-12"), 4: Note(13, "#underlag-13")}
TWELVE = '<sup class="note"><a href="#underlag-12" rel="noopener noreferrer">12</a></sup>'


def test_a_mark_becomes_a_numbered_link_close_to_the_word() -> None:
    assert render("IOM har beslutat [3].", NOTES) == f"<p>IOM har beslutat{TWELVE}.</p>\n"


def test_two_marks_together_are_told_apart() -> None:
    html = render("Beslutat [3][4].", NOTES)
    assert '<sup class="note">,<a href="#underlag-13"' in html


@pytest.mark.parametrize("text", ["Beslutat [9].", "Beslutat[9].", "Beslutat\u00a0[9]."])
def test_a_mark_without_a_note_vanishes_with_the_space_before_it(text: str) -> None:
    assert render(text, NOTES) == "<p>Beslutat.</p>\n"


def test_a_mark_before_brackets_is_still_a_mark() -> None:
    assert "13" not in render("Löftet [3](se protokollet).", {})
    assert "[3]" not in render("Löftet [3](https://iom.int).", {})


def test_paragraphs_lists_and_emphasis_are_kept() -> None:
    html = render("Ett *stycke*.\n\n- **ett**\n- två")
    assert html == "<p>Ett <em>stycke</em>.</p>\n<ul>\n<li><strong>ett</strong></li>\n<li>två</li>\n</ul>\n"


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("<script>alert(1)</script>", "<script"),
        ('<img src="https://evil.example/x.png">', "<img"),
        ("![bild](https://evil.example/x.png)", "<img"),
        ("[länk](javascript:alert(1))", "href"),
        ("[länk](file:///etc/passwd)", "href"),
        ("[länk](data:text/html,x)", "href"),
        ("<https://iom.int/?a=[3]>", "<sup"),
        ("# Rubrik", "<h1"),
        ('<p style="color:red">x</p>', "<p style"),
    ],
)
def test_what_is_dangerous_or_unknown_does_not_pass(text: str, absent: str) -> None:
    assert absent not in render(text, NOTES)


def test_links_to_the_web_are_links() -> None:
    assert '<a href="https://iom.int/" rel="noopener noreferrer">IOM</a>' in render("[IOM](https://iom.int/)")


def test_inline_has_no_blocks() -> None:
    assert render_inline("Beslutat *i dag* [3]", NOTES) == f"Beslutat <em>i dag</em>{TWELVE}"


def test_renumbering_takes_away_marks_that_lead_nowhere() -> None:
    assert renumber("Ett [1], två [2] och tre [3].", {1: 7, 3: 9}) == "Ett [7], två och tre [9]."


def test_marks_are_told_once_and_in_order() -> None:
    assert marks("Ett [3], två [1] och tre [3], år [2021].") == [3, 1]
