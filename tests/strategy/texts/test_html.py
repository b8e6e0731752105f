import re
from html.parser import HTMLParser

import pytest

from strategy.texts.html import Notes, html, with_addresses
from strategy.texts.reading import first_sentence, in_line

OUTSIDE = ("https://iom.int", "https://elsewhere", "#underlag-")
NOTES = Notes({3: "#underlag-12", 4: "#underlag-13"}, hidden=[5])


def typed(content: str) -> str:
    return f'<div class="typed">{content}</div>'


def link(address: str) -> str:
    return f'<a class="address" href="{address}" rel="noopener noreferrer">{address}</a>'


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("IOM har beslutat [3].", '<p>IOM har beslutat <a class="note" href="#underlag-12">[3]</a>.</p>'),
        ("[3][4]", '<p><a class="note" href="#underlag-12">[3]</a><a class="note" href="#underlag-13">[4]</a></p>'),
        ("Beslutat [9].", "<p>Beslutat [9].</p>"),
        ("Först [5], sedan[5][3] och\u00a0[5].", '<p>Först, sedan<a class="note" href="#underlag-12">[3]</a> och.</p>'),
        ("År [2021] och [0]", "<p>År [2021] och [0]</p>"),
        ("**Se [3]**", '<p><strong>Se <a class="note" href="#underlag-12">[3]</a></strong></p>'),
    ],
)
def test_a_reference_leads_to_its_note_and_is_text_without_one(text: str, shown: str) -> None:
    assert html(text, NOTES) == typed(shown)


def test_the_first_reference_to_a_note_can_be_come_back_to() -> None:
    notes = Notes({3: "#evidence-3", 4: "#evidence-4"}, hidden=[5], referred=set())
    first, later = html("Så [3], [5] och [3].", notes), html("Igen [3], nu [4] och [9].", notes)

    assert first.count('id="reference-3"') == 1
    assert first.index('id="reference-3"') < first.rindex('href="#evidence-3"')
    assert re.findall(r' id="[^"]*"', later) == [' id="reference-4"']
    assert notes.referred == {3, 4}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Översynen *stod still* [1]. Mer hände inte.", "Översynen stod still."),
        ("Det gäller t.ex. IOM, bl.a. i Genève. Sedan annat.", "Det gäller t.ex. IOM, bl.a. i Genève."),
        ("Mötet började kl. 9. Sedan annat.", "Mötet började kl. 9."),
        ("Blev det bättre? Ja.", "Blev det bättre?"),
        ("Utan punkt", "Utan punkt"),
        ("Slutar med t.ex.", "Slutar med t.ex."),
        ("", ""),
    ],
)
def test_the_first_sentence_of_a_text(text: str, sentence: str) -> None:
    assert first_sentence(text) == sentence


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ett\noch två\n\ntre", "<p>Ett<br>och två</p><p>tre</p>"),
        ("Ett\n \t\n\n\ntvå", "<p>Ett</p><p>två</p>"),
        ("Ett\r\ntvå\x0btre", "<p>Ett<br>två<br>tre</p>"),
        ("  inryckt", "<p>  inryckt</p>"),
        ("", ""),
        (" \n\n ", ""),
    ],
)
def test_lines_and_paragraphs_stay(text: str, shown: str) -> None:
    assert html(text) == (typed(shown) if shown else "")


@pytest.mark.parametrize("sign", ["•", "–", "-", "*", "+", "◦", "1.", "99.", "7)", "a)", "ö)"])
@pytest.mark.parametrize("blank", [" ", "\t", "  "])
def test_a_line_that_begins_with_a_sign_is_an_item_with_that_sign(sign: str, blank: str) -> None:
    item = f'<li><span class="sign">{sign}</span> punkt</li>'
    assert html(f"Först:\n{sign}{blank}punkt\n{sign}{blank}punkt") == typed(f"<p>Först:</p><ul>{item}{item}</ul>")


