"""The same number is the same everywhere: on the pages, in the PDF as it is read, and in the JSON.

The officer sees everything, and so does the internal edition with secrets: there nothing may differ.
"""

import html
import json
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from docx import Document
from openpyxl import Workbook, load_workbook
from pytest_django import DjangoDbBlocker

from priorities.goals.models import Goal
from strategy.people.models import User
from tests.conftest import SLUG

YEAR, LAST_DAY = 2021, "2021-12-31"
TAGS = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Told:
    """What each place says, as text a person reads; `written` is the JSON itself."""

    overview: str
    overview_then: str  # as of the report's last day
    coverage: str
    goals: dict[str, str]
    work_plan: str
    pdf: str
    word: Any  # the document, as python-docx reads it
    book: Workbook
    written: dict[str, Any]

    def goal(self, code: str) -> dict[str, Any]:
        goals = (goal for area in self.written["focus_areas"] for goal in area["goals"])
        return next(goal for goal in goals if goal["code"] == code)


@pytest.fixture(scope="module")
def told(demonstration_set: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory) -> Told:
    with django_db_blocker.unblock():
        return read_everywhere(tmp_path_factory.mktemp("agreement"))


def read_everywhere(folder: Path) -> Told:
    client = Client()
    client.force_login(User.objects.get(email="handlaggare@demo.example"))
    base = f"/strategies/{SLUG}"
    saved, printed, written, counted = (folder / f"report.{form}" for form in ("json", "pdf", "docx", "xlsx"))
    wish = {"strategy": SLUG, "year": YEAR, "audience": "internal-secret"}
    call_command("make_report", output=saved, format="json", **wish)
    for file in (printed, written, counted):
        call_command("make_report", snapshot=saved, output=file, format=file.suffix[1:])
    return Told(
        overview=page(client, f"{base}/?year={YEAR}"),
        overview_then=page(client, f"{base}/?year={YEAR}&on={LAST_DAY}"),
        coverage=page(client, f"{base}/coverage/?year={YEAR}"),
        goals={goal.code: page(client, goal.get_absolute_url()) for goal in Goal.objects.filter(strategy__slug=SLUG)},
        work_plan=page(client, f"{base}/work-plan/"),
        pdf=subprocess.run(["pdftotext", "-layout", printed, "-"], capture_output=True, text=True, check=True).stdout,
        word=Document(str(written)),
        book=load_workbook(counted),
        written=json.loads(saved.read_text(encoding="utf-8")),
    )


def words_of(document: Any) -> str:
    """Its paragraphs outside tables."""
    return re.sub(r"\s+", " ", " ".join(paragraph.text for paragraph in document.paragraphs))


def rows_under(document: Any, heading: str) -> dict[str, list[str]]:
    """Of the table whose first heading begins so, by their first cell."""
    table = next(found for found in document.tables if found.rows[0].cells[0].text.startswith(heading))
    rows = [[cell.text.strip() for cell in row.cells] for row in table.rows]
    return {row[0]: row for row in rows}


def in_book(book: Workbook, sheet: str, key: str, value: str) -> dict[str, Any]:
    """One column of a sheet by another."""
    head, *rows = book[sheet].iter_rows(values_only=True)
    return {str(row[head.index(key)]): row[head.index(value)] for row in rows}


def page(client: Client, address: str) -> str:
    """A page's text with single spaces; a bar stands between the cells of a table."""
    response = client.get(address)
    assert response.status_code == 200, address
    marked = re.sub(r"</t[dh]>", "|", response.content.decode())
    return re.sub(r"\s+", " ", html.unescape(TAGS.sub(" ", marked)))


def number(pattern: str, text: str) -> int:
    found = re.search(pattern, text)
    assert found is not None, pattern
    return int(found[1].replace("\xa0", ""))


KEY_FIGURES = {
    "goals": ("overview", r"\d+ av (\d+) mål har utvecklats framåt", r"Av strategins (\d+) mål"),
    "goals_forward": ("overview", r"(\d+) av \d+ mål har utvecklats framåt", r"mål har (\d+) utvecklats framåt"),
    "meetings": ("overview", r"(\d+) möten, \d+ planera", r"fört dialog vid (\d+) möten"),
    "observations": ("overview", r"(\d+) fältobservationer från", r"av \d+\s+\d+\s+\d+\s+(\d+)\s+\d+ mnkr"),
    "observing_organisations": ("overview", r"fältobservationer från (\d+) organisationer", r"(\d+) myndigheter"),
    "open_commitments": ("overview_then", r"(\d+) öppna utfästelser", r"(\d+) utfästelser är öppna"),
    "late_commitments": ("overview_then", r"öppna utfästelser, (\d+) försena", r"är öppna, varav (\d+) försena"),
}


IN_WORD = {"observations": r"(\d+) fältobservationer från", "observing_organisations": r"från (\d+) myndigheter"}
IN_BOOK = {
    "goals": "Mål",
    "goals_forward": "Mål som har utvecklats framåt",
    "meetings": "Möten i dialog",
    "observations": "Fältobservationer",
    "observing_organisations": "Organisationer som har skickat in observationer",
    "open_commitments": "Öppna utfästelser",
    "late_commitments": "Försenade utfästelser",
}


@pytest.mark.parametrize("name", KEY_FIGURES)
def test_a_key_figure_is_the_same_on_the_overview_and_in_every_file(told: Told, name: str) -> None:
    place, shown, printed = KEY_FIGURES[name]
    written = told.written["figures"][name]
    assert number(shown, getattr(told, place)) == written
    assert number(printed, re.sub(r"[ \n]+", " ", told.pdf)) == written
    assert number(IN_WORD.get(name, printed), words_of(told.word)) == written
    assert in_book(told.book, "Nyckeltal", "Vad", "Värde")[IN_BOOK[name]] == written


