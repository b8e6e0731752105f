import os
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from strategy.decision.parsing.document import Document, FootnoteMark, ParsingError, Period
from strategy.decision.parsing.files import read_text
from strategy.decision.parsing.reader import parse
from tests.strategy.decision.parsing.decisions import DECISION, SMALL, SOURCE, outline, paragraph_with, paragraphs


@pytest.fixture(scope="module")
def small() -> Document:
    return parse(SMALL)


def test_another_decision_of_other_shape(small: Document) -> None:
    assert small.title == "Strategi för samarbetet med Världsbiblioteket 2031-2034"
    assert (small.period, small.responsible) == (Period(2031, 2034), "Utrikesdepartementet")
    assert outline(small) == [
        (1, "Regeringens beslut", 1),
        (2, "Sändlista till", 2),
        (1, "Utgångspunkter", 1),
        (1, "Sveriges prioriteringar", 1),
        (2, "i) Fler läsare", 4),
        (2, "ii) Bättre kataloger", 2),
        (1, "Uppföljning", 1),
    ]
    assert [[goal.text for goal in area.goals] for area in small.focus_areas] == [
        [
            "biblioteket håller öppet längre",
            "fler läser. Det gäller i synnerhet Norden och Baltikum där läsningen minskar.",
        ],
        ["Katalogen är sökbar."],
    ]
    assert small.distribution == ("Kungliga biblioteket", "Riksarkivet/AB")
    assert [area.text for area in small.mandate] == ["böcker", "kartor"]
    assert small.references == ("SOU 2029:14",)
    assert small.warnings == ()


def test_mark_of_area_is_no_footnote(small: Document) -> None:
    place = paragraph_with(small, "400 m²")
    assert place.marks == (FootnoteMark(1, len("Biblioteket")),)


def test_abbreviation_and_page_number_at_a_page_break(small: Document) -> None:
    torn = paragraph_with(small, "Läsningen minskar, bl.a.")
    assert torn.text.endswith("bl.a. bland unga som har **långt** till närmaste bibliotek.")
    assert torn.plain.endswith("som har långt till närmaste bibliotek.")


@pytest.mark.parametrize(
    ("old", "new", "warning"),
    [
        ("Biblioteket¹", "Biblioteket", "Rad 25: fotnot 1 har inget tecken i texten."),
        ("unga som", "unga⁴ som", "Rad 33: fotnotstecken 4 saknar fotnot och står kvar i texten."),
        ("unga som", "unga¹ som", "Rad 33: fotnotstecken 1 förekommer igen och står kvar i texten."),
        (
            "SOU 2029:14.",
            "SOU 2029:14.\n¹ Igen.",
            "Rad 26: fotnot 1 finns redan; bara den första har lästs in.",
        ),
        (
            "– Katalogen",
            "Katalogen",
            "Rad 51: ”Katalogen är sökbar.” saknar streck eller punkt och är läst som mål.",
        ),
        ("– Katalogen är sökbar.", "", "Rad 47: fokusområde ii har inga mål."),
        ("2031", "Nyår", "Strategins period framgår inte av titeln."),
        (
            "**långt**",
            "*långt",
            "Rad 33: en asterisk för kursiv stil saknar sin motsvarighet och är borttagen.",
        ),
        (
            "Regeringen vill två saker.",
            "Sverige ska verka för att:\n- Läsa mer.",
            "Rad 29: målen här hör inte till något fokusområde.",
        ),
        (
            "– Katalogen är sökbar.",
            "– Katalogen är sökbar.\n\nDärtill kommer:\n- Mer.",
            "Rad 54: punkten står efter målen och är inte läst som mål.",
        ),
    ],
)
def test_warning(old: str, new: str, warning: str) -> None:
    assert parse(SMALL.replace(old, new)).warnings == (warning,)


def test_period_from_the_text_where_the_title_has_none() -> None:
    source = SMALL.replace(" 2031-2034", "").replace(", 2031–2034", "")
    found = parse(source.replace("Regeringen vill", "Under perioden 2031–2034 vill regeringen"))
    assert (found.title, found.period) == (
        "Strategi för samarbetet med Världsbiblioteket",
        Period(2031, 2034),
    )


