import hashlib
import json
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from reporting.reports.models import Report
from strategy.people.models import Membership
from tests.conftest import SLUG, Cast
from tests.making import Making


def run(*arguments: object, **options: Any) -> str:
    out = StringIO()
    call_command("make_report", *map(str, arguments), stdout=out, **options)
    return out.getvalue()


def wanted(output: Path, **options: object) -> list[object]:
    chosen = {"strategy": SLUG, "kind": "yearly", "year": 2021, "audience": "external", "language": "sv"} | options
    return [part for name, value in chosen.items() for part in (f"--{name}", value)] + ["--output", output]


def test_it_makes_a_pdf_and_says_what_was_made(make: Making, cast: Cast, tmp_path: Path) -> None:
    output = tmp_path / "rapport.pdf"
    told = json.loads(run(*wanted(output), "--format", "pdf", "--json"))
    report = Report.objects.get(pk=told["report"])
    content = output.read_bytes()
    assert content.startswith(b"%PDF-1.7")
    assert list(told) == [
        *("report", "version", "kind", "audience", "language", "pages", "snapshot_sha256", "sha256", "seconds")
    ]
    assert told["sha256"] == hashlib.sha256(content).hexdigest() == report.files.get(format="pdf").sha256
    assert told["snapshot_sha256"] == report.snapshots.get().sha256
    assert (told["version"], told["kind"], told["audience"], told["language"]) == (1, "yearly", "external", "sv")
    assert (report.state, report.created_by) == ("draft", cast.officer)
    review = report.edition_reviews.get()
    assert (review.purpose, review.by, review.note) == ("rendering", cast.officer, review.note)
    assert review.note.startswith("Bekräftad av den som körde make_report på servern: ")


@pytest.mark.long
def test_json_is_the_snapshot_and_renders_to_the_same_pdf(make: Making, cast: Cast, tmp_path: Path) -> None:
    """However its lines are set out."""
    saved, first = tmp_path / "rapport.json", tmp_path / "rapport.pdf"
    made = json.loads(run(*wanted(saved), "--format", "json", "--json"))
    assert made["sha256"] == made["snapshot_sha256"] == hashlib.sha256(saved.read_bytes()).hexdigest()
    again = json.loads(run("--snapshot", saved, "--format", "pdf", "--output", first, "--json"))
    stored = Report.objects.get(pk=made["report"]).files.get(format="pdf")
    assert first.read_bytes() == stored.file.read()
    assert (again["report"], again["pages"]) == (None, stored.pages)
    assert Report.objects.count() == 1
    spread, output = tmp_path / "2.json", tmp_path / "3.json"
    spread.write_text(json.dumps(json.loads(saved.read_text()), indent=2))
    run("--snapshot", spread, "--format", "json", "--output", output)
    assert output.read_bytes() == saved.read_bytes()


@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_word_and_a_workbook_are_made_of_the_same_snapshot(make: Making, cast: Cast, tmp_path: Path, form: str) -> None:
    output, saved = tmp_path / f"rapport.{form}", tmp_path / "rapport.json"
    told = json.loads(run(*wanted(output), "--format", form, "--json"))
    files = Report.objects.get(pk=told["report"]).files
    assert (files.count(), output.read_bytes()) == (4, files.get(format=form).file.read())
    saved.write_bytes(files.get(format="json").file.read())
    again = json.loads(run("--snapshot", saved, "--format", form, "--output", tmp_path / "x", "--json"))
    assert (again["sha256"], again["pages"]) == (told["sha256"], None)


def test_the_maker_is_who_is_named_and_nothing_is_said_unasked(make: Making, cast: Cast, tmp_path: Path) -> None:
    assert run(*wanted(tmp_path / "x.json"), "--format", "json", "--maker", cast.colleague.email) == ""
    assert Report.objects.get().created_by == cast.colleague


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"strategy": "finns-inte"}, "Det finns ingen strategi med namnet ”finns-inte”."),
        ({"year": 1999}, "--year ska vara ett av strategins år, 2020–2022."),
        ({"maker": "reader@test.example"}, "reader@test.example får inte göra rapporter i strategin."),
        ({"maker": "nobody@test.example"}, "nobody@test.example får inte göra rapporter i strategin."),
    ],
)
def test_a_wrong_wish_is_one_line_and_changes_nothing(
    cast: Cast, tmp_path: Path, options: dict[str, object], error: str
) -> None:
    with pytest.raises(CommandError, match=error) as refused:
        run(*wanted(tmp_path / "x.pdf", **options))
    assert "\n" not in str(refused.value)
    assert not Report.objects.exists()
    assert list(tmp_path.glob("x*")) == []


def test_a_strategy_without_officers_has_no_maker(cast: Cast, tmp_path: Path) -> None:
    Membership.objects.filter(role="officer").delete()
    with pytest.raises(CommandError, match="ingen handläggare"):
        run(*wanted(tmp_path / "x.pdf"))


