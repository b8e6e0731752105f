import os
import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from strategy.parsing import Document, FootnoteMark, Paragraph, ParsingError, Period, parse, read_text

DECISION = Path(__file__).parents[2] / "fixtures/strategy/iom-2020-2022.txt"
SOURCE = DECISION.read_text(encoding="utf-8")

SMALL = """Utrikesdepartementet

Strategi för samarbetet med Världsbiblioteket 2031-2034

Regeringens beslut

Regeringen beslutar strategin i enlighet med bilagan.

Sändlista till

Kungliga biblioteket

Riksarkivet/AB



Utrikesdepartementet

Strategi för samarbetet med Världsbiblioteket, 2031–2034

Utgångspunkter

Biblioteket¹ lånar ut (1) böcker, och (2) kartor. Läsesalen är på 400 m².

¹ Se SOU 2029:14.

Sveriges prioriteringar

Regeringen vill två saker.

i) Fler läsare

Läsningen minskar, bl.a.

3 (7)

bland unga som har **långt** till
närmaste bibliotek.

Regeringen ska verka för att:

• biblioteket håller öppet längre
• fler läser. Det gäller i synnerhet

Norden och Baltikum där läsningen minskar.

ii) Bättre kataloger

Sverige ska under perioden verka för att:

– Katalogen är sökbar.

Uppföljning

Strategin följs upp varje år.
"""


@pytest.fixture(scope="module")
def decision() -> Document:
    return parse(SOURCE)


@pytest.fixture(scope="module")
def small() -> Document:
    return parse(SMALL)


def paragraphs(document: Document) -> list[Paragraph]:
    return [paragraph for section in document.sections for paragraph in section.paragraphs]


def paragraph_with(document: Document, words: str) -> Paragraph:
    (found,) = [paragraph for paragraph in paragraphs(document) if words in paragraph.plain]
    return found


def outline(document: Document) -> list[tuple[int, str, int]]:
    return [(section.level, section.title, len(section.paragraphs)) for section in document.sections]


def test_cover_names_title_period_and_ministry(decision: Document) -> None:
    assert decision.title == "Strategi för Sveriges samarbete med FN:s migrationsorganisation (IOM) 2020–2022"
    assert decision.period == Period(2020, 2022)
    assert decision.responsible == "Justitiedepartementet"


def test_decision_gives_no_warnings(decision: Document) -> None:
    assert decision.warnings == ()


def test_sections_with_levels_and_number_of_paragraphs(decision: Document) -> None:
    assert outline(decision) == [
        (1, "Regeringens beslut", 1),
        (2, "Ärendet", 1),
        (2, "Skälen för regeringens beslut", 2),
        (2, "Utdrag till", 12),
        (1, "Strategins omfattning", 4),
        (1, "IOM:s uppdrag och mandat", 0),
        (2, "IOM:s mandat", 5),
        (2, "Strategisk plan", 1),
        (2, "Organisationsbedömning", 1),
        (2, "Finansiering", 2),
        (1, "Inriktning och prioriteringar för det svenska engagemanget i IOM", 9),
        (2, "i) IOM:s arbete för att reformera organisatoriska rutiner", 11),
        (2, "ii) IOM:s arbete för ökad policykapacitet", 12),
        (2, "iii) IOM:s arbete för att åstadkomma finansiella reformer", 10),
        (1, "Påverkansarbete och former för samverkan", 4),
        (1, "Uppföljning", 2),
    ]


def test_focus_areas_with_place_and_rationale(decision: Document) -> None:
    assert [(area.code, area.title, area.line, area.rationale) for area in decision.focus_areas] == [
        ("i", "IOM:s arbete för att reformera organisatoriska rutiner", 125, (0, 1, 2)),
        ("ii", "IOM:s arbete för ökad policykapacitet", 145, (0, 1, 2)),
        ("iii", "IOM:s arbete för att åstadkomma finansiella reformer", 165, (0, 1, 2)),
    ]
    for area in decision.focus_areas:
        assert decision.sections[area.section].title == f"{area.code}) {area.title}"


def goals_in_source() -> list[str]:
    """By another road than the parser's: what stands between each lead-in and the next heading."""
    flat = re.sub(r"\s+", " ", SOURCE.replace("*", "")).split("verka för att: - ")[1:]
    ends = ["ii) IOM:s arbete", "iii) IOM:s arbete", "Påverkansarbete och former"]
    lists = [part[: part.index(f" {end}")] for part, end in zip(flat, ends, strict=True)]
    return [goal for items in lists for goal in items.split(" - ")]


def test_goals_equal_the_words_of_the_decision(decision: Document) -> None:
    goals = [goal for area in decision.focus_areas for goal in area.goals]
    assert [goal.text for goal in goals] == goals_in_source()
    assert [goal.code for goal in goals] == [
        *(f"i.{number}" for number in range(1, 8)),
        *(f"ii.{number}" for number in range(1, 9)),
        *(f"iii.{number}" for number in range(1, 7)),
    ]


