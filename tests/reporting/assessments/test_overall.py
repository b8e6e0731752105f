"""Overall judgements: their writing, and that a head's one decision takes them and the goals' together."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from reporting.assessments import overall
from reporting.assessments import services as assessments
from reporting.assessments.material import left_out_of_the_internal_edition
from reporting.assessments.models.judgements import Assessment, AssessmentStep
from reporting.assessments.models.overall import Judgement, OverallAssessment, OverallAssessmentStep
from reporting.assessments.models.rounds import RoundDecision
from strategy.people.models import User
from strategy.records.refusals import Conflict, TransitionRefused
from tests.conftest import Cast
from tests.making import Making, read_and_decide

APPROVED, RETURNED = RoundDecision.Decision.APPROVED, RoundDecision.Decision.RETURNED


def proposed(make: Making, area: str = "") -> OverallAssessment:
    found = make.overall(focus_area=area)
    overall.propose_overall(judgement=found, by=make.officer)
    return found


def decide(make: Making, found: list[Judgement], by: User, decision: str, reason: str = "") -> int:
    return read_and_decide(year_round=make.round(), judgements=found, by=by, decision=decision, reason=reason)


def test_proposing_is_a_step_with_who_and_when(make: Making) -> None:
    found = proposed(make)
    step = OverallAssessmentStep.objects.get()
    assert (step.from_state, step.to_state, step.by, step.overall_assessment) == (
        "draft",
        "proposed",
        make.officer,
        found,
    )


def test_one_decision_takes_overall_and_goals_together(make: Making, cast: Cast) -> None:
    goal = make.assessment()
    assessments.propose(assessment=goal, by=make.officer)
    chosen: list[Judgement] = [proposed(make), proposed(make, "ii"), goal]

    assert decide(make, chosen, cast.head, APPROVED) == 3

    decision = RoundDecision.objects.get()
    assert set(OverallAssessment.objects.values_list("state", "approved_by")) == {("approved", cast.head.pk)}
    assert OverallAssessmentStep.objects.filter(decision=decision, to_state="approved").count() == 2
    assert AssessmentStep.objects.filter(decision=decision, to_state="approved").count() == 1


def test_a_decision_takes_all_or_none(make: Making, cast: Cast) -> None:
    goal = make.assessment(by=cast.head)
    assessments.propose(assessment=goal, by=make.officer)
    found = proposed(make)

    with pytest.raises(TransitionRefused, match=r"^Du har själv skrivit på bedömningen av i\.1\."):
        decide(make, [found, goal], cast.head, APPROVED)

    assert OverallAssessment.objects.get().state == "proposed"
    assert Assessment.objects.get(pk=goal.pk).state == "proposed"
    assert not RoundDecision.objects.exists()


@pytest.mark.parametrize(("area", "name"), [("", "hela strategin"), ("iii", "iii")])
def test_four_eyes_counts_whoever_has_written_a_word(area: str, name: str, make: Making, cast: Cast) -> None:
    found = make.overall(focus_area=area)
    found.text = "Chefens mening."
    overall.save_overall(judgement=found, by=cast.head, expected_version=1)
    found.text = "Handläggaren skrev om allt."
    overall.save_overall(judgement=found, by=cast.officer, expected_version=2)
    overall.propose_overall(judgement=found, by=cast.officer)

    with pytest.raises(TransitionRefused) as refused:
        decide(make, [found], cast.head, APPROVED)
    assert str(refused.value) == (
        f"Du har själv skrivit på den samlade bedömningen av {name}. Någon annan måste godkänna den."
    )


def test_a_head_who_returned_it_may_approve_what_came_back(make: Making, cast: Cast) -> None:
    found = proposed(make)
    decide(make, [found], cast.head, RETURNED, "Säg det kortare.")
    found.text = "Kortare."
    overall.save_overall(judgement=found, by=cast.officer, expected_version=found.version)
    overall.propose_overall(judgement=found, by=cast.officer)

    assert decide(make, [found], cast.head, APPROVED) == 1
    states = list(found.steps.values_list("to_state", "reason"))
    assert states == [("proposed", ""), ("returned", "Säg det kortare."), ("proposed", ""), ("approved", "")]


@pytest.mark.parametrize("state", ["proposed", "approved"])
def test_what_is_proposed_or_approved_is_not_written_on(state: str, make: Making, cast: Cast) -> None:
    found = make.overall(state=state)
    found.text = "I efterhand."
    with pytest.raises(ValidationError, match="går inte att ändra"):
        overall.save_overall(judgement=found, by=cast.officer, expected_version=1)
    assert OverallAssessment.objects.get().text == "Året innebar steg framåt."


def test_two_officers_never_overwrite_each_other(make: Making, cast: Cast) -> None:
    made = make.overall()
    theirs = OverallAssessment.objects.get()
    theirs.text = "Kollegans."
    overall.save_overall(judgement=theirs, by=cast.colleague, expected_version=1)
    with pytest.raises(Conflict):
        overall.save_overall(judgement=made, by=cast.officer, expected_version=1)


def test_a_correction_is_a_new_one_that_begins_from_what_it_corrects(make: Making) -> None:
    stands = make.overall(state="approved", public_text="För alla.", classification="secret")
    correction = OverallAssessment(strategy=make.strategy, round=make.round())
    overall.take_over(correction)
    overall.begin_overall(judgement=correction, by=make.officer)

    assert (correction.text, correction.public_text, correction.state) == (stands.text, "För alla.", "draft")
    assert correction.effective_classification == "secret"
    assert list(OverallAssessment.objects.in_force()) == [stands]
    assert overall.under_way(make.round(), None) == correction


def test_one_at_a_time_is_under_way_for_each_area(make: Making) -> None:
    make.overall()
    make.overall(focus_area="i")
    again = OverallAssessment(strategy=make.strategy, round=make.round(), text="En till.")
    with pytest.raises(ValidationError, match="redan börjat"):
        overall.begin_overall(judgement=again, by=make.officer)


def test_the_goals_that_the_internal_edition_leaves_out_are_named(make: Making) -> None:
    resting = make.assessment("i.2", state="approved")
    make.evidence(resting, intervention=make.intervention(classification="secret"))
    make.assessment("i.4", state="approved", classification="secret")
    make.assessment("i.5", state="approved")
    make.assessment("ii.1", state="approved", classification="secret")
    make.assessment("i.3", year=2020, state="approved", classification="secret", assessed_on=date(2021, 1, 31))
    make.assessment("i.6", state="proposed", classification="secret")

    assert left_out_of_the_internal_edition(make.overall()) == ["i.2", "i.4", "ii.1"]
    assert left_out_of_the_internal_edition(make.overall(focus_area="i")) == ["i.2", "i.4"]
    assert left_out_of_the_internal_edition(make.overall(focus_area="iii")) == []
