"""What a decision would remove is what it removes, however often it is begun; what others lean on stays."""

import json
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.db.models import Model, Q
from django.utils import timezone

from dialogue.attachments.models import Attachment
from dialogue.commitments.models import Commitment
from dialogue.meetings.models.agenda import AgendaItem
from dialogue.meetings.models.events import Event
from dialogue.meetings.models.interventions import Intervention
from dialogue.observations.models import Observation
from dialogue.observations.services import discard_draft, return_observation, submit_observation
from reporting.archive.disposal import services as disposals
from reporting.archive.disposal.models import DisposalDecision
from reporting.archive.disposal.plans import Plan, disposal_kinds, in_the_bin, name_of, plan_of, to_be_kept
from reporting.archive.restoration import restore
from reporting.assessments.judgements import step
from reporting.assessments.models.evidence import Evidence
from reporting.reports.models import Report
from strategy.accounts.entry.models import Session
from strategy.jobs import services as jobs
from strategy.jobs.models import Job
from strategy.people.models import Membership, User
from strategy.records.kinds import kinds
from strategy.records.log import audit
from strategy.records.log.models import AuditEntry, Verb
from strategy.records.models import Record
from strategy.records.refusals import TransitionRefused
from strategy.records.services import move_to_bin
from strategy.search.models import SearchEntry
from tests.conftest import Cast
from tests.making import Making

pytestmark = pytest.mark.both

LONG_AGO = timezone.now() - timedelta(days=400)


def remove(make: Making, *records: Record, at: datetime = LONG_AGO) -> None:
    """Into the bin, so long ago that a decision of today reaches it."""
    for record in records:
        move_to_bin(record=record, by=make.officer, expected_version=record.version)
        type(record)._base_manager.filter(pk=record.pk).update(removed_at=at)


def foreseen(plan: Plan) -> dict[str, int]:
    return {name_of(model): len(ids) for model, ids in plan.counted.items()}


def removed(decision: DisposalDecision) -> dict[str, int]:
    decision.refresh_from_db()
    return {name: part["count"] for name, part in decision.removed.items()}


def carry_out(decision: DisposalDecision, by: Any) -> Job:
    job = disposals.confirm_disposal(decision=decision, by=by)
    jobs.execute(job.pk)
    job.refresh_from_db()
    return job


@pytest.fixture
def filled(make: Making) -> dict[str, Any]:
    """A removed meeting with all that hangs on it, and single things removed from one that stands."""
    event = make.event(title="Borttaget möte")
    item = make.agenda_item(event)
    hanging = [make.prepared_goal(item), make.intervention(event), make.event_counterpart(event)]
    file = make.attachment(event)
    standing = make.event(title="Stående möte")
    single = make.intervention(standing)
    commitment = make.commitment(standing, goals=["i.1", "i.2"])
    fresh = make.intervention(standing, "i.2")
    remove(make, event, single, commitment)
    remove(make, fresh, at=timezone.now())
    return {
        "event": event,
        "item": item,
        "hanging": hanging,
        "file": file,
        "standing": standing,
        "single": single,
        "commitment": commitment,
        "fresh": fresh,
    }


def test_the_dry_run_removes_nothing_and_what_it_says_is_what_then_goes(
    make: Making, cast: Cast, filled: dict[str, Any]
) -> None:
    decision = make.disposal()
    before = {model: model._base_manager.count() for model in everything()}
    said = foreseen(plan_of(decision))
    numbers = {name_of(model): ids for model, ids in plan_of(decision).counted.items()}
    assert {model: model._base_manager.count() for model in everything()} == before

    job = carry_out(decision, cast.head)

    assert job.state == "done"
    assert said == removed(decision)
    assert said == {
        "event": 1,
        "event-counterpart": 1,
        "agenda-item": 1,
        "prepared-goal": 1,
        "intervention": 2,
        "commitment": 1,
        "attachment": 1,
    }
    assert {name: [*spread(part["ids"])] for name, part in decision.removed.items()} == numbers
    assert decision.state == "done"
    assert decision.ended_at is not None
    assert set(Event.objects.all()) == {filled["standing"]}
    assert set(Intervention.objects.all()) == {filled["fresh"]}
    assert AgendaItem.objects.count() == Commitment.objects.count() == Attachment.objects.count() == 0