@pytest.mark.parametrize(
    ("code", "line", "text"),
    [
        (
            "i.6",
            142,
            "Fler medlemsstater ska stödja IOM:s pågående reformarbete i linje med MOPAN-utvärderingens "
            "slutsatser och Strategic Vision och Internal Governance Framework.",
        ),
        (
            "i.7",
            143,
            "IOM, i ett längre perspektiv, arbetar för att presentera en verklig strategisk plan för "
            "organisationens verksamhet. Sverige bör i detta hänseende prioritera att den strategiska planen "
            "innefattar ett resultatramverk som innehåller mätbara mål.",
        ),
        (
            "ii.3",
            158,
            "IOM på ett systematiskt sätt använder kunskap om best-practice i syfte att bistå medlemsstaters "
            "genomförande av det globala migrationsramverket för säker, ordnad och reglerad migration.",
        ),
        (
            "iii.4",
            180,
            "IOM utarbetar interna rutiner som syftar till att öka kärnstödets och kärnstödgivarnas synlighet. "
            "Detta syftar delvis till att öka aktörers incitament att bidra med kärnstöd, men innebär även ett "
            "sätt för IOM att stärka organisationens interna förståelse för kärnstödets betydelse för IOM:s "
            "utveckling.",
        ),
        ("iii.6", 185, "IOM alltid beaktar kostnadseffektivitet i sitt reformarbete."),
    ],
)
def test_goal_to_the_letter(decision: Document, code: str, line: int, text: str) -> None:
    (goal,) = [goal for area in decision.focus_areas for goal in area.goals if goal.code == code]
    assert (goal.text, goal.line) == (text, line)


def test_goal_leads_to_its_place(decision: Document) -> None:
    for area in decision.focus_areas:
        for goal in area.goals:
            place = decision.sections[goal.section].paragraphs[goal.paragraph]
            assert (place.kind, place.plain, place.line) == ("goal", goal.text, goal.line)
            assert goal.section == area.section


def test_goal_paragraph_keeps_emphasis(decision: Document) -> None:
    assert paragraph_with(decision, "Fler medlemsstater").text.endswith(
        "slutsatser och *Strategic Vision* och *Internal Governance Framework*."
    )


def test_footnotes(decision: Document) -> None:
    assert [(note.number, note.line, note.plain[:50]) for note in decision.footnotes] == [
        (1, 61, "Prop. 2002/03:112"),
        (2, 63, "Prop. 2018/19:1 UO 8"),
        (3, 65, "2013/14:1 UO7, bet. 2013/14:UU2"),
        (4, 67, "Skr. 2016/17:60"),
        (5, 81, "Multilateral Organisation Performance Assessment N"),
        (6, 83, "Mellan 2008 och 2019 har IOM:s budget ökat från 1 "),
        (7, 109, "2017: 50 miljoner SEK, 2018: 65 miljoner SEK, 2019"),
    ]
    assert decision.footnotes[4].text == "*Multilateral Organisation Performance Assessment Network*"
    assert decision.footnotes[6].text.endswith("höjs den stående överföringen till 100 miljoner SEK/år.")


def test_footnote_marks_stand_where_the_decision_has_them(decision: Document) -> None:
    places = [
        (mark.number, paragraph.line, paragraph.text[: mark.offset][-14:], paragraph.text[mark.offset :][:4])
        for paragraph in paragraphs(decision)
        for mark in paragraph.marks
    ]
    assert places == [
        (1, 59, "bal utveckling", ", må"),
        (2, 59, "rationspolitik", ", må"),
        (3, 59, "lingssamarbete", " och"),
        (4, 59, "nitärt bistånd", ". Sv"),
        (5, 69, "vstamp i MOPAN", "-utv"),
        (6, 77, "nabb expansion", " och"),
        (7, 103, "organisationen", ". 20"),
    ]


def test_no_superscript_is_left(decision: Document) -> None:
    assert not re.search("[⁰¹²³⁴-⁹]", "".join(paragraph.text for paragraph in paragraphs(decision)))


@pytest.mark.parametrize(
    "words",
    [
        "som medfört krav på omfattande förändring, både organisatoriskt",
        "utvecklar grundläggande aspekter av sin centrala organisationsstruktur",
        "Kärnstödet blir på så vis ett instrument",
        "genom olika program för resursutveckling",
        "avstamp i MOPAN-utvärderingen av IOM",
        "Utdraget stämmer med originalet",
        "lätt öronmärkta kärnstödet till organisationen. 2019 var Sverige",
    ],
)
def test_torn_paragraph_is_mended(decision: Document, words: str) -> None:
    assert paragraph_with(decision, words)


def test_every_word_of_the_decision_is_kept_once(decision: Document) -> None:
    """Save the annex's repetition of ministry and title, and the short list's stray asterisks."""
    parts = [decision.responsible, decision.title]
    for section in decision.sections:
        parts += [section.title, *(paragraph.plain for paragraph in section.paragraphs)]
    kept = sorted(" ".join([*parts, *(note.plain for note in decision.footnotes)]).split())
    marks = str.maketrans("", "", "¹²³⁴⁵⁶⁷")
    source = re.sub(r"(?m)^- ", "", SOURCE).replace("**", " ").replace("*", "").translate(marks)
    repeated = source.index("Justitiedepartementet\n\nStrategi")
    source = source[:repeated] + source[source.index("Strategins omfattning", repeated) :]
    assert kept == sorted(source.split())


