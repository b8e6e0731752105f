from datetime import date
from typing import Any

import pytest

from dialogue.meetings.models.events import Event
from reporting.reports import services as reports
from reporting.reports.contents.snapshots.taking import contents, take
from reporting.reports.free_texts import texts_in
from reporting.reports.models import Report
from reporting.reports.outgoing import EditionReview
from reporting.reports.releases import release_report
from reporting.reports.secrecy_review import review_for_release, review_release, seen_of, snapshot_of, tightened_since
from reporting.reports.sorting import Sorting, sorted_out
from strategy.jobs.models import Job
from strategy.people.models import User
from strategy.records.log.models import AuditEntry
from strategy.records.models import SecrecyProvision
from strategy.records.refusals import TransitionRefused
from strategy.records.services import save_record
from tests.conftest import Cast
from tests.making import DAY, MOMENT, Making

WISH: dict[str, Any] = {"year": 2021, "language": "sv"}


def counts_of(review: EditionReview, noun: str) -> dict[str, object]:
    found: dict[str, object] = review.counts[noun]
    return found


def test_an_edition_that_leaves_the_house_is_not_made_without_a_review(make: Making, officer: User) -> None:
    for audience in ("agencies", "external"):
        with pytest.raises(TransitionRefused, match="Sekretessprövningen är inte gjord"):
            reports.request_report(strategy=make.strategy, audience=audience, by=officer, **WISH)
    assert not Report.objects.exists()
    assert not Job.objects.exists()
    reports.request_report(strategy=make.strategy, audience="internal", by=officer, **WISH)
    assert not EditionReview.objects.exists()


def test_the_review_keeps_who_when_why_and_how_much(make: Making, officer: User) -> None:
    make.event(classification="open")
    make.event()
    make.event(classification="secret")
    report = reports.request_report(strategy=make.strategy, audience="external", by=officer, note="Sett.", **WISH)
    (review,) = EditionReview.objects.all()
    assert (review.report, review.purpose, review.by, review.note) == (report, "rendering", officer, "Sett.")
    assert counts_of(review, "event") == {"in": 1, "out": {"arbetsmaterial": 1, "sekretess, OSL 15:1": 1}}
    assert Job.objects.get().subject_id == report.pk


def test_made_anew_it_needs_no_other_before_a_release(make: Making, officer: User) -> None:
    report = make.report(state="failed", audience="external")
    with pytest.raises(TransitionRefused, match="Sekretessprövningen"):
        reports.request_again(report=report, by=officer)
    report.refresh_from_db()
    reports.review_and_queue(report=report, by=officer, note="")
    assert report.state == "queued"


def release(report: Report, by: User, make: Making, key: str = "sida") -> None:
    report.refresh_from_db()
    release_report(report=report, organisations=[make.organisation(key)], by=by, expected_version=report.version)


def reviewed(report: Report, by: User) -> EditionReview:
    """As somebody does who has the page of the report's snapshot before them."""
    snapshot = snapshot_of(report)
    assert snapshot is not None
    return review_release(report=report, by=by, seen=seen_of(snapshot, tightened_since(snapshot)))


@pytest.fixture
def approved(make: Making) -> Report:
    report = make.report(state="approved", audience="agencies")
    make.snapshot(report, sha256="a" * 64)
    return report


def test_a_release_rests_on_a_review_of_the_very_snapshot(make: Making, cast: Cast, approved: Report) -> None:
    with pytest.raises(TransitionRefused, match="Pröva först"):
        release(approved, cast.head, make)
    make.review(approved, purpose="rendering", snapshot_sha256="")
    make.review(approved, snapshot_sha256="b" * 64)
    with pytest.raises(TransitionRefused, match="Pröva först"):
        release(approved, cast.head, make)
    review = reviewed(approved, cast.officer)
    assert review_for_release(approved) == review
    release(approved, cast.head, make)
    assert approved.releases.get().by == cast.head


def test_each_release_is_reviewed_for_itself(make: Making, cast: Cast, approved: Report) -> None:
    reviewed(approved, cast.officer)
    release(approved, cast.head, make)
    with pytest.raises(TransitionRefused, match="Pröva först"):
        release(approved, cast.head, make, "migrationsverket")
    reviewed(approved, cast.head)
    release(approved, cast.head, make, "migrationsverket")
    assert approved.releases.count() == 2


def test_a_review_of_what_was_made_anew_meanwhile_is_refused(make: Making, cast: Cast) -> None:
    report = make.report(state="draft", audience="external")
    make.snapshot(report, sha256="a" * 64)
    report.snapshots.all().delete()
    make.snapshot(report, sha256="c" * 64)
    with pytest.raises(TransitionRefused, match="skapats på nytt"):
        review_release(report=report, by=cast.officer, seen=f"{'a' * 64}:")
    assert not EditionReview.objects.exists()