def test_core_support_is_the_same(told: Told) -> None:
    kronor = told.written["figures"]["core_support"]
    (year,) = [
        found for found in told.written["funding"]["years"] if (found["year"], found["currency"]) == (YEAR, "SEK")
    ]
    assert int(year["core"]) == kronor
    assert number(r"(\d+)\xa0?mnkr", told.overview.replace(" mnkr", "mnkr")) * 1_000_000 == kronor
    assert number(r"(\d+)\s?mnkr", told.pdf.replace("\xa0", " ")) * 1_000_000 == kronor
    assert number(r"(\d+) mnkr", words_of(told.word)) * 1_000_000 == kronor
    assert in_book(told.book, "Nyckeltal", "Vad", "Värde")["Kärnstöd under året, kronor"] == kronor
    rows = told.book["Bidrag per år"].iter_rows(min_row=2, values_only=True)
    assert [row[3] for row in rows if row[:2] == (YEAR, "SEK")] == [kronor]


def codes() -> list[str]:
    return [f"{area}.{place}" for area, count in (("i", 7), ("ii", 8), ("iii", 6)) for place in range(1, count + 1)]


def printed_total(pdf: str, code: str) -> int:
    """The last figure of the goal's row in the coverage matrix."""
    table = pdf.split("Framförda budskap per mål och slag av möte")[-1]
    found = re.search(rf"^ *{re.escape(code)} .* (\d+|–) *$", table, re.MULTILINE)
    assert found is not None, code
    return 0 if found[1] == "–" else int(found[1])


def shown_total(coverage: str, code: str) -> int:
    """The sum of the goal's row on the page of the coverage, which has words beside it; nought has none."""
    table = coverage.split("Mål och kvartal")[0]
    assert f" {code}| " in table
    found = re.search(rf"(\d+) {re.escape(code)}, Summa:", table)
    return int(found[1]) if found else 0


@pytest.mark.parametrize("code", codes())
def test_the_messages_on_a_goal_are_as_many_everywhere(told: Told, code: str) -> None:
    """In the coverage's page, the PDF's table, the JSON's counts and its strip, and on the goal's own page."""
    counts = next(row["counts"] for row in told.written["dialogue"]["coverage"] if row["goal"] == code)
    written = sum(counts.values())
    assert sum(cell["count"] for cell in told.goal(code)["strip"] if cell["year"] == YEAR) == written
    on_page = re.findall(
        rf"{YEAR} kv \d: (\d+)\.", told.goals[code].split("Framfört per kvartal")[1].split("Övriga")[0]
    )
    assert sum(map(int, on_page)) == written
    assert shown_total(told.coverage, code) == written
    assert printed_total(told.pdf, code) == written
    in_word = next(rows for rows in coverage_in(told.word) if rows[0] == code)[-1]
    assert int(in_word.replace("–", "0")) == written
    assert in_book(told.book, "Täckning", "Mål", "Summa")[code] == written


def coverage_in(document: Any) -> list[list[str]]:
    table = next(found for found in document.tables if found.rows[0].cells[-1].text == "Summa")
    return [[cell.text.strip() for cell in row.cells] for row in table.rows]


@pytest.mark.parametrize("code", codes())
def test_a_goals_level_is_the_same_everywhere(told: Told, code: str) -> None:
    words = {None: None, "none": "Ingen", "partial": "Viss", "substantial": "God", "attained": "Uppnått"}
    words["not_assessable"] = "Ej bedömbar"
    expected = words[told.goal(code)["judgement"]["attainment"]]
    matrix = told.pdf.split("Målen 2021")[1].split("Insats är Sveriges")[0]
    row = re.search(rf"^ *{re.escape(code)} .*$", matrix, re.MULTILINE)
    assert row is not None
    assert (expected or "Anges inte") in row[0]
    assert matrix_in(told.word)[code][2] == in_book(told.book, "Mål", "Mål", "Måluppfyllelse")[code]
    assert matrix_in(told.word)[code][2] == (expected or "Anges inte")
    if expected is not None:
        judged = rf"\b{YEAR} bedömd \d+ \w+ \d{{4}} {expected}\b"
        assert re.search(judged, told.goals[code].replace("  ", " ")), told.goals[code][:3000]


def matrix_in(document: Any) -> dict[str, list[str]]:
    return rows_under(document, "Mål: Sverige ska verka för att")


def test_sums_in_the_pdf_are_those_of_its_parts(told: Told) -> None:
    table = told.pdf.split("Framförda budskap per mål och slag av möte")[-1]
    for area in told.written["focus_areas"]:
        total = number(rf"(?m)^ *{area['code']}\) .* (\d+) *$", table)
        assert total == sum(printed_total(told.pdf, goal["code"]) for goal in area["goals"])
    messages = sum(sum(row["counts"].values()) for row in told.written["dialogue"]["coverage"])
    assert number(r"framfört (\d+) budskap", re.sub(r"\s+", " ", told.pdf)) == messages


def test_the_work_plans_counts_are_those_of_its_lists(told: Told) -> None:
    plan = told.written["work_plan"]
    counts = [len(plan[name]) for name in ("done", "late", "dropped", "moved")]
    assert re.search(r"^ *{} +{} +{} +{} *$".format(*counts), told.pdf, re.MULTILINE)
    for line in plan["late"]:
        assert line["title"] in told.work_plan