def test_mark_without_footnote_leaves_the_words_alone() -> None:
    assert paragraph_with(parse(SMALL.replace("unga som", "unga⁴ som")), "unga⁴ som").marks == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Texten är tom."),
        (" \n\t\r\n", "Texten är tom."),
        ("\ufeff", "Texten är tom."),
        ("Strategi\x00för", "Texten innehåller styrtecken och är troligen ingen ren text."),
        ("Det här är en mening.", "Texten börjar inte med någon titel."),
        (
            "Strategi 2020–2022\n\nDet här är en mening.",
            "Inga mål hittades: inga punkter står efter en rad som leder in mål, såsom ”verka för att:” eller "
            "”bidra till:”.",
        ),
        (SMALL.replace("ii)", "i)"), "Fokusområde i förekommer två gånger, på rad 31 och 47."),
    ],
)
def test_text_that_is_no_decision(text: str, message: str) -> None:
    with pytest.raises(ParsingError) as refusal:
        parse(text)
    assert str(refusal.value) == message


def test_reads_file_with_and_without_bom(tmp_path: Path) -> None:
    with_bom = tmp_path / "bom.txt"
    with_bom.write_text(SMALL, encoding="utf-8-sig")
    assert read_text(with_bom) == SMALL
    assert read_text(DECISION) == SOURCE


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "Filen {} är tom."),
        (b" \n", "Filen {} är tom."),
        (b"\x89PNG\r\n\x1a\n\xff", "Filen {} är inte ren text i UTF-8."),
        (b"PK\x03\x04\x00", "Filen {} är inte ren text: den innehåller styrtecken."),
        ("Strategi för åren".encode("latin-1"), "Filen {} är inte ren text i UTF-8."),
        (b"a" * 5_000_001, "Filen {} är större än 5 MB."),
    ],
    ids=["empty", "blank", "image", "archive", "latin-1", "large"],
)
def test_refused_file_is_named(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "beslut.txt"
    path.write_bytes(content)
    with pytest.raises(ParsingError) as refusal:
        read_text(path)
    assert str(refusal.value) == message.format(path)


def test_missing_file_folder_and_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "rör"
    os.mkfifo(pipe)
    for path, message in [
        (tmp_path / "saknas.txt", "Filen {} finns inte."),
        (tmp_path, "{} är en mapp, inte en fil."),
        (pipe, "{} är inte en vanlig fil."),
        (tmp_path / ("x" * 300), "Filen {} går inte att läsa."),
    ]:
        with pytest.raises(ParsingError) as refusal:
            read_text(path)
        assert str(refusal.value) == message.format(path)


def parse_or_refuse(text: str) -> None:
    try:
        document = parse(text)
    except ParsingError:
        return
    assert document.title
    assert any(area.goals for area in document.focus_areas)
    assert all(paragraph.plain for paragraph in paragraphs(document))


@given(st.text())
@example("*")
@example("i) a\n\nverka för att:\n- *")
@example("¹\n\ni) ¹\n¹i) ")
def test_any_text_is_read_or_refused(text: str) -> None:
    parse_or_refuse(text)
    parse_or_refuse(SMALL + text)


PIECES = [
    "\n",
    "\n\n",
    " ",
    "**",
    "*",
    "i) ",
    "ii) ",
    "- ",
    "¹",
    "² ",
    "Verka för att:",
    "År 2020–2022",
    "(1) a; (2) b.",
    "ord",
]


@settings(max_examples=300)
@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_any_mixture_of_signs_is_read_or_refused(text: str) -> None:
    parse_or_refuse(text)


def test_text_cut_at_any_line_is_read_or_refused() -> None:
    lines = SOURCE.splitlines(keepends=True)
    for cut in range(len(lines)):
        parse_or_refuse("".join(lines[:cut]))
        parse_or_refuse("".join(lines[cut:]))