def test_neither_a_wish_nor_a_snapshot_is_refused(cast: Cast, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Ange --strategy och --year, eller --snapshot"):
        run("--output", tmp_path / "x.pdf")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[]", b'{"schema":"report-1"}', b"%PDF-1.7"])
def test_a_file_that_is_no_snapshot_is_refused(db: None, tmp_path: Path, content: bytes) -> None:
    saved = tmp_path / "saved.json"
    saved.write_bytes(content)
    with pytest.raises(CommandError, match="inga läsbara rapportdata"):
        run("--snapshot", saved, "--output", tmp_path / "x.pdf")


def test_a_missing_snapshot_folder_or_place_is_refused(db: None, tmp_path: Path) -> None:
    for saved in (tmp_path / "missing.json", tmp_path):
        with pytest.raises(CommandError, match="inga läsbara rapportdata"):
            run("--snapshot", saved, "--output", tmp_path / "x.pdf")
    with pytest.raises(CommandError, match="finns inte"):
        run(*wanted(tmp_path / "missing" / "x.pdf"))
    with pytest.raises(CommandError, match="är en mapp"):
        run(*wanted(tmp_path))


# ------------------------------------------------------------------ packs


CONSULTATION = {"kind": "organisation_consultation", "state": "planned"}


def pack_for(output: Path, **options: object) -> list[object]:
    chosen = {"strategy": SLUG, "kind": "consultation", "audience": "agencies", "language": "en"} | options
    return [part for name, value in chosen.items() for part in (f"--{name}", value)] + ["--output", output]


def test_a_pack_is_made_for_the_next_planned_consultation(make: Making, cast: Cast, tmp_path: Path) -> None:
    today = make.strategy.today()
    make.event(starts_on=today + timedelta(days=60), **CONSULTATION)
    coming = make.event(starts_on=today + timedelta(days=30), **CONSULTATION)
    make.event(starts_on=today - timedelta(days=30), **CONSULTATION)
    told = json.loads(run(*pack_for(tmp_path / "x.pdf"), "--json"))
    report = Report.objects.get(pk=told["report"])
    assert (told["kind"], told["audience"], told["language"]) == ("consultation", "agencies", "en")
    assert (report.event, report.year, report.organisation) == (coming, coming.starts_on.year, None)


def test_a_pack_is_made_for_the_meeting_and_the_agency_named(make: Making, cast: Cast, tmp_path: Path) -> None:
    meeting = make.event(kind="organisation_consultation")
    saved, printed = tmp_path / "x.json", tmp_path / "x.pdf"
    run(*pack_for(saved, event=meeting.pk, organisation="sida"), "--format", "json")
    report = Report.objects.get()
    assert (report.event, report.organisation, report.year) == (meeting, make.organisation("sida"), 2021)
    again = json.loads(run("--snapshot", saved, "--output", printed, "--json"))
    assert printed.read_bytes() == report.files.get(format="pdf").file.read()
    assert again["kind"] == "consultation"


def test_a_briefing_is_made_for_the_next_planned_meeting_of_any_other_kind(
    make: Making, cast: Cast, tmp_path: Path
) -> None:
    today = make.strategy.today()
    make.event(starts_on=today + timedelta(days=10), **CONSULTATION)
    coming = make.event(starts_on=today + timedelta(days=30), state="planned")
    make.event(starts_on=today + timedelta(days=60), state="planned")
    told = json.loads(run(*pack_for(tmp_path / "x.pdf", kind="briefing", audience="internal"), "--json"))
    report = Report.objects.get(pk=told["report"])
    assert (told["kind"], report.event, report.year) == ("briefing", coming, coming.starts_on.year)
    assert (tmp_path / "x.pdf").read_bytes() == report.files.get(format="pdf").file.read()


def test_a_briefing_for_those_outside_is_refused(make: Making, cast: Cast, tmp_path: Path) -> None:
    meeting = make.event(state="planned")
    for audience in ("agencies", "external"):
        with pytest.raises(CommandError, match="bara som intern utgåva"):
            run(*pack_for(tmp_path / "x.pdf", kind="briefing", event=meeting.pk, audience=audience))
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({}, "Inget möte av rätt slag är planerat"),
        ({"event": 10**6}, "--event 1000000 är inget möte av rätt slag"),
        ({"kind": "yearly", "year": 2021, "event": 1}, "--event hör bara till underlag inför ett möte"),
        ({"kind": "yearly", "year": 2021, "organisation": "finns-inte"}, "ingen organisation med namnet ”finns-inte”"),
        ({"kind": "yearly", "year": 2021, "organisation": "sida", "audience": "internal"}, "för samrådskretsen"),
    ],
)
def test_a_wrong_wish_for_a_pack_is_one_line(
    make: Making, cast: Cast, tmp_path: Path, options: dict[str, object], error: str
) -> None:
    make.event(state="planned")
    with pytest.raises(CommandError, match=error) as refused:
        run(*pack_for(tmp_path / "x.pdf", **options))
    assert "\n" not in str(refused.value)
    assert not Report.objects.exists()


def test_a_secret_consultation_is_told_of_in_the_secret_edition_alone(make: Making, cast: Cast, tmp_path: Path) -> None:
    meeting = make.event(kind="organisation_consultation", classification="secret")
    with pytest.raises(CommandError, match="sekretessmarkerat"):
        run(*pack_for(tmp_path / "x.pdf", event=meeting.pk))
    run(*pack_for(tmp_path / "x.pdf", event=meeting.pk, audience="internal-secret"))
    assert Report.objects.get().audience == "internal-secret"
