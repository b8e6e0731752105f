import gc
import io
import json
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import outloud
import page
import pikepdf
import pytest
from django.conf import settings
from pypdf import PdfReader

from reporting.reports.contents.snapshots.canonical import canonical
from reporting.reports.contents.snapshots.taking import take
from reporting.reports.paper.pdf import Printed, TooLong, render_pdf
from reporting.reports.paper.printing import NotASnapshot, html
from reporting.reports.paper.typesetting import Fetcher
from strategy.decision.models import Strategy
from tests.making import Making
from tests.reporting.conftest import TAKEN_AT
from tests.reporting.reports.contents.test_snapshots import OPEN, SECRET, fill
from tests.reporting.reports.paper.test_tagging import LONG

Print = Callable[..., Printed]

HOSTILE = """<script>alert(1)</script> <img src="http://127.0.0.1:9/a.png"> ![x](http://127.0.0.1:9/b.png)
<link rel="attachment" href="file:///etc/passwd"> <style>@import url(http://127.0.0.1:9/c.css);</style>
[x](file:///etc/passwd) <svg><image href="file:///etc/hostname"/></svg>"""


LOADED = """
import sys, config.wsgi
from django.urls import get_resolver
assert len(get_resolver().url_patterns) > 1
large = ("weasyprint", "fontTools", "docx", "pdfplumber", "xlsxwriter", "lxml")
print([name for name in large if name in sys.modules])
"""


def test_a_web_server_that_makes_no_file_does_without_what_makes_them() -> None:
    command = [sys.executable, "-c", LOADED]
    answer = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True)
    assert (answer.stdout, answer.stderr) == ("[]\n", "")


@pytest.fixture
def printed(make: Making) -> Print:
    """A report's PDF for an audience."""

    def render(audience: str = "internal", **fields: Any) -> Printed:
        snapshot = take(make.report(audience=audience, **fields), TAKEN_AT)
        return render_pdf(html(snapshot.content), snapshot.sha256)

    return render


def plain(content: bytes) -> bytes:
    """Every stream and object of the file, uncompressed."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        loose = io.BytesIO()
        pdf.save(loose, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return loose.getvalue()


def everything_in(content: bytes) -> str:
    """All that can be read out of the file: the pages' text, bookmarks, metadata, alternative texts, strings."""
    reader = PdfReader(io.BytesIO(content))
    told = [text.replace("-\n", "") for text in (page.extract_text() for page in reader.pages)]
    told += [str(reader.metadata), *bookmarks(reader.outline)]
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for thing in pdf.objects:
            told += strings_in(thing)
    return "\n".join(told)


def strings_in(thing: Any) -> Iterator[str]:
    if isinstance(thing, pikepdf.String):
        yield str(thing)
    elif isinstance(thing, pikepdf.Array):
        for part in thing:
            yield from () if getattr(part, "is_indirect", False) else strings_in(part)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        for part in dict(thing).values() if isinstance(thing, pikepdf.Dictionary) else dict(thing.stream_dict).values():
            yield from () if getattr(part, "is_indirect", False) else strings_in(part)


def bookmarks(outline: Any) -> list[str]:
    return [
        title
        for entry in outline
        for title in (bookmarks(entry) if isinstance(entry, list) else [str(entry["/Title"])])
    ]


def everything(make: Making) -> dict[str, dict[str, Any]]:
    """One of all that any kind prints. By kind: what names its report, and an edition of it."""
    fill(make, "i.1", "öppet", **OPEN)
    make.observation(goals=[], state="accepted", **OPEN)
    make.measurement(make.indicator(goals=["i.1"]), year=2020, **OPEN)
    make.measurement(make.indicator("Annat", ["i.1"]), year=2021, qualifier="about", **OPEN)
    make.contribution(year=2021, purpose="Intern styrning", **OPEN)
    for state in ("planned", "done", "dropped"):
        make.activity_update(make.activity(state=state, title=state, **OPEN), kind="move", text="Vakans.")
    make.assessment("i.3", attainment="partial", development="backward", state="approved", **OPEN)
    day: dict[str, Any] = {"starts_on": date(2022, 3, 10), "state": "planned"}
    meeting, session = make.event(kind="organisation_consultation", **day, **OPEN), make.event(**day, **OPEN)
    make.event_counterpart(session)
    make.prepared_goal(make.agenda_item(session, number="4"), "i.1", message="Vi vill se siffror.")
    make.key_message("i.1", say_not="Inte så.", **OPEN)
    make.assessment("i.3", 2020, attainment="substantial", state="approved", **OPEN)
    make.crosswalk(make.framework_item(make.framework(), name_en="Planned policies"), "i.1", **OPEN)
    make.framework("En lista utan kopplingar")
    then = {"year": 2022, "evidence_until": date(2022, 2, 15)}
    assessed = {"kind": "assessment", "audience": "external"}
    return {
        "short": {"form": "short", "audience": "agencies"},
        "assessment": assessed,
        "short assessment": assessed | {"form": "short"},
        "yearly": {"audience": "agencies"},
        "consultation": {"kind": "consultation", "audience": "agencies", "event": meeting, **then},
        "briefing": {"kind": "briefing", "audience": "internal", "event": session, **then},
    }