def test_what_is_marked_more_strictly_after_a_review_takes_another(make: Making, cast: Cast) -> None:
    held = make.event(classification="open")
    report = make.report(state="draft", audience="external")
    snapshot = take(report, MOMENT)
    snapshot.save()
    first = reviewed(report, cast.officer)
    assert review_for_release(report) == first
    held.classification = "working"
    save_record(record=held, by=cast.officer)
    assert review_for_release(report) is None
    with pytest.raises(TransitionRefused, match="markerats strängare"):
        review_release(report=report, by=cast.officer, seen=seen_of(snapshot, {}))
    second = reviewed(report, cast.head)
    assert (review_for_release(report), second.tightened) == (second, {"event": [[held.pk, "working", ""]]})
    mark_secret(held)
    save_record(record=held, by=cast.officer)
    assert review_for_release(report) is None


def mark_secret(event: Event) -> None:
    event.classification = "secret"
    event.secrecy_provision = SecrecyProvision.objects.get(reference="OSL 15:1")
    event.secrecy_marked_on, event.secrecy_authority = DAY, "Justitiedepartementet"


def test_what_is_written_while_a_review_is_read_is_not_confirmed(make: Making, cast: Cast) -> None:
    event = make.event(classification="open")
    report = make.report(audience="external", state="failed")
    seen = sorted_out(report).fingerprint([])
    event.title = "Något helt annat"
    save_record(record=event, by=cast.officer)
    assert sorted_out(report).fingerprint([]) != seen


def test_a_review_is_in_the_log(make: Making, cast: Cast, approved: Report) -> None:
    reviewed(approved, cast.officer)
    entry = AuditEntry.objects.get(verb="reviewed")
    assert (entry.thing, entry.by, entry.details) == (approved, cast.officer, {"purpose": "release"})


def test_an_internal_one_needs_none(make: Making, cast: Cast) -> None:
    report = make.report(state="approved")
    release_report(report=report, organisations=[], by=cast.head, expected_version=report.version)
    assert report.state == "released"


def test_the_snapshot_remembers_what_it_held_and_what_has_been_marked_since(make: Making, cast: Cast) -> None:
    held, other = make.event(title="Då öppet", classification="open"), make.event(classification="open")
    hidden = make.event(title="Dolt")
    report = make.report(audience="external", state="draft")
    snapshot = take(report, MOMENT)
    snapshot.save()
    sorting = Sorting.from_json(snapshot.disclosure)
    assert sorting == sorted_out(report)
    assert set(sorting.pile("event").included) == {held.pk, other.pk}
    assert sorting.pile("event").left_out == [(hidden.pk, "working", "")]
    assert tightened_since(snapshot) == {}
    held.classification = "working"
    save_record(record=held, by=cast.officer)
    assert tightened_since(snapshot) == {"event": [[held.pk, "working", ""]]}
    assert reviewed(report, cast.officer).counts["event"]["in"] == 2


def test_an_internal_snapshot_sorts_nothing(make: Making) -> None:
    assert take(make.report(), MOMENT).disclosure == {}


def test_what_judgements_rest_on_something_left_out_is_told(make: Making) -> None:
    assessment = make.assessment("i.1", state="approved", classification="open")
    make.evidence(assessment, intervention=make.intervention())
    assert sorted_out(make.report(audience="external")).not_stated == ["i.1"]


def test_the_texts_that_go_out_are_those_to_be_read(make: Making) -> None:
    make.assessment("i.1", state="approved", classification="open", public_text="För alla.", happened="Öppet.")
    make.assessment("i.2", state="approved", public_text="", happened="Internt.")
    make.overall(state="approved", public_text="Helheten.", text="Bara inne.")
    texts = dict(texts_in(contents(make.report(audience="external"), MOMENT)))
    assert texts["Mål i.1"] == "För alla."
    assert "Mål i.2" not in texts
    assert texts["Samlad bedömning av hela strategin"] == "Helheten."
    assert "Läget i korthet" in texts


def test_a_pack_is_sorted_by_its_own_period(make: Making) -> None:
    meeting = make.event(kind="organisation_consultation", starts_on=date(2022, 3, 10), state="planned")
    inside = make.event(starts_on=date(2022, 1, 10), ends_on=date(2022, 1, 10), classification="open")
    report = make.report(
        audience="agencies", kind="consultation", event=meeting, year=2022, evidence_until=date(2022, 2, 15)
    )
    sorting = sorted_out(report)
    assert sorting.pile("event").included == [inside.pk]
    assert sorting.pile("overall-assessment").included == []
