from html.parser import HTMLParser

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


def test_html_and_what_is_unknown_are_shown_as_they_were_typed() -> None:
    assert render("Mer än <b>5</b>") == "<p>Mer än &lt;b&gt;5&lt;/b&gt;</p>\n"
    assert render("# Rubrik") == "<p># Rubrik</p>\n"


HOSTILE = [
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](<java\nscript:alert(1)>)",
    "[x](&#106;avascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](%6Aavascript:alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](vbscript:x)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](file:///etc/passwd)",
    "[x](//elsewhere.example)",
    "[x](\\\\elsewhere.example)",
    "[x](/sign-out/)",
    "[x](blob:https://elsewhere.example/1)",
    '[x](https://iom.int ""onmouseover=alert(1)")',
    "<javascript:alert(1)>",
    '<https://iom.int/"onmouseover=alert(1)>',
    "![x](https://iom.int/x.png)",
    "![x][1]\n\n[1]: https://elsewhere.example/x.png",
    "[![x](https://iom.int/x.png)](javascript:alert(1))",
    "[x][1]\n\n[1]: javascript:alert(1)",
    "[a [b](javascript:x)](javascript:y)",
    "> [x](javascript:1)\n> <iframe src=x>",
    "- <svg onload=alert(1)>\n- `<script>`",
    "**<img src=x onerror=alert(1)>**",
    "<a href='javascript:1' onclick=x>x</a>",
    "</p><script>alert(1)</script>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<style>@import 'https://elsewhere.example'</style>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "[3](javascript:alert(1))",
    "[3]: javascript:alert(1)\n\n[3]",
    "[[3]](javascript:alert(1))",
    "*" * 3_000 + "[" * 3_000 + ">" * 300,
]


class Tags(HTMLParser):
    """The tags of what was rendered, and where its links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: set[str] = set()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _value in attributes}
        self.addresses |= {value or "" for name, value in attributes if name == "href"}


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:40])
def test_nothing_hostile_becomes_more_than_text(text: str) -> None:
    for html in (render(text, NOTES), render_inline(text, NOTES)):
        found = Tags()
        found.feed(html)
        assert found.tags <= {"a", "blockquote", "br", "em", "li", "ol", "p", "strong", "sup", "ul"}
        assert found.attributes <= {"href", "rel", "class"}
        assert all(address.startswith(("https://iom.int", "#underlag-")) for address in found.addresses)


@pytest.mark.parametrize("address", ["http://iom.int/", "https://iom.int/a?b=c", "mailto:registrator@example.se"])
def test_addresses_in_the_world_are_links(address: str) -> None:
    assert f'href="{address}"' in render(f"[IOM]({address})")


def test_links_to_the_web_are_links() -> None:
    assert '<a href="https://iom.int/" rel="noopener noreferrer">IOM</a>' in render("[IOM](https://iom.int/)")


def test_inline_has_no_blocks() -> None:
    assert render_inline("Beslutat *i dag* [3]", NOTES) == f"Beslutat <em>i dag</em>{TWELVE}"


def test_renumbering_takes_away_marks_that_lead_nowhere() -> None:
    assert renumber("Ett [1], två [2] och tre [3].", {1: 7, 3: 9}) == "Ett [7], två och tre [9]."


def test_marks_are_told_once_and_in_order() -> None:
    assert marks("Ett [3], två [1] och tre [3], år [2021].") == [3, 1]
