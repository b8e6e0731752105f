"""Everything that the design's table *What is offered* has is made of the demonstration set, and nothing else is."""

import json
import re
from collections.abc import Iterator
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any

import page
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from dialogue.meetings.models.events import Event
from reporting.reports.contents.kinds import REPORT_KINDS
from reporting.reports.models import Report, ReportText
from reporting.reports.rendering import MOST_SHORT_PAGES
from reporting.reports.services import create_report, queue
from strategy.access import Audience
from strategy.decision.models import Strategy
from strategy.jobs.services import execute
from strategy.people.models import User
from strategy.people.organisations import Organisation
from tests.conftest import SLUG
from tests.reporting.reports.paper.fill import pages_left_empty

pytestmark = [pytest.mark.usefixtures("demonstration_set"), pytest.mark.django_db]

Wish = dict[str, Any]

ALL = tuple(Audience.values)
OFFERED: list[tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = [
    ("yearly", ALL, ("full", "short"), ("sv", "en")),
    ("consultation", ("internal", "agencies"), ("full",), ("sv",)),
    ("briefing", ("internal", "internal-secret"), ("full",), ("sv", "en")),
    ("assessment", ("internal", "external"), ("full", "short"), ("sv", "en")),
]


def wishes() -> Iterator[Wish]:
    for kind, audiences, forms, languages in OFFERED:
        for audience, form, language in product(audiences, forms, languages):
            wish: Wish = {"kind": kind, "audience": audience, "form": form, "language": language}
            yield wish
            if audience == "agencies" and form == "full" and language == "sv":
                yield wish | {"organisation": "sida"}


def named(wish: Wish) -> str:
    return " ".join(wish.values())


def by_command() -> list[Any]:
    """The whole ones take long to lay out: one of each new kind in the gate, the others in the proof."""
    soon = [
        named(wish)
        in {
            *("assessment external full en", "briefing internal-secret full sv", "yearly external full sv"),
            *("yearly internal-secret short sv", "assessment internal short sv"),
        }
        for wish in wishes()
    ]
    return [
        pytest.param(wish, id=named(wish), marks=[] if is_soon else pytest.mark.long)
        for wish, is_soon in zip(wishes(), soon, strict=True)
    ]


@pytest.mark.parametrize("wish", by_command())
def test_it_is_made_by_make_report_in_every_format(wish: Wish, tmp_path: Path) -> None:
    """Valid as PDF/A-3a and PDF/UA-1, the headings of Word those of the PDF, the short form on at most four pages."""
    output = tmp_path / "report.pdf"
    year = {} if wish["kind"] in {"consultation", "briefing"} else {"year": 2021}
    call_command("make_report", strategy=SLUG, output=output, **wish, **year)
    report = Report.objects.latest("pk")
    files = {file.format: file.file.read() for file in report.files.all()}
    assert set(files) == {"pdf", "docx", "json", *(["xlsx"] if wish["kind"] != "briefing" else [])}
    for profile in (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A):
        result = page.validate_pdf_bytes(files["pdf"], profile=profile)
        assert result.is_compliant, str(result)
    read = PdfReader(BytesIO(files["pdf"]))
    assert headings_of(files["docx"]) == list(bookmarks(read.outline))
    assert len(read.pages) <= MOST_SHORT_PAGES or wish["form"] == "full"
    assert wish["kind"] not in {"yearly", "assessment"} or 20 * len(pages_left_empty(files["pdf"])) < len(read.pages)
    assert json.loads(files["json"])["report"]["audience"] == wish["audience"]
    assert all("Demonstration" in text for text in (each.extract_text() for each in read.pages))


def headings_of(content: bytes) -> list[tuple[int, str]]:
    paragraphs = Document(BytesIO(content)).paragraphs
    styled = [(str(found.style.name), found.text) for found in paragraphs if found.style is not None]
    return [(int(name[-1]), " ".join(text.split())) for name, text in styled if re.fullmatch(r"Heading \d", name)]


def bookmarks(outline: Any, level: int = 1) -> Iterator[tuple[int, str]]:
    for entry in outline:
        if isinstance(entry, list):
            yield from bookmarks(entry, level + 1)
        else:
            yield level, " ".join(str(entry["/Title"]).split())


def by_page() -> list[Any]:
    """The Swedish ones in the gate."""
    marks: dict[str, list[Any]] = {"sv": [], "en": [pytest.mark.long]}
    return [pytest.param(wish, id=named(wish), marks=marks[wish["language"]]) for wish in wishes()]


@pytest.mark.parametrize("wish", by_page())
def test_it_is_ordered_on_the_page(wish: Wish) -> None:
    client = Client()
    client.force_login(User.objects.get(email="handlaggare@demo.example"))
    form = {**typed(wish), "audience": wish["audience"], "language": wish["language"], "form": wish["form"]}
    number = Report.objects.count()
    response = client.post(f"{reverse('reporting:report-new', args=[SLUG])}?kind={wish['kind']}", form)
    assert response.status_code == 302, response.content.decode()
    if wish["audience"] in {"agencies", "external"}:
        review = client.get(response.headers["Location"])
        seen = re.search(r'name="seen" value="([^"]+)"', review.content.decode())
        assert seen is not None
        assert client.post(response.headers["Location"], {"seen": seen[1], "confirmed": "on"}).status_code == 302
    report = Report.objects.latest("pk")
    assert Report.objects.count() == number + 1
    made = (report.kind, report.audience, report.form, report.language)
    assert made == (wish["kind"], wish["audience"], wish["form"], wish["language"])
    assert (report.organisation.key if report.organisation else None) == wish.get("organisation")
    assert report.state == "queued"


def typed(wish: Wish) -> Wish:
    own = {"organisation": Organisation.objects.get(key=wish["organisation"]).pk} if "organisation" in wish else {}
    if wish["kind"] in {"yearly", "assessment"}:
        return {"year": 2021, **own}
    events = Event.objects.filter(strategy__slug=SLUG, state="planned").exclude(effective_classification="secret")
    consultations = events.filter(kind="organisation_consultation")
    others = events.exclude(kind="organisation_consultation")
    return {"event": (consultations if wish["kind"] == "consultation" else others).earliest("starts_on").pk, **own}


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        ({"kind": "assessment", "audience": "agencies", "year": 2021}, "som intern eller extern utgåva"),
        ({"kind": "assessment", "audience": "internal-secret", "year": 2021}, "som intern eller extern utgåva"),
        ({"kind": "consultation", "form": "short"}, "Sammandrag görs av"),
        ({"kind": "briefing", "form": "short"}, "Sammandrag görs av"),
    ],
)
def test_what_is_not_offered_is_refused_in_a_sentence(wish: Wish, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=sentence):
        call_command("make_report", strategy=SLUG, output=tmp_path / "x.pdf", **wish)


