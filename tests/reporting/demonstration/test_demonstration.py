"""The demonstration set: fictional, within the rules, and with something to show on every page."""

from collections import Counter
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from django.db.models import Model

from dialogue.commitments.models import Commitment
from dialogue.meetings.models.events import Event
from dialogue.meetings.models.interventions import Intervention
from dialogue.observations.models import Observation
from priorities.figures.models.funding import Contribution
from priorities.figures.models.indicators import Indicator, Measurement
from priorities.figures.models.postings import Posting
from priorities.goals.models import Goal
from priorities.work_plan.models import Activity, ActivityUpdate, WorkPlanVersion
from reporting.assessments.models.evidence import Evidence
from reporting.assessments.models.judgements import Assessment
from reporting.assessments.models.overall import OverallAssessment
from reporting.assessments.services import contradicted_development
from reporting.demonstration.loading import Demonstration
from reporting.demonstration.people import accounts
from strategy.access import Role
from strategy.decision.models import Strategy
from strategy.people.models import Membership, User
from strategy.records.models import Classified
from strategy.texts.reading import marks
from tests.conftest import SLUG
from tests.making import Making
from tests.reporting import wider


@pytest.fixture
def demonstration(demonstration_set: None, db: None) -> Strategy:
    return Strategy.objects.get(slug=SLUG)


def test_it_is_marked_and_stands_on_one_day(demonstration: Strategy) -> None:
    assert demonstration.is_demonstration
    assert demonstration.today() == date(2022, 2, 15)


def test_two_people_in_every_role(demonstration: Strategy) -> None:
    held = Membership.objects.in_force().filter(user__email__endswith="@demo.example")
    roles = Counter(held.values_list("role", flat=True))

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
    assert values(Commitment, "whose") == set(Commitment.Whose.values)
    assert values(Observation, "state") == set(Observation.State.values)
    assert values(Activity, "state") == set(Activity.State.values)
    assert values(ActivityUpdate, "kind") == set(ActivityUpdate.UpdateKind.values)
    assert values(Activity, "classification") == {"open", "working", "secret"}
    assert len(values(Observation, "organisation")) >= 7
    for model in (Event, Intervention, Commitment, Observation, Assessment):
        assert issubclass(model, Classified)
        assert values(model, "effective_classification") >= {"open", "working"}
    assert "secret" in values(Event, "classification") | values(Intervention, "classification")


def test_figures_and_money_fit_the_story(demonstration: Strategy) -> None:
    measured = Measurement.objects.filter(strategy=demonstration)
    money = Contribution.objects.filter(strategy=demonstration)
    core = money.filter(kind="lightly_earmarked_core", stage="paid", year__in=[2020, 2021])

    assert [(found.year, found.amount, found.registry_number) for found in core.order_by("year")] == [
        (2020, Decimal(100_000_000), "Ju2020/02498"),
        (2021, Decimal(100_000_000), "Ju2021/02534"),
    ]
    late = measured.filter(indicator__name="Försenade rapporter till givarna").order_by("measured_on")
    assert [found.value for found in late] == [212, 203, 164, 149, 151]
    assert set(money.values_list("effective_classification", flat=True)) == {"open", "working", "secret"}
    assert money.filter(shared_with_agencies=True, effective_classification="working").exists()
    assert set(money.values_list("stage", flat=True)) == set(Contribution.Stage.values)
    assert set(money.values_list("currency", flat=True)) == {"SEK", "USD"}
    assert set(Posting.objects.filter(strategy=demonstration).values_list("kind", flat=True)) == {"secondment", "jpo"}
    goals = Goal.objects.filter(strategy=demonstration)
    assert goals.filter(indicators__isnull=False).distinct().count() >= 8
    assert goals.filter(contributions__isnull=False).distinct().count() >= 8


def test_nothing_in_the_figures_lies_after_the_day_it_stands_on(demonstration: Strategy) -> None:
    """But a budget and a decision for the year at hand, and what a whole year is expected to become."""
    day = demonstration.today()

    assert not Measurement.objects.filter(strategy=demonstration, measured_on__gt=day).exists()
    for name in ("decided_on", "paid_on"):
        assert not Contribution.objects.filter(strategy=demonstration, **{f"{name}__gt": day}).exists()


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


@pytest.mark.long
def test_it_keeps_the_rules_that_people_must_keep(demonstration: Strategy) -> None:
    judged = Assessment.objects.filter(strategy=demonstration).select_related("goal", "round")

    assert {str(found): contradicted_development(found) for found in judged if contradicted_development(found)} == {}
    figures = (Indicator, Measurement, Contribution, Posting)
    for model in (Event, Intervention, Commitment, Observation, Evidence, Assessment, Activity, *figures):
        for record in model._default_manager.filter(strategy=demonstration):
            record.full_clean()


def test_every_mark_in_a_narrative_has_its_evidence(demonstration: Strategy) -> None:
    for judged in Assessment.objects.filter(strategy=demonstration).prefetch_related("evidence"):
        numbers = {piece.number for piece in judged.evidence.all()}
        text = " ".join([judged.happened, judged.contribution, judged.next_steps])
        assert set(marks(text)) <= numbers, judged


def test_the_work_plan_has_what_a_head_looks_for(demonstration: Strategy) -> None:
    plan = Activity.objects.of(demonstration.pk)
    assert 25 <= plan.count() <= 30
    assert plan.late_on(demonstration.today()).count() == 5
    assert plan.moved().count() >= 5
    agencies = {"sida", "migrationsverket", "msb", "jamstalldhetsmyndigheten", "scb"}
    assert agencies <= set(plan.values_list("responsible__key", flat=True))


def test_moves_follow_on_each_other_and_lead_to_the_day_that_holds(demonstration: Strategy) -> None:
    for activity in Activity.objects.of(demonstration.pk).with_parts():
        moves = activity.moves  # type: ignore[attr-defined] # prefetched
        for before, after in pairwise(moves):
            assert before.to_due_on == after.from_due_on
        if moves:
            assert moves[-1].to_due_on == activity.due_on
        assert all(move.text for move in moves)
        assert all(update.happened_on <= demonstration.today() for update in activity.updates.all())


def test_two_plans_are_adopted_as_they_stood_on_the_day(demonstration: Strategy) -> None:
    second, first = WorkPlanVersion.objects.of(demonstration.pk)
    assert (first.number, first.adopted_on.year, second.number, second.adopted_on.year) == (1, 2020, 2, 2021)
    for version in (first, second):
        assert [line.order for line in version.lines.all()] == list(range(1, version.lines.count() + 1))
        for line in version.lines.all():
            steps = line.activity.updates.filter(kind="state", happened_on__lte=version.adopted_on)
            last = steps.last()
            assert line.state == (last.to_state if last else "planned")
            assert line.state != "dropped"


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
