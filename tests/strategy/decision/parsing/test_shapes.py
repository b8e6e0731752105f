"""Decisions in the shapes of the genre, written for this: where their goals are found, and what is said of the rest."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from strategy.decision.parsing.document import Document, Period
from strategy.decision.parsing.headings import leads_in_goals
from strategy.decision.parsing.period import read_period
from strategy.decision.parsing.reader import parse
from tests.strategy.decision.parsing.decisions import FIRST_GOALS, SECOND_GOALS, goals, made_up
from tests.strategy.decision.parsing.genre import LEAD_INS

FOLDER = Path(__file__).parent / "shapes"
Area = tuple[str, str, str]


@dataclass(frozen=True)
class Shape:
    """Areas with code, title and the codes of their goals; `doubts` are the lines that warnings name."""

    period: str
    areas: list[Area]
    doubts: list[str]


SHAPES = {
    "years-below-the-title.txt": Shape(
        "2013–2017",
        [
            ("i", "Demokratisk samhällsstyrning, fred och säkerhet samt mänskliga rättigheter", "i.1 i.2"),
            ("ii", "Hälsa och jämställdhet", "ii.1 ii.2"),
        ],
        [],
    ),
    "list-that-goes-on.txt": Shape(
        "2018–2022",
        [
            ("3.1", "Organisationens roll", "3.1.1 3.1.2 3.1.3"),
            ("3.2", "Sakområden", "3.2.1 3.2.2"),
        ],
        ["Rad 13"],
    ),
    "heading-leads-in.md": Shape(
        "2020–2024",
        [
            ("", "", "1 2 3"),
        ],
        [],
    ),
    "one-goal-an-area.txt": Shape(
        "2016–2022",
        [
            ("", "", "1 2"),
        ],
        ["Rad 8", "Rad 13"],
    ),
    "bare-numbers.txt": Shape(
        "2019–2023",
        [
            ("", "", "1 2 3"),
        ],
        [],
    ),
    "bold-headings.md": Shape(
        "2014–2018",
        [
            ("1", "Stärkt demokrati", "1.1 1.2"),
            ("2", "Bättre miljö", "2.1 2.2"),
        ],
        [],
    ),
    "contents-first.txt": Shape(
        "2020–2022",
        [
            ("2.1", "Demokrati", "2.1.1 2.1.2"),
            ("2.2", "Miljö", "2.2.1"),
        ],
        [],
    ),
    "labelled-areas.txt": Shape(
        "2020–2022",
        [
            ("1", "Demokrati", "1.1 1.2"),
            ("2", "Miljö", "2.1"),
        ],
        [],
    ),
    "labelled-goals.txt": Shape(
        "2022–2025",
        [
            ("", "", "1 2 2.1"),
        ],
        [],
    ),
    "lead-in-in-each-area.txt": Shape(
        "2020–2023",
        [
            ("i", "Skydd", "i.1 i.2"),
            ("ii", "Lösningar", "ii.1"),
        ],
        [],
    ),
    "letters.txt": Shape(
        "2018–2021",
        [
            ("A", "Utbildning", "A.a A.b"),
            ("B", "Kultur", "B.a B.b"),
        ],
        [],
    ),
    "no-blank-lines.txt": Shape(
        "2018–2022",
        [
            ("2.1", "Ett effektivt Unicef", "2.1.1 2.1.2"),
            ("2.2", "Barns rättigheter", "2.2.1 2.2.2"),
        ],
        [],
    ),
    "no-signs.txt": Shape(
        "2020–2024",
        [
            ("", "", "1 2 3"),
        ],
        ["Rad 5", "Rad 7", "Rad 9"],
    ),
    "numbered-goals.txt": Shape(
        "2021–2024",
        [
            ("", "", "1 2 3"),
        ],
        [],
    ),
    "numbered-sections.txt": Shape(
        "2018–2022",
        [
            ("i", "Mänskliga rättigheter, demokrati, rättsstatens principer och jämställdhet", "i.1 i.2"),
            ("ii", "Miljö, klimat och hållbart nyttjande av naturresurser", "ii.1 ii.2 ii.3"),
        ],
        ["Rad 7", "Rad 9", "Rad 71"],
    ),
    "points-under-a-goal.txt": Shape(
        "2020–2022",
        [
            ("", "", "1 2 3 4"),
        ],
        ["Rad 5"],
    ),
    "roman-headings.md": Shape(
        "2017–2022",
        [
            ("I", "Förebyggande av konflikt", "I.1 I.2"),
            ("II", "Hållbar fred", "II.3 II.4"),
        ],
        [],
    ),
    "sub-areas.md": Shape(
        "2020–2022",
        [
            ("i", "Demokrati", "i.1 i.2 i.3"),
            ("ii", "Miljö", "ii.1"),
        ],
        [],
    ),
    "sub-areas.txt": Shape(
        "2016–2020",
        [
            ("i", "Stärkt resiliens och frihet från våld", "i.1 i.2 i.3"),
            ("ii", "Stärkt demokrati", "ii.1"),
        ],
        [],
    ),
    "two-lists.txt": Shape(
        "2020–2022",
        [
            ("", "", "1"),
        ],
        ["Rad 8"],
    ),
    "underlined.md": Shape(
        "2020–2022",
        [
            ("i", "Demokrati", "i.1 i.2"),
            ("ii", "Miljö", "ii.1"),
        ],
        [],
    ),
    "unknown-lead-in.txt": Shape(
        "2020–2022",
        [
            ("", "", "1 2"),
        ],
        ["Rad 14"],
    ),
}


def read(name: str) -> Document:
    return parse((FOLDER / name).read_text(encoding="utf-8"))


def test_every_text_is_tried() -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(SHAPES)


@pytest.mark.parametrize("name", SHAPES)
def test_areas_and_goals(name: str) -> None:
    found = read(name)
    areas = [(area.code, area.title, " ".join(goal.code for goal in area.goals)) for area in found.focus_areas]
    doubts = [warning.partition(":")[0] for warning in found.warnings]
    assert (str(found.period), areas, doubts) == (SHAPES[name].period, SHAPES[name].areas, SHAPES[name].doubts)


@pytest.mark.parametrize("name", SHAPES)
def test_goals_are_to_the_letter(name: str) -> None:
    source = " ".join((FOLDER / name).read_text(encoding="utf-8").split())
    for area in read(name).focus_areas:
        assert [goal.text for goal in area.goals if goal.text not in source] == []


def test_sub_areas_are_headings_on_their_goals() -> None:
    (first, second) = read("sub-areas.txt").focus_areas
    assert [goal.sub_area for goal in first.goals] == [
        "Med fokus på försörjning",
        "Med fokus på försörjning",
        "Med fokus på samhällstjänster",
    ]
    assert [goal.as_report()["sub_area"] for goal in second.goals] == ["Med fokus på civilsamhälle"]


def test_printed_number_is_no_part_of_the_wording_and_stays_in_the_text() -> None:
    found = read("numbered-goals.txt")
    (area,) = found.focus_areas
    place = found.sections[area.goals[0].section].paragraphs[area.goals[0].paragraph]
    assert (area.goals[0].text, place.plain) == (
        "FAO stärker sin normativa roll.",
        "1. FAO stärker sin normativa roll.",
    )


@pytest.mark.parametrize("lead_in", LEAD_INS)
def test_every_lead_in(lead_in: str) -> None:
    source = made_up("\n\n".join(f"• {goal}" for goal in FIRST_GOALS))
    found = parse(source.replace("Sverige ska under strategiperioden verka för att:", lead_in))
    assert (goals(found), found.warnings) == ([FIRST_GOALS, SECOND_GOALS], ())


@pytest.mark.parametrize(
    "line",
    [
        "Strategin bidrar till följande globala mål i Agenda 2030:",
        "Sverige ska verka för detta genom att:",
        "Uppföljningen omfattar:",
        "Sverige ska verka för att IOM stärks.",
        "För att nå målen ska Sverige i sin dialog med organisationen på alla nivåer och i alla sammanhang påtala:",
    ],
)
def test_line_that_leads_in_something_else(line: str) -> None:
    assert not leads_in_goals(line)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("perioden 2016-2020", "2016-01-01", "2020-12-31"),
        ("åren 2018 till och med 2022", "2018-01-01", "2022-12-31"),
        ("fr.o.m. 2018 t.o.m. 2022", "2018-01-01", "2022-12-31"),
        ("2018–22", "2018-01-01", "2022-12-31"),
        ("mellan 2021 och 2025", "2021-01-01", "2025-12-31"),
        ("från år 2015 till utgången av 2019", "2015-01-01", "2019-12-31"),
        ("i fem år från och med 2021", "2021-01-01", "2025-12-31"),
        ("från den 1 juli 2019 i tre år", "2019-07-01", "2022-06-30"),
        ("den 1 juli 2016 till den 30 juni 2020", "2016-07-01", "2020-06-30"),
        ("maj 2013 – december 2017", "2013-05-01", "2017-12-31"),
        ("1 januari 2020 – 31 december 2023", "2020-01-01", "2023-12-31"),
        ("2020-01-01–2023-06-30", "2020-01-01", "2023-06-30"),
        ("mars–juni 2021", "2021-03-01", "2021-06-30"),
    ],
)
def test_period_in_words(words: str, first: str, last: str) -> None:
    found = read_period(f"Strategin gäller {words}.")
    assert found
    assert (found.first_day.isoformat(), found.last_day.isoformat()) == (first, last)


@pytest.mark.parametrize("words", ["2018-06-28 UD2018/12345", "2024–2020", "den 31 juni 2020 till 2022", "400 kontor"])
def test_what_is_no_period(words: str) -> None:
    assert read_period(words) is None


def test_title_and_text_that_name_other_years_are_told() -> None:
    source = made_up("• a\n• b").replace("för perioden 2023–2026.", "för perioden 2023–2027.")
    found = parse(source)
    assert found.period == Period(2023, 2026)
    assert found.warnings == ("Titeln anger perioden 2023–2026, men texten 2023–2027.",)


def test_a_line_of_the_cover_is_kept_and_named() -> None:
    found = read("numbered-sections.txt")
    assert found.responsible == "Utrikesdepartementet"
    assert [paragraph.text for paragraph in found.sections[0].paragraphs] == [
        "Styrelsen för internationellt utvecklingssamarbete (Sida)",
        "105 25 Stockholm",
    ]
    assert re.fullmatch("Rad 7: ”Styrelsen .*” står före titeln och är läst för sig.", found.warnings[0])