@pytest.mark.parametrize(
    "text", ["2021. Året", "100. Nej", "0. Nej", "1.Nej", "-Nej", "–3 procent", "ab) Nej", "1.", "- "]
)
def test_other_lines_are_none(text: str) -> None:
    assert html(text) == typed(f"<p>{text}</p>")


def test_rows_with_as_many_tabs_are_a_table() -> None:
    rows = '<thead><tr><th scope="col">År</th><th scope="col">Belopp</th></tr></thead>'
    rows += "<tbody><tr><td>2020</td><td>100</td></tr><tr><td></td><td>**</td></tr></tbody>"
    assert html("År\tBelopp\n2020\t100\n\t**\nslut\ten\tdå") == typed(f"<table>{rows}</table><p>slut\ten\tdå</p>")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ett *litet* steg", "Ett <em>litet</em> steg"),
        ("(**Stort**), sedan", "(<strong>Stort</strong>), sedan"),
        ("**ett *i* två**", "<strong>ett <em>i</em> två</strong>"),
        ("2*3*4 och 5 * 6 * 7", "2*3*4 och 5 * 6 * 7"),
        ("*ingen ände", "*ingen ände"),
        ("* ingen*", '<li><span class="sign">*</span> ingen*</li>'),
        ("a*b* c", "a*b* c"),
        ("_a_ `b` # c > d", "_a_ `b` # c &gt; d"),
        ("*över\nrader*", "*över<br>rader*"),
        ("*över\ttabb*", "*över\ttabb*"),
    ],
)
def test_stars_around_words_are_emphasis_and_else_stars(text: str, shown: str) -> None:
    assert html(text) == typed(f"<ul>{shown}</ul>" if shown.startswith("<li>") else f"<p>{shown}</p>")


@pytest.mark.parametrize(
    ("text", "before", "address", "after"),
    [
        ("Se https://iom.int/a.", "Se ", "https://iom.int/a", "."),
        ("(https://iom.int/a_(b))", "(", "https://iom.int/a_(b)", ")"),
        ("https://iom.int/?a=[3]&b=*c*", "", "https://iom.int/?a=[3]&amp;b=*c*", ""),
        ("http://iom.int, ja", "", "http://iom.int", ", ja"),
    ],
)
def test_an_address_is_a_link_without_the_sign_after_it(text: str, before: str, address: str, after: str) -> None:
    assert html(text, NOTES) == typed(f"<p>{before}{link(address)}{after}</p>")


def test_a_bare_scheme_is_text() -> None:
    assert "<a" not in html("https:// och ftp://iom.int och https:/")


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
    found = Tags()
    found.feed(html(text, NOTES))
    assert found.tags <= {"a", "br", "div", "em", "li", "p", "span", "strong", "ul"}
    assert found.attributes <= {"href", "rel", "class"}
    assert all(
        address.startswith(("https://iom.int", "https://elsewhere", "#underlag-")) for address in found.addresses
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Årsrapport, https://iom.int/a.", f"Årsrapport, {link('https://iom.int/a')}."),
        ("*Global* [3] <b>", "*Global* [3] &lt;b&gt;"),
        ("", ""),
    ],
)
def test_of_what_is_written_in_one_line_only_addresses_are_told_apart(text: str, shown: str) -> None:
    assert with_addresses(text) == shown


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("**Nytt** läge\noch *mer*", "Nytt läge och mer"),
        ("- 3 procent\n- 4\n\n2021. Året", "- 3 procent - 4 2021. Året"),
        ("År\tBelopp\n2020\t100", "År Belopp 2020 100"),
        ("2*3*4 se https://iom.int/*a* [7]", "2*3*4 se https://iom.int/*a* [7]"),
        ("**fet *och* kursiv**", "fet och kursiv"),
        ("  \n", ""),
    ],
)
def test_in_a_line_there_are_words_alone(text: str, line: str) -> None:
    assert in_line(text) == line