def test_every_kind_offers_what_the_table_says() -> None:
    assert {kind: set(REPORT_KINDS[kind].audiences) for kind, *_rest in OFFERED if kind != "consultation"} == {
        kind: set(audiences) for kind, audiences, *_rest in OFFERED if kind != "consultation"
    }
    assert {kind for kind, _audiences, forms, _languages in OFFERED if "short" in forms} == {
        kind.key for kind in REPORT_KINDS.values() if kind.short
    }


# ------------------------------------------------------------------ the demonstration's own assessment


def test_the_demonstrations_assessment_is_written_and_waits_to_be_made(tmp_path: Path) -> None:
    report = Report.objects.get(kind="assessment")
    assert (report.audience, report.state) == ("internal", "queued")
    assert {text.key for text in report.texts.all()} == set(REPORT_KINDS["assessment"].texts)
    assert report.strategy.is_demonstration
    saved = tmp_path / "x.json"
    call_command("make_report", strategy=SLUG, kind="assessment", year=2021, format="json", output=saved)
    written = json.loads(saved.read_text())
    assert (written["report"]["version"], written["report"]["year"]) == (2, 2021)
    assert written["recommendations"]["drafted"] is False
    assert written["frameworks"][0]["publisher"] == "Demonstrationen"


def test_a_short_form_that_is_too_long_is_refused_in_a_sentence() -> None:
    strategy, maker = Strategy.objects.get(slug=SLUG), User.objects.get(email="handlaggare@demo.example")
    wish = {"kind": "yearly", "form": "short", "year": 2021, "audience": "internal", "language": "sv"}
    report = create_report(strategy=strategy, by=maker, **wish)
    text = "\n\n".join(["Ett långt stycke om året. " * 20] * 60)
    ReportText.objects.create(strategy=strategy, report=report, key="summary", text=text)
    execute(queue(report, maker, aloud=False).pk)
    report.refresh_from_db()
    assert (report.state, report.failure) == (
        "failed",
        "Sammandraget blev längre än fyra sidor. Korta de texter som du själv har skrivit i det.",
    )