def everything() -> list[type[Model]]:
    return [kind.model for kind in kinds().values()]


def spread(ranges: list[list[int]]) -> list[int]:
    return sorted(number for first, last in ranges for number in range(first, last + 1))


def test_history_files_and_names_go_along(make: Making, cast: Cast, filled: dict[str, Any]) -> None:
    path = Path(default_storage.path(filled["file"].file.name))
    assert path.exists()
    ties = getattr(Commitment.history.model, "goals").model.objects  # noqa: B009 - made by the history
    assert ties.count() > 0

    carry_out(make.disposal(), cast.head)

    assert not path.exists()
    said = SearchEntry.objects.filter(Q(title__contains="borttaget") | Q(text__contains="borttaget"))
    assert not said.exists()
    for thing in (filled["event"], filled["single"], filled["commitment"], *filled["hanging"]):
        assert not type(thing).history.filter(id=thing.pk).exists()
        named = AuditEntry.objects.of_things(type(thing), [thing.pk])
        assert named.count() >= 1
        assert set(named.values_list("label", flat=True)) == {""}
    assert ties.count() == 0
    assert Event.history.filter(id=filled["standing"].pk).exists()
    assert AuditEntry.objects.of_things(Event, [filled["standing"].pk]).exclude(label="").exists()


def test_the_decision_keeps_numbers_and_no_words(make: Making, cast: Cast, filled: dict[str, Any]) -> None:
    decision = make.disposal()
    carry_out(decision, cast.head)
    decision.refresh_from_db()
    assert "möte" not in json.dumps(decision.removed)
    told = AuditEntry.objects.of_things(DisposalDecision, [decision.pk]).order_by("pk")
    assert [(entry.verb, entry.by) for entry in told] == [
        ("created", cast.officer),
        ("confirmed", cast.head),
        ("disposed", cast.head),
    ]
    assert told.last() is not None
    assert told.last().details == {"removed": 8}  # type: ignore[union-attr] # it is there


def test_running_it_twice_changes_nothing(make: Making, cast: Cast, filled: dict[str, Any]) -> None:
    decision = make.disposal()
    job = carry_out(decision, cast.head)
    once = removed(decision)
    jobs.execute(job.pk)
    again = jobs.enqueue(kind="disposal", subject_id=decision.pk, strategy=make.strategy, by=cast.head, aloud=False)
    jobs.execute(again.pk)
    assert removed(decision) == once
    assert AuditEntry.objects.filter(verb=Verb.DISPOSED).count() == 1


