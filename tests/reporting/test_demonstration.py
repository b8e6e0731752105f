"""The demonstration set: fictional, within the rules, and with something to show on every page."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import Model
from pytest_django import DjangoDbBlocker

from dialogue.models import Commitment, Event, Intervention, Observation
from priorities.models import Goal
from reporting.demonstration import accounts
from reporting.demonstration.loading import Demonstration
from reporting.models import Assessment, Evidence, OverallAssessment
from reporting.narratives import marks
from reporting.services.assessments import contradicted_development
from strategy.access import Role
from strategy.models import Classified, Membership, Strategy, User
from tests.conftest import SLUG, load_strategies
from tests.making import Making
from tests.reporting import wider


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Loaded once for all of these, and taken away again."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_strategies()
        call_command("load_demo", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demonstration(loaded: None, db: None) -> Strategy:
    return Strategy.objects.get(slug=SLUG)


def test_it_is_marked_and_stands_on_one_day(demonstration: Strategy) -> None:
    assert demonstration.is_demonstration
    assert demonstration.today() == date(2022, 2, 15)


def test_two_people_in_every_role(demonstration: Strategy) -> None:
    roles = Counter(Membership.objects.in_force().values_list("role", flat=True))

    assert set(roles) == set(Role.values)
    assert all(count >= 2 for count in roles.values())
    assert len(accounts()) == User.objects.filter(email__endswith="@demo.example").count() == sum(roles.values())


def test_every_state_and_marking_has_something_to_show(demonstration: Strategy) -> None:
    def values(model: type[Model], field: str) -> set[str]:
        return set(model._base_manager.filter(strategy=demonstration).values_list(field, flat=True))

    assert values(Event, "kind") == set(Event.EventKind.values)
    assert values(Event, "level") == set(Event.Level.values)
    assert values(Event, "state") == set(Event.State.values)
    assert values(Intervention, "lean") == set(Intervention.Lean.values)
    assert values(Commitment, "state") == set(Commitment.State.values)
    assert values(Commitment, "owner") == set(Commitment.Owner.values)
    assert values(Observation, "state") == set(Observation.State.values)
    assert len(values(Observation, "organisation")) >= 7
    for model in (Event, Intervention, Commitment, Observation, Assessment):
        assert issubclass(model, Classified)
        assert values(model, "effective_classification") >= {"open", "working"}
    assert "secret" in values(Event, "classification") | values(Intervention, "classification")


def test_all_goals_are_assessed_for_both_years_on_evidence(demonstration: Strategy) -> None:
    goals = Goal.objects.filter(strategy=demonstration).count()
    for year in (2020, 2021):
        judged = Assessment.objects.present().filter(strategy=demonstration, round__year=year)
        assert judged.values("goal").distinct().count() == goals
    claims = Assessment.objects.filter(strategy=demonstration).exclude(
        attainment__in=["none", "not_assessable"], development__in=["unchanged", ""]
    )
    without = [found for found in claims.exclude(created_by=None) if not found.evidence.exists()]
    assert without == []
    assert OverallAssessment.objects.in_force().filter(strategy=demonstration).exists()


def test_it_keeps_the_rules_that_people_must_keep(demonstration: Strategy) -> None:
    judged = Assessment.objects.filter(strategy=demonstration).select_related("goal", "round")

    assert {str(found): contradicted_development(found) for found in judged if contradicted_development(found)} == {}
    for model in (Event, Intervention, Commitment, Observation, Evidence, Assessment):
        for record in model._default_manager.filter(strategy=demonstration):
            record.full_clean()


def test_every_mark_in_a_narrative_has_its_evidence(demonstration: Strategy) -> None:
    for judged in Assessment.objects.filter(strategy=demonstration).prefetch_related("evidence"):
        numbers = {piece.number for piece in judged.evidence.all()}
        text = " ".join([judged.happened, judged.contribution, judged.next_steps])
        assert set(marks(text)) <= numbers, judged


def test_evidence_names_figures_money_and_activities_by_key(make: Making) -> None:
    """Whatever loads those files fills dictionaries of these names."""
    loading = Demonstration(make.strategy)
    loading.people = {"handlaggare": make.officer}
    things = {name: getattr(wider, name)(make) for name in ("measurement", "contribution", "activity")}
    for name, dictionary in (
        ("measurement", "measurements"),
        ("contribution", "contributions"),
        ("activity", "activities"),
    ):
        setattr(loading, dictionary, {f"{name}-ett": things[name]})
    judged = make.assessment()

    for number, name in enumerate(things, start=1):
        loading.load_evidence(judged, {"number": number, name: f"{name}-ett"})

    assert [piece.target for piece in judged.evidence.all()] == list(things.values())
    with pytest.raises(KeyError):
        loading.load_evidence(judged, {"number": 4, "measurement": "finns-inte"})
