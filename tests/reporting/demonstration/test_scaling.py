"""The demonstration several times over: copies that keep every rule, and nothing else changed."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import F, Model
from pytest_django import DjangoDbBlocker

from dialogue.commitments.models import Commitment
from dialogue.meetings.models.agenda import AgendaItem, AgendaItemGoal
from dialogue.meetings.models.events import Event, EventCounterpart
from dialogue.meetings.models.interventions import Intervention
from dialogue.meetings.models.reports import ReportHome
from dialogue.observations.models import Observation, ObservationStep
from priorities.goals.models import Goal
from priorities.work_plan.models import Activity, ActivityUpdate
from reporting.assessments.models.evidence import Evidence
from reporting.demonstration.scaling import present_scale
from reporting.reports.contents.snapshots.taking import contents
from reporting.reports.models import Report
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.people.organisations import Organisation
from strategy.records.models import Classified, Record
from strategy.records.services import create_record
from tests.conftest import SLUG
from tests.effort import often
from tests.reporting.conftest import TAKEN_AT
from tests.reporting.demonstration.test_load_demo import numbers

pytestmark = pytest.mark.long

MULTIPLIED: list[type[Model]] = [
    *(
        Event,
        EventCounterpart,
        AgendaItem,
        AgendaItemGoal,
        Intervention,
        ReportHome,
        Commitment,
        Commitment.goals.through,
    ),
    *(Observation, ObservationStep, Observation.goals.through, Observation.mandate_areas.through),
    *(Activity, ActivityUpdate, Activity.goals.through, Activity.participants.through),
]


@pytest.fixture(scope="module")
def thrice(demonstration_set: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, int]]:
    """Loaded at scale 3 for all of these, and taken away again. Answers how much there was at scale 1."""
    with django_db_blocker.unblock(), transaction.atomic():
        add_activities(Strategy.objects.get(slug=SLUG))
        before = numbers()
        call_command("load_demo", scale=3, verbosity=0)
        yield before
        transaction.set_rollback(True)


def add_activities(strategy: Strategy) -> None:
    """One that is done and one that is late, for as long as the demonstration has no work plan."""
    goal, responsible = Goal.objects.of(strategy.pk)[0], Organisation.objects.get(key="sida")
    officer = User.objects.get(email="handlaggare@demo.example")
    for title, over in [("Underlag till samrådet", True), ("Rapport om kärnstödet", False)]:
        activity = Activity(strategy=strategy, title=title, responsible=responsible, due_on=date(2021, 11, 30))
        if over:
            activity.state, activity.ended_on = Activity.State.DONE, date(2021, 11, 25)
        create_record(record=activity, by=officer)
        activity.goals.add(goal)
        activity.participants.add(responsible)
        ActivityUpdate.objects.create(
            strategy=strategy,
            activity=activity,
            kind=ActivityUpdate.UpdateKind.MOVE,
            by=officer,
            at=datetime(2021, 10, 1, 10, tzinfo=UTC),
            happened_on=date(2021, 10, 1),
            text="Sida bad om mer tid.",
            from_due_on=date(2021, 10, 15),
            to_due_on=date(2021, 11, 30),
        )


@pytest.fixture
def demonstration(thrice: dict[str, int], db: None) -> Strategy:
    return Strategy.objects.get(slug=SLUG)


def copies(model: type[Model], field: str = "title") -> Any:
    return model._default_manager.filter(**{f"{field}__contains": "(kopia "})


def test_what_was_said_seen_and_planned_is_there_three_times(thrice: dict[str, int], demonstration: Strategy) -> None:
    now = numbers()

    assert {model.__name__: now[model.__name__] for model in MULTIPLIED} == {
        model.__name__: 3 * thrice[model.__name__] for model in MULTIPLIED
    }
    others = set(now) - {model.__name__ for model in MULTIPLIED}
    assert {name: now[name] for name in others} == {name: thrice[name] for name in others}
    assert all(thrice[model.__name__] for model in MULTIPLIED)
    assert present_scale(demonstration) == 3


@pytest.mark.parametrize("model", [model for model in MULTIPLIED if issubclass(model, Record)])
def test_copies_keep_every_rule(demonstration: Strategy, model: type[Record]) -> None:
    for record in model._default_manager.filter(strategy=demonstration).order_by("-pk")[: often(gate=40, proof=10_000)]:
        record.full_clean()
        assert record.version == 1
        if isinstance(record, Classified):
            effective = record.effective_classification
            record.classify()
            assert record.effective_classification == effective


def test_children_of_a_copy_hang_on_the_same_copy(demonstration: Strategy) -> None:
    assert not Intervention.objects.exclude(agenda_item=None).exclude(agenda_item__event=F("event")).exists()
    copied = Event.objects.get(title=f"{Event.objects.order_by('pk')[0].title} (kopia 2)")
    first = Event.objects.order_by("pk")[0]
    for name in ("interventions", "agenda_items", "event_counterparts", "commitments"):
        assert getattr(copied, name).count() == getattr(first, name).count(), name


def test_copies_lie_on_other_days_of_the_strategy_and_on_the_same_side_of_today(demonstration: Strategy) -> None:
    today = demonstration.today()

    for copied in copies(Event):
        assert demonstration.start <= copied.starts_on <= copied.ends_on <= demonstration.end
        assert (copied.state == Event.State.PLANNED) == (copied.starts_on > today) or copied.state == "cancelled"
    assert copies(Event).values("starts_on").distinct().count() > copies(Event).count() / 2
    assert not copies(Observation).filter(observed_on__gt=today).exists()
    assert not copies(Commitment, "text").filter(resolved_on__gt=today).exists()


def test_copies_are_secret_so_a_report_says_the_same(demonstration: Strategy) -> None:
    """The same things, in the same words, as before there were any copies."""
    report = Report.objects.create(
        strategy=demonstration, year=2021, audience="internal", evidence_until=date(2021, 12, 31)
    )

    said = str(contents(report, TAKEN_AT))

    assert "(kopia " not in said
    for model in (Event, Observation, Activity):
        assert set(copies(model).values_list("effective_classification", flat=True)) == {"secret"}
    assert not Evidence.objects.filter(intervention__event__title__contains="(kopia ").exists()


def test_loading_again_changes_nothing(demonstration: Strategy) -> None:
    before = numbers()

    for scale, sentence in [
        (3, "Det fanns redan i 3 gånger sin mängd."),
        (2, "Det finns redan i 3 gånger sin mängd, mer än 2; inget är ändrat."),
    ]:
        out = StringIO()
        call_command("load_demo", scale=scale, stdout=out)
        assert out.getvalue().splitlines()[-1] == sentence
        assert numbers() == before
