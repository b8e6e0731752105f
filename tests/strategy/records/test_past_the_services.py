"""Nothing writes records past the services: history sees no bulk write and no SQL, and the version would stand still.

Read from the source itself, whatever the model: a tracked one that comes tomorrow is held too. A queryset's `update`
takes only keyword arguments and its `delete` none at all, which tells them from those of dictionaries, digests and
files; a model's `save` takes at most `update_fields`, and so do `create` and `get_or_create` take only keywords.
"""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from simple_history.models import HistoricalChanges

from strategy.records.history import many_to_many
from strategy.records.models import Record

ROOT = Path(__file__).parents[3]
APPS = ("strategy", "priorities", "dialogue", "reporting", "config")
BULK = {
    *("bulk_create", "bulk_update", "abulk_create", "abulk_update", "raw", "executemany", "_raw_delete", "save_base"),
    *("update_or_create", "aupdate_or_create", "bulk_create_with_history", "bulk_update_with_history"),
    "save_without_historical_record",
}
# What tells the history to look away, wherever it is said.
LOOKS_AWAY = {"skip_history_when_saving", "SIMPLE_HISTORY_ENABLED", "disable_history", "simple_history_enabled"}
NO_CONTENT = {"update_fields", "using", "force_insert", "force_update"}
WHOLE_FILES = {
    "strategy/records/services.py": "the one way in",
    "strategy/records/installed_triggers.py": "puts rules into the database and writes no rows",
    **dict.fromkeys(
        (f"reporting/backup/{name}.py" for name in ("tables", "restoring", "afterwards")),
        "puts back what stood, versions and all, and what that must not bring back",
    ),
    "strategy/web/rates.py": "counters are no records: nobody writes in them, and conditional updates make them exact",
    **dict.fromkeys(
        (f"strategy/accounts/entry/{name}.py" for name in ("codes", "letters", "lockout", "requirements", "sessions")),
        "the way in: sessions, codes, failed attempts and requests for letters are no records",
    ),
    **dict.fromkeys(
        (f"strategy/sending/{name}.py" for name in ("once", "drafts")),
        "forms that were sent, and drafts of those that were not, are no records: each is one person's alone",
    ),
    **dict.fromkeys(
        (f"strategy/notices/{name}.py" for name in ("bounces", "letters", "services")),
        "notices and letters are no records: each is one person's, and conditional updates make them single",
    ),
    **dict.fromkeys((f"strategy/search/{name}.py" for name in ("index", "store")), "made from records, and made anew"),
    "dialogue/observations/bulk_services.py": "sets are no records: conditional updates claim them",
    "strategy/records/bulk.py": "many new records at once, with the same rows, history and log as one by one",
    "strategy/web/kept_filters.py": "kept filters are no records: each is one person's alone",
    "reporting/calendar/services.py": "calendar addresses are no records: each is one person's alone",
    "strategy/jobs/services.py": "jobs are no records: conditional updates claim them, and nobody writes on them",
}
# A model's own `save` and `create`: what is no record, and what a service of its own writes.
SAVED = {
    "strategy/records/log/audit.py": {"appended.save": "the log's one way in"},
    "strategy/people/models.py": {"user.save": "accounts"},
    "strategy/accounts/language.py": {"request.user.save": "which language the interface speaks"},
    "priorities/work_plan/services.py": {"update.save": "an update is appended, and never changes"},
    "priorities/work_plan/adoption.py": {"version.save": "a sealed copy"},
    "priorities/goals/services.py": {
        f"{name}.objects.create": "the decision's own text, as it is imported"
        for name in ("Section", "Paragraph", "Recipient", "MandateArea", "Reference", "Footnote", "FocusArea")
    }
    | {
        "strategy.save": "a strategy is no record",
        "goal.save": "the decision's own text, as it is imported",
        "SecrecyProvision.objects.get_or_create": "a list that comes with the product",
    },
    "reporting/reports/secrecy_review.py": {"EditionReview.objects.create": "a review is appended"},
    "reporting/disclosures/services.py": {"DisclosureDecision.objects.create": "a decision is appended"},
    "reporting/reports/sealed_copies.py": {"self.copies._default_manager.create": "a file of what is sealed"},
    "reporting/handover/services.py": {
        "Handover.objects.create": "sealed, without a history",
        "Draft.objects.of(leaver).filter(pk__in=[one.draft.pk for one in drafts]).update": "a draft is no record",
    },
    "dialogue/observations/services.py": {"ObservationStep.objects.create": "a step is appended"},
    "reporting/reports/rendering.py": {
        "snapshot.save": "what a report says is frozen",
        "file.save": "a file of what is frozen",
        "ReportStep.objects.create": "a step is appended",
    },
    "reporting/assessments/judgements.py": {
        "record.save": "a decision is appended",
        "AssessmentStep.objects.create": "a step is appended",
        "OverallAssessmentStep.objects.create": "a step is appended",
    },
    "reporting/assessments/overall.py": {"Round.objects.get_or_create": "a round is only a year"},
    "reporting/reports/releases.py": {"ReportRelease.objects.create": "a release is appended"},
    "reporting/archive/disposal/services.py": {
        "decision.save": "a disposal decision has its own log",
        "told.save": "what went is told in the decision",
    },
    "reporting/assessments/views/assessments.py": {"Round.objects.get_or_create": "a round is only a year"},
    "reporting/fixtures.py": {
        "Round.objects.create": "a round is only a year",
        "Organisation.objects.get_or_create": "organisations come with the decision",
        "strategy.save": "a strategy is no record",
    },
    "reporting/demonstration/people.py": {
        "user.save": "fictional",
        "embassy.save": "fictional",
        "membership.save": "fictional",
    },
    "dialogue/reports_home/services.py": {"Passage.objects.create": "a passage is appended"},
    "reporting/demonstration/exchanges.py": {
        "Passage.objects.create": "a passage is appended",
        "RequestReading.objects.create": "a reading is no record",
        "CirculatedPassage.objects.bulk_create": "sealed copies, without a history",
        "CirculationParty.objects.create": "who was asked is appended",
    },
    "reporting/demonstration/assessment.py": {
        "ReportStep.objects.create": "a step is appended",
        "Job.objects.filter(pk=job.pk).update": "a job is no record",
    },
    "reporting/demonstration/work_plan.py": {
        "update.save": "an update is appended",
        "WorkPlanVersion.objects.create": "a sealed copy",
    },
    "reporting/demonstration/loading.py": {
        "strategy.save": "a strategy is no record",
        "Round.objects.get_or_create": "a round is only a year",
        "ObservationStep.objects.create": "a step is appended",
        "AssessmentStep.objects.create": "a step is appended",
    },
}
ALLOWED = {
    ("reporting/archive/registry/services.py", "rows.update"): "a number for what is sealed, by a conditional update",
    **{(file, call): why for file, calls in SAVED.items() for call, why in calls.items()},
    ("config/operations/parts.py", "connection.cursor"): "asks whether the database answers",
    ("strategy/jobs/models.py", "SignOfLife.objects.bulk_create"): "when something was last done is no record",
    ("strategy/tools/schema.py", "connection.cursor"): "looks at the tables before `migrate`",
    (
        "strategy/tools/kept_sql.py",
        "connection.cursor",
    ): "asks again what a queryset has been made into, and writes nothing",
    ("reporting/circulations/services.py", "CirculatedPassage.objects.bulk_create"): "sealed copies, without a history",
    ("reporting/circulations/services.py", "CirculationParty.objects.bulk_create"): "who was asked is appended",
    (
        "reporting/archive/disposal/services.py",
        "DisposalDecision.objects.filter(pk=decision.pk, state=expected).update",
    ): "a conditional update of a decision, which is no record",
    (
        "reporting/archive/disposal/services.py",
        "AuditEntry.objects.of_things(model, ids).exclude(label='').update",
    ): "the name of what is removed for good; the database lets nothing else through",
    ("reporting/archive/disposal/services.py", "rows._raw_delete"): "removal for good, under a confirmed decision",
    (
        "strategy/administration/invitations/services.py",
        "claimed.update",
    ): "who comes first; what it became is saved, and kept, after",
    ("reporting/assessments/readings.py", "Reading.objects.update_or_create"): "what somebody has open is no record",
    ("dialogue/pieces/models.py", "cls._default_manager.update_or_create"): "what somebody has open is no record",
    ("reporting/reports/rendering.py", "report.snapshots.all().delete"): "snapshots of a draft are made anew",
    (
        "reporting/reports/contents/snapshots/reading.py",
        "connection.cursor",
    ): "sets the isolation of a transaction that only reads",
    (
        "reporting/fixtures.py",
        "strategy.recipients.filter(label=table['recipient']).update",
    ): "the decision's own text, as it is loaded",
    (
        "reporting/fixtures.py",
        "strategy.focus_areas.filter(code=table['code']).update",
    ): "the decision's own text, as it is loaded",
    (
        "reporting/fixtures.py",
        "strategy.goals.filter(code=table['code']).update",
    ): "the decision's own text, as it is loaded",
    (
        "reporting/fixtures.py",
        "strategy.mandateareas.filter(number=table['number']).update",
    ): "the decision's own text, as it is loaded",
    ("priorities/work_plan/adoption.py", "WorkPlanLine.objects.bulk_create"): "sealed copies, which have no history",
    (
        "reporting/demonstration/work_plan.py",
        "WorkPlanLine.objects.bulk_create",
    ): "sealed copies, which have no history",
    ("reporting/demonstration/scaling.py", "model._default_manager.bulk_create"): "copies for measurements alone",
    ("reporting/demonstration/scaling.py", "through._default_manager.bulk_create"): "copies for measurements alone",
    ("reporting/demonstration/scaling.py", "connection.cursor"): "ANALYZE, after the copies",
    ("reporting/demonstration/loading.py", "notices.filter(kind=NoticeKind.APPROVED).update"): "notices are no records",
    ("reporting/demonstration/loading.py", "notices.update"): "notices are no records",
}


