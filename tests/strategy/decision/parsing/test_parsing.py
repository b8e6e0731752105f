import re
from itertools import pairwise

import pytest

from strategy.decision.parsing.document import Document, Period
from strategy.decision.parsing.reader import parse
from tests.strategy.decision.parsing.decisions import SOURCE, outline, paragraph_with, paragraphs


@pytest.fixture(scope="module")
def decision() -> Document:
    return parse(SOURCE)


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