@pytest.mark.parametrize(
    ("kind", "language"),
    [
        *(("yearly", "sv"), ("consultation", "en"), ("briefing", "en"), ("briefing", "sv")),
        *(("short", "sv"), ("assessment", "en"), ("short assessment", "sv")),
        *(pytest.param(*those, marks=pytest.mark.long) for those in (("yearly", "en"), ("consultation", "sv"))),
        *(
            pytest.param(*those, marks=pytest.mark.long)
            for those in (("short", "en"), ("assessment", "sv"), ("short assessment", "en"))
        ),
    ],
)
def test_it_is_pdf_ua_1_and_pdf_a_3a_in_one_and_a_second_opinion_finds_no_error(
    make: Making, printed: Print, tmp_path: Path, kind: str, language: str
) -> None:
    content = printed(language=language, **everything(make)[kind]).content
    for profile in (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A):
        result = page.validate_pdf_bytes(content, profile=profile)
        assert result.is_compliant, str(result)
    file = tmp_path / "report.pdf"
    file.write_bytes(content)
    heard = outloud.check(str(file))
    assert [found.message for found in heard.findings if found.severity == "error"] == []


@pytest.mark.parametrize(
    "kind", ["consultation", "briefing", "short", "assessment", pytest.param("yearly", marks=pytest.mark.long)]
)
def test_the_same_snapshot_gives_the_same_bytes_of_every_kind(make: Making, kind: str) -> None:
    snapshot = take(make.report(**everything(make)[kind]), TAKEN_AT)
    one, two = (render_pdf(html(snapshot.content), snapshot.sha256) for _ in range(2))
    assert one == two
    assert canonical(json.loads(snapshot.content)) == snapshot.content


def test_an_older_snapshot_can_still_be_printed(make: Making) -> None:
    """As one of before there were funding and work plan in it."""
    written = json.loads(take(make.report(), TAKEN_AT).content)
    for later in ("funding", "work_plan", "brief", "asked"):
        del written[later]
    for area in written["focus_areas"]:
        for goal in area["goals"]:
            del goal["indicators"]
    document = html(canonical({**written, "schema": "report-1"}))
    assert "Läget i korthet" in document
    assert 'id="finansiering"' not in document


def test_the_external_file_holds_no_word_of_working_or_secret_material(make: Making, printed: Print) -> None:
    fill(make, "i.1", "synligt", **OPEN)
    fill(make, "ii.1", "internord")
    fill(make, "iii.1", "hemligord", **SECRET)
    content = printed("external").content
    told = everything_in(content)
    assert "budskap-synligt" in told
    assert "internord" not in told
    assert "hemligord" not in told
    assert not re.search(rb"internord|hemligord", plain(content))
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert not pdf.attachments


@pytest.mark.long
def test_the_internal_file_holds_no_word_of_secret_material(make: Making, printed: Print) -> None:
    fill(make, "ii.1", "internord")
    fill(make, "iii.1", "hemligord", **SECRET)
    told = everything_in(printed("internal").content)
    assert "budskap-internord" in told
    assert "hemligord" not in told