def test_stray_emphasis_in_the_short_list_is_gone(decision: Document) -> None:
    items = [paragraph.text for paragraph in decision.sections[10].paragraphs if paragraph.kind == "list_item"]
    assert items == ["i) organisatoriska rutiner,", "ii) policykapacitet,", "iii) finansieringsmodell."]


def test_kinds_of_paragraph(decision: Document) -> None:
    kinds = [paragraph.kind for paragraph in paragraphs(decision)]
    assert {kind: kinds.count(kind) for kind in sorted(set(kinds))} == {
        "distribution": 12,
        "goal": 21,
        "list_item": 3,
        "paragraph": 37,
        "preamble": 4,
    }


def test_paragraphs_come_in_the_order_of_the_text(decision: Document) -> None:
    assert all(one.line < other.line for one, other in pairwise(paragraphs(decision)))


def test_distribution_list(decision: Document) -> None:
    assert decision.distribution == (
        "Statsrådsberedningen/SAM",
        "Utrikesdepartementet/FN, IU och KH",
        "Finansdepartementet/BA och OFA",
        "Justitiedepartementet/SIM, L7 och SSK",
        "Arbetsmarknadsdepartementet/JÄM",
        "Styrelsen för internationellt utvecklingssamarbete",
        "Statistiska centralbyrån",
        "Migrationsverket",
        "Myndigheten för samhällsskydd och beredskap",
        "Jämställdhetsmyndigheten",
        "FN-representationen i New York",
        "FN-representationen i Geneve",
    )


def test_mandate(decision: Document) -> None:
    assert [(area.number, area.text) for area in decision.mandate] == [
        (
            1,
            "operativt stöd vid vidarebosättning av flyktingar, frivilligt återvändande och transport av migranter",
        ),
        (2, "stöd till stater för att hantera migration"),
        (3, "migranternas rättigheter och hälsa"),
        (4, "förebyggande arbete mot och bekämpning av smuggling av migranter och människohandel"),
        (5, "statistik, trender och analys på migrationsområdet"),
        (6, "stöd till globala och regionala dialoger om migration"),
        (7, "verksamhet på migrations- och utvecklingsområdet, inklusive arbetskraftsinvandringsfrågor"),
        (8, "hjälp till migranter i krissituationer, humanitära insatser och stabiliseringsåtgärder"),
    ]


def test_references(decision: Document) -> None:
    assert decision.references == (
        "Prop. 2002/03:112",
        "Prop. 2018/19:1 UO 8",
        "2013/14:1 UO7",
        "bet. 2013/14:UU2",
        "Skr. 2016/17:60",
        "Multilateral Organisation Performance Assessment Network",
        "Migration Governance Framework",
        "Strategic Vision",
        "Internal Governance Framework",
        "Agenda 2030",
    )


def test_report_is_what_dry_run_prints(decision: Document) -> None:
    report = decision.as_report()
    assert list(report) == ["title", "period", "focus_areas", "footnotes", "warnings"]
    assert report["period"] == {"start": 2020, "end": 2022}
    assert [len(area["goals"]) for area in report["focus_areas"]] == [7, 8, 6]
    assert report["focus_areas"][2]["goals"][5] == {
        "code": "iii.6",
        "text": "IOM alltid beaktar kostnadseffektivitet i sitt reformarbete.",
        "line": 185,
    }
    assert report["footnotes"][4] == {
        "number": 5,
        "text": "Multilateral Organisation Performance Assessment Network",
        "line": 81,
    }
    assert report["warnings"] == []


@pytest.mark.parametrize(
    "variant",
    [
        SOURCE.replace("\n", "\r\n"),
        SOURCE.replace("\n", "\r"),
        "\ufeff" + SOURCE,
        SOURCE.replace("\n", "  \n"),
        SOURCE.replace("IOM stärker", "IOM\u00a0stärker").replace("2008 och", "2008\u202foch"),
        SOURCE.replace("\n\nomfattande", "\n\n\fomfattande"),
        SOURCE.replace("\n\n\n\n", "\n\n7\n\n"),
    ],
    ids=["crlf", "cr", "bom", "trailing-spaces", "non-breaking-spaces", "form-feed", "page-number"],
)
def test_white_space_and_page_breaks_change_nothing(decision: Document, variant: str) -> None:
    found = parse(variant)
    assert [p.text for p in paragraphs(found)] == [p.text for p in paragraphs(decision)]
    assert outline(found) == outline(decision)
    assert found.warnings == ()


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
        ("– Katalogen", "Katalogen", "Rad 47: fokusområde ii har inga mål."),
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
            "Inga mål hittades: inget fokusområde har punkter efter en rad som slutar ”verka för att:”.",
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