def test_a_kill_in_the_middle_is_taken_up_where_it_was(
    make: Making, cast: Cast, filled: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker dies at the third portion, its lease runs out, and another goes on."""
    decision = make.disposal()
    said = foreseen(plan_of(decision))
    job = disposals.confirm_disposal(decision=decision, by=cast.head)
    portions = dying_at_the_third(monkeypatch)
    claimed = jobs.claim(job.pk)
    assert claimed is not None
    with pytest.raises(KeyboardInterrupt):
        disposals.DisposalJob().run(jobs.Run(claimed))
    halfway = removed(decision)
    assert 0 < sum(halfway.values()) < sum(said.values())
    monkeypatch.undo()

    Job.objects.filter(pk=job.pk).update(lease_until=LONG_AGO)
    monkeypatch.setattr("strategy.jobs.services.ring", lambda job_id: True)
    jobs.sweep()
    jobs.execute(job.pk)

    job.refresh_from_db()
    assert (job.state, job.attempt) == ("done", 2)
    assert removed(decision) == said
    assert len(portions) == 3


def dying_at_the_third(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    whole, seen = disposals.remove, []

    def remove_or_die(**told: Any) -> None:
        seen.append(1)
        if len(seen) == 3:
            raise KeyboardInterrupt
        whole(**told)

    monkeypatch.setattr(disposals, "remove", remove_or_die)
    return seen


# ------------------------------------------------------------------ what stays


def test_what_something_else_leans_on_stays_with_all_it_hangs_on(make: Making, cast: Cast) -> None:
    event = make.event(title="Borttaget möte")
    said = make.intervention(event)
    make.agenda_item(event)
    make.evidence(make.assessment(), intervention=said)
    remove(make, event)
    decision = make.disposal()
    plan = plan_of(decision)

    assert foreseen(plan) == {}
    assert [(kept.model, kept.pk, kept.because_of) for kept in plan.kept] == [(Event, event.pk, Evidence)]
    carry_out(decision, cast.head)
    assert Event.objects.filter(pk=event.pk).exists()
    assert removed(decision) == {}


def test_what_leans_on_something_and_goes_itself_is_no_obstacle(make: Making, cast: Cast) -> None:
    event = make.event()
    said, promised = make.intervention(event), make.commitment(event)
    piece = make.evidence(make.assessment(), intervention=said)
    remove(make, event, promised, piece)
    decision = make.disposal()
    carry_out(decision, cast.head)
    assert removed(decision) == {"event": 1, "intervention": 1, "commitment": 1, "evidence": 1}


def test_what_an_authority_submitted_and_anybodys_draft_is_never_disposed_of(make: Making, cast: Cast) -> None:
    draft = make.observation(state="draft")
    make.attachment(draft)
    discard_draft(observation=draft, by=cast.contact)
    make.observation()
    Observation.objects.filter(pk=draft.pk).update(removed_at=LONG_AGO)

    theirs = {"observation", "addition", "answer-part"}
    assert theirs & set(disposal_kinds()) == set()
    assert set(in_the_bin()) == set(kinds()) - theirs
    assert foreseen(plan_of(make.disposal())) == {}


@pytest.mark.parametrize("state", Observation.State.values)
def test_an_observation_stays_from_the_moment_it_is_sent_in(state: str, make: Making) -> None:
    """TF 2:9: received then, whatever became of it."""
    seen = make.observation(state=state)
    assert list(to_be_kept(Observation, {seen.pk})) == ([] if state == "draft" else [seen.pk])


@pytest.mark.parametrize("state", Report.State.values)
def test_a_report_stays_when_it_is_approved_and_when_it_has_gone_out(state: str, make: Making) -> None:
    report = make.report(state=state)
    assert list(to_be_kept(Report, {report.pk})) == ([report.pk] if state in {"approved", "released"} else [])


def test_one_kind_is_one_kind(make: Making, filled: dict[str, Any]) -> None:
    assert foreseen(plan_of(make.disposal(kind="commitment"))) == {"commitment": 1}
    assert foreseen(plan_of(make.disposal(kind="intervention"))) == {"intervention": 1}


def test_another_strategys_bin_is_left_alone(make: Making, make_foreign: Making) -> None:
    remove(make_foreign, make_foreign.event())
    assert foreseen(plan_of(make.disposal())) == {}


def test_the_day_itself_is_left(make: Making) -> None:
    today = timezone.localdate()
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    early, late = make.intervention(), make.intervention()
    remove(make, early, at=midnight - timedelta(seconds=1))
    remove(make, late, at=midnight)
    assert plan_of(make.disposal(older_than=today)).counted == {Intervention: [early.pk]}


# ------------------------------------------------------------------ who, and the rest


def test_whoever_put_it_up_does_not_confirm_it_and_the_database_holds_that(make: Making, cast: Cast) -> None:
    decision = make.disposal(by=cast.head)
    with pytest.raises(TransitionRefused, match="Du lade själv upp beslutet"):
        disposals.confirm_disposal(decision=decision, by=cast.head)
    with pytest.raises(IntegrityError), transaction.atomic():
        DisposalDecision.objects.filter(pk=decision.pk).update(
            state="under_way", confirmed_by=cast.head, confirmed_at=timezone.now()
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        DisposalDecision.objects.filter(pk=decision.pk).update(state="under_way")


def test_it_is_confirmed_once_and_not_after_it_was_withdrawn(make: Making, cast: Cast) -> None:
    first, second = make.disposal(), make.disposal()
    disposals.confirm_disposal(decision=first, by=cast.head)
    disposals.withdraw_disposal(decision=second, by=cast.officer)
    for decision in (first, second):
        with pytest.raises(TransitionRefused):
            disposals.confirm_disposal(decision=decision, by=cast.head)
    with pytest.raises(TransitionRefused):
        disposals.withdraw_disposal(decision=first, by=cast.head)


def test_a_day_to_come_or_an_unknown_kind_is_refused(make: Making) -> None:
    with pytest.raises(ValidationError, match="Dagen har inte varit än"):
        make.disposal(older_than=timezone.localdate() + timedelta(days=1))
    with pytest.raises(ValidationError, match="Välj vad som ska gallras"):
        make.disposal(kind="observation")


def test_nothing_is_restored_from_under_a_confirmed_decision(make: Making, cast: Cast) -> None:
    old, fresh = make.intervention(), make.intervention()
    remove(make, old)
    remove(make, fresh, at=timezone.now())
    disposals.confirm_disposal(decision=make.disposal(), by=cast.head)
    for record in (old, fresh):
        record.refresh_from_db()
    with pytest.raises(TransitionRefused, match="gallras just nu"):
        restore(record=old, by=cast.officer)
    restore(record=fresh, by=cast.officer)


def backdate(make: Making, **fields: Any) -> AuditEntry:
    """An entry of long ago: the seal refuses to change one, and not to write one."""
    told = audit.means_now()
    return AuditEntry.objects.create(strategy=make.strategy, at=LONG_AGO, through=told.through, verb="read", **fields)


def test_the_logs_own_old_rows_go_and_its_new_ones_stay(make: Making, cast: Cast) -> None:
    old = backdate(make)
    make.event()
    kept = set(AuditEntry.objects.exclude(pk=old.pk))
    decision = make.disposal(kind="log", older_than=timezone.localdate() - timedelta(days=365))
    carry_out(decision, cast.head)
    assert removed(decision) == {"AuditEntry": 1}
    assert not AuditEntry.objects.filter(pk=old.pk).exists()
    assert kept <= set(AuditEntry.objects.all())


def came_in(person: User) -> AuditEntry:
    """An entry of long ago: the seal refuses to change one, and not to write one."""
    whom = {"content_type": ContentType.objects.get_for_model(User), "object_id": person.pk, "by": person}
    return AuditEntry.objects.create(at=LONG_AGO, through="page", verb="signed-in", about_account=True, **whom)


@pytest.mark.parametrize("person", ["admin", "outsider", "officer elsewhere too"])
def test_a_strategy_disposes_of_nobody_elses_comings_and_goings(
    person: str, make: Making, make_foreign: Making, cast: Cast
) -> None:
    """Neither by the plan nor past it: the database itself keeps the lines of other strategies' people."""
    if person.endswith("too"):
        Membership.objects.create(user=cast.officer, strategy=make_foreign.strategy, role="reader", since="2020-01-01")
    entry = came_in(cast[person.split()[0]])
    decision = make.disposal(kind="sign-ins")
    assert entry.pk not in plan_of(decision).going.get(AuditEntry, set())
    disposals.confirm_disposal(decision=decision, by=cast.head)
    DisposalDecision.objects.filter(pk=decision.pk).update(state="under_way")
    with pytest.raises(IntegrityError, match="append_only"), transaction.atomic():
        AuditEntry.objects.filter(pk=entry.pk)._raw_delete("default")


def test_comings_and_goings_jobs_and_sessions_go_each_under_its_own_decision(make: Making, cast: Cast) -> None:
    backdate(make)
    for person in (cast.officer, cast.admin, cast.outsider):
        came_in(person)
    Job.objects.create(strategy=make.strategy, kind="report", subject_id=1, state="done", ended_at=LONG_AGO)
    Job.objects.create(strategy=make.strategy, kind="report", subject_id=2, state="queued")
    Session.objects.create(session_key="gammal", session_data="", expire_date=LONG_AGO)
    Session.objects.create(session_key="ny", session_data="", expire_date=timezone.now() + timedelta(days=1))
    expected = {"sign-ins": {"AuditEntry": 1}, "jobs": {"Job": 1}, "sessions": {"Session": 1}, "attempts": {}}
    for kind, counts in expected.items():
        decision = make.disposal(kind=kind)
        carry_out(decision, cast.head)
        assert (kind, removed(decision)) == (kind, counts)
    assert "gammal" not in json.dumps(list(DisposalDecision.objects.values_list("removed", flat=True)))
    assert Session.objects.filter(session_key="ny").exists()


# ------------------------------------------------------------------ the command


def told(*args: str, **options: Any) -> str:
    out = StringIO()
    call_command("dispose", *args, stdout=out, **options)
    return out.getvalue()


def test_the_command_says_what_would_go_and_removes_nothing(make: Making, filled: dict[str, Any]) -> None:
    wish = {"strategy": make.strategy.slug, "older_than": timezone.localdate(), "kind": "bin"}
    assert "commitment: 1\n" in told(**wish)
    said = json.loads(told(json=True, **wish))
    assert said["would_remove"]["event"] == [filled["event"].pk]
    assert said["would_keep"] == []
    assert DisposalDecision.objects.count() == 0
    assert Event.objects.count() == 2


def test_the_command_carries_out_what_is_confirmed_and_nothing_else(
    make: Making, cast: Cast, filled: dict[str, Any]
) -> None:
    decision = make.disposal(kind="commitment")
    with pytest.raises(CommandError, match="inte bekräftat"):
        told(decision=decision.pk, run=True)
    disposals.confirm_disposal(decision=decision, by=cast.head)
    assert told(decision=decision.pk, run=True) == "commitment: 1\n"
    entry = AuditEntry.objects.get(verb=Verb.DISPOSED)
    assert (entry.by, entry.through, entry.program) == (cast.head, "command", "dispose")


def test_the_command_asks_for_what_it_needs(make: Making) -> None:
    for options in ({}, {"strategy": make.strategy.slug}, {"decision": 10**6}):
        with pytest.raises(CommandError):
            told(**options)


def test_what_contacts_threw_away_goes_under_its_own_decision_and_is_named_nowhere(
    make: Making, cast: Cast, browse: Any
) -> None:
    thrown, sent = make.observation(state="draft", title="Kastat utkast"), make.observation(state="draft", title="Sänt")
    received = make.attachment(sent, name="inkommen.txt")
    submit_observation(observation=sent, goals=[], mandate_areas=[], by=cast.contact)
    return_observation(observation=sent, reason="Säg mer.", by=cast.officer)
    move_to_bin(record=received, by=cast.contact, expected_version=1)
    Attachment.objects.filter(pk=received.pk).update(removed_at=LONG_AGO)
    file = make.attachment(thrown, thumbnail=ContentFile(b"jpeg", "thumbnail.jpg"))
    taken_out = make.attachment(sent, name="uttagen.txt")
    paths = [Path(kept.path) for kept in (file.file, file.thumbnail, taken_out.file)]
    discard_draft(observation=thrown, by=cast.contact)
    move_to_bin(record=taken_out, by=cast.contact, expected_version=1)
    Observation.objects.filter(pk=thrown.pk).update(removed_at=LONG_AGO)
    Attachment.objects.filter(pk=taken_out.pk).update(removed_at=LONG_AGO)
    make.observation(state="draft", title="Kvar")
    assert foreseen(plan_of(make.disposal(kind="bin", name="Allt"))) == {}
    decision = make.disposal(kind="discarded")
    assert foreseen(plan_of(decision)) == {"observation": 1, "attachment": 2}
    page = browse(cast.head).get(decision.get_absolute_url()).text
    assert "Kastat utkast" not in page
    assert "uttagen.txt" not in page
    assert carry_out(decision, cast.head).state == "done"
    assert [path.exists() for path in paths] == [False, False, False]
    assert not Observation.history.filter(id=thrown.pk).exists()
    assert Observation.objects.filter(pk=sent.pk).exists()


def test_a_piece_that_lay_in_the_bin_when_its_judgement_was_approved_can_go(make: Making, cast: Cast) -> None:
    begun = make.assessment()
    piece, kept = make.evidence(begun), make.evidence(begun)
    with time_machine.travel(LONG_AGO, tick=False):
        move_to_bin(record=piece, by=make.officer, expected_version=1)
    step(begun, to="proposed", by=cast.officer)
    step(begun, to="approved", by=cast.head)
    decision = make.disposal(kind="bin")
    assert carry_out(decision, cast.head).state == "done"
    assert removed(decision) == {"evidence": 1}
    assert list(Evidence.objects.filter(assessment=begun)) == [kept]