def test_its_metadata_and_bookmarks_come_from_the_snapshot(printed: Print) -> None:
    content = printed(registry_number="Ju2022/00001").content
    reader = PdfReader(io.BytesIO(content))
    metadata, titles = reader.metadata, bookmarks(reader.outline)
    assert metadata is not None
    assert str(metadata.creation_date) == str(metadata.modification_date) == "2022-02-15 10:30:00+00:00"
    assert (metadata.title or "").startswith("Uppföljning 2021 – Strategi för Sveriges samarbete")
    assert metadata.author == "Justitiedepartementet"
    assert metadata.subject == "Ju2022/00001 · Intern utgåva · version 1"
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert str(pdf.Root.Lang) == "sv"
    assert titles[0] == "Läget i korthet"
    assert [title for title in titles if title.startswith("i)")] == ["i) Organisatoriska rutiner"]
    assert len([title for title in titles if re.match(r"i+\.\d ", title)]) == 21
    assert titles[-1] == "Ändringar sedan förra versionen"
    assert "Demonstration" not in everything_in(content)


def test_every_page_says_that_it_is_secret_and_a_demonstration(strategy: Strategy, printed: Print) -> None:
    strategy.demonstration_on = TAKEN_AT.date()
    strategy.save()
    pages = PdfReader(io.BytesIO(printed("internal-secret").content)).pages
    marking = "Sekretess – expedieras inte · Demonstration – fiktivt innehåll"
    assert all(marking in page.extract_text() for page in pages)


def test_notes_and_register_lead_to_each_other(make: Making) -> None:
    fill(make, "i.1", "öppet")
    document = html(take(make.report(), TAKEN_AT).content)
    assert 'href="#underlag-1"' in document
    assert 'id="underlag-1"' in document
    assert 'id="mal-i.1-underlag-1"' in document
    assert 'href="#mal-i.1-underlag-1"' in document


@pytest.mark.parametrize(
    "audience",
    [*("internal", "agencies", "external", "consultation", "briefing"), "short", "assessment", "short assessment"],
)
def test_every_link_inside_leads_somewhere(make: Making, audience: str) -> None:
    named = everything(make)
    report = make.report(**named.get(audience, {"audience": audience}))
    document = html(take(report, TAKEN_AT).content)
    wanted = set(re.findall(r'(?:href|data-to)="#([^"]+)"', document))
    assert wanted - set(re.findall(r' id="([^"]+)"', document)) == set()


def test_english_free_text_is_marked_as_swedish(make: Making) -> None:
    fill(make, "i.1", "öppet")
    document = html(take(make.report(language="en"), TAKEN_AT).content)
    assert '<html lang="en">' in document
    assert '<td lang="sv"><div class="typed"><p>budskap-öppet</p></div></td>' in document
    assert "Stronger" in document


def test_a_hostile_narrative_fetches_and_attaches_nothing(
    make: Making, printed: Print, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object) -> None:
        raise AssertionError("something was fetched")

    make.assessment(happened=HOSTILE, public_text=HOSTILE, state="approved", **OPEN)
    make.intervention(make.event(title=HOSTILE[:190], **OPEN), message=HOSTILE, response=HOSTILE, **OPEN)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    content = printed().content
    assert b"root:" not in plain(content)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert not pdf.attachments


@pytest.mark.parametrize(
    "address",
    [
        "https://iom.int/",
        "file:///etc/passwd",
        "font:../../css/report.css",
        "font:LICENSE",
        "data:text/plain,x",
        "ftp://127.0.0.1/",
    ],
)
def test_the_fetcher_refuses_all_but_our_fonts(address: str) -> None:
    with pytest.raises(ValueError, match="only our own fonts"):
        Fetcher().fetch(address)


def test_the_fetcher_hands_out_our_fonts() -> None:
    assert Fetcher().fetch("font:source-sans-3-latin-wght-normal.woff2").read(4) == b"\x00\x01\x00\x00"


def test_pages_are_told_as_they_are_laid_out() -> None:
    told: list[int] = []
    made = render_pdf(LONG, "0", told.append)
    assert told[: made.pages] == list(range(1, made.pages + 1))


def test_too_long_a_report_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reporting.reports.paper.typesetting.MOST_PAGES", 2)
    with pytest.raises(TooLong):
        render_pdf(LONG, "0")


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"schema":"report-1"}', '{"schema":"report-2"}', "nonsens"])
def test_what_is_no_snapshot_is_refused(text: str) -> None:
    with pytest.raises(NotASnapshot):
        html(text)


def test_the_pace_of_collecting_is_the_usual_one_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = gc.get_threshold()
    monkeypatch.setattr("reporting.reports.paper.typesetting.MOST_PAGES", 2)
    with pytest.raises(TooLong):
        render_pdf(LONG, "0")
    assert gc.get_threshold() == usual