def goes_past(call: ast.Call) -> bool:
    if isinstance(call.func, ast.Name):
        return call.func.id in BULK
    if not isinstance(call.func, ast.Attribute):
        return False
    match call.func.attr:
        case "update" | "aupdate":
            return not call.args and bool(call.keywords)
        case "delete" | "adelete":
            return not call.args and not call.keywords
        case "save" | "asave" | "create" | "acreate" | "get_or_create" | "aget_or_create":
            named = {keyword.arg for keyword in call.keywords}
            is_saved = call.func.attr in {"save", "asave"} and named <= NO_CONTENT
            return not call.args and (is_saved or (call.func.attr not in {"save", "asave"} and bool(named)))
        case "cursor":
            return True
        case name:
            return name in BULK


def writes(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and goes_past(node):
            yield ast.unparse(node.func)
        match node:
            case ast.Name(id=word) | ast.Attribute(attr=word) | ast.Constant(value=str(word)) if word in LOOKS_AWAY:
                yield word


def found(root: Path = ROOT) -> set[tuple[str, str]]:
    files = (path for app in APPS for path in sorted((root / app).rglob("*.py")) if "migrations" not in path.parts)
    named = ((path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")) for path in files)
    return {(name, call) for name, source in named if name not in WHOLE_FILES for call in writes(source)}


def test_nothing_writes_records_past_the_services() -> None:
    assert found() - set(ALLOWED) == set()


def test_every_exception_is_still_needed() -> None:
    assert set(ALLOWED) - found() == set()


@pytest.mark.parametrize(
    "source",
    [
        "Event.objects.filter(pk=1).update(title='x')",
        "event.interventions.all().delete()",
        "event.delete()",
        "Event.objects.bulk_create([event])",
        "Event.objects.bulk_update(events, ['title'])",
        "Event.objects.raw('select 1')",
        "connection.cursor()",
        "changes = {'a': 1}\nEvent.objects.all().update(**changes)",
        "Event._base_manager.filter(pk=1).update(title='x')",
        "Event._base_manager.all().delete()",
        "Event.objects.filter(pk=1)._raw_delete('default')",
        "event.save()",
        "event.save(update_fields=['title'])",
        "event.save_base(raw=True)",
        "Event.objects.create(title='x')",
        "Event._base_manager.get_or_create(title='x')",
        "Event.objects.update_or_create(title='x')",
        "bulk_create_with_history([event], Event)",
        "utils.bulk_update_with_history([event], Event, ['title'])",
        "event.save_without_historical_record()",
        "event.skip_history_when_saving = True",
        "setattr(event, 'skip_history_when_saving', True)",
        "settings.SIMPLE_HISTORY_ENABLED = False",
    ],
)
def test_the_look_finds_what_goes_past(source: str) -> None:
    assert len(list(writes(source))) == 1


def test_the_look_finds_one_that_is_planted_in_any_room(tmp_path: Path) -> None:
    for app in APPS:
        folder = tmp_path / app / "services"
        folder.mkdir(parents=True)
        (folder / "quick.py").write_text("def fix(thing):\n    type(thing)._base_manager.update(title='x')\n")
    assert found(tmp_path) == {(f"{app}/services/quick.py", "type(thing)._base_manager.update") for app in APPS}


@pytest.mark.django_db
def test_every_record_and_every_tie_of_it_keeps_a_history() -> None:
    """A model that becomes a record, or gets a tie to several things, is told in the history from its first row."""
    for model in apps.get_models():
        if not issubclass(model, Record):
            continue
        assert issubclass(model.history.model, HistoricalChanges), model
        ties: list[Any] = [*model._meta.local_many_to_many]
        own = {field.name for field in ties if field.remote_field.through._meta.auto_created}
        assert own == set(many_to_many(model)), model


@pytest.mark.parametrize(
    "source",
    [
        *("context.update({'a': 1})", "digest.update(chunk)", "file.delete(save=False)"),
        *("storage.save(name, content)", "form.save(commit=False)", "folder.create()"),
    ],
)
def test_the_look_leaves_other_things_alone(source: str) -> None:
    assert list(writes(source)) == []
