"""A year's round: what may be proposed, who may approve, and that the approved stands."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from reporting.assessments import judgements, services
from reporting.assessments.models.evidence import Evidence
from reporting.assessments.models.judgements import Assessment, AssessmentStep
from reporting.assessments.models.overall import OverallAssessment
from reporting.assessments.models.rounds import RoundDecision
from reporting.assessments.models.scales import Attainment
from reporting.assessments.readings import note_reading
from strategy.people.models import User
from strategy.records.refusals import Conflict, TransitionRefused
from strategy.records.services import save_record
from tests.conftest import Cast
from tests.making import MOMENT, Making, read_and_decide

pytestmark = pytest.mark.both

NO_EVIDENCE = "Lägg till minst ett underlag: utan underlag kan du bara välja ”Ingen” och ”Oförändrad”."
APPROVED, RETURNED = RoundDecision.Decision.APPROVED, RoundDecision.Decision.RETURNED


def proposed(make: Making, *goals: str) -> list[Assessment]:
    found = [make.assessment(goal) for goal in goals]
    for assessment in found:
        services.propose(assessment=assessment, by=make.officer)
    return found


def decide(make: Making, assessments: list[Assessment], by: User, decision: str, reason: str = "") -> int:
    return read_and_decide(year_round=make.round(), judgements=assessments, by=by, decision=decision, reason=reason)


# ------------------------------------------------------------------ what may be proposed


@pytest.mark.parametrize(
    ("attainment", "development", "needs_evidence"),
    [
        ("not_assessable", "unchanged", False),
        ("none", "unchanged", False),
        ("none", "forward", True),
        ("none", "backward", True),
        ("partial", "unchanged", True),
        ("substantial", "unchanged", True),
        ("attained", "unchanged", True),
    ],
)
def test_anything_better_than_none_or_unchanged_rests_on_evidence(
    attainment: str, development: str, needs_evidence: bool, make: Making
) -> None:
    assessment = make.assessment("i.2", attainment=attainment, development=development)
    claim = "development" if attainment == "none" else "attainment"
    assert services.shortcomings(assessment) == ({claim: NO_EVIDENCE} if needs_evidence else {})

    make.evidence(assessment)

    assert services.shortcomings(assessment) == {}


def test_evidence_in_the_bin_carries_nothing(make: Making) -> None:
    assessment = make.assessment(attainment="attained")
    services.remove_evidence(evidence=make.evidence(assessment), by=make.officer)

    with pytest.raises(ValidationError) as invalid:
        services.propose(assessment=assessment, by=make.officer)
    assert invalid.value.messages == [NO_EVIDENCE]


@pytest.mark.parametrize(
    ("before", "now", "development", "refused"),
    [
        ("none", "partial", "backward", True),
        ("none", "attained", "backward", True),
        ("partial", "none", "forward", True),
        ("attained", "substantial", "forward", True),
        ("none", "partial", "forward", False),
        ("none", "partial", "unchanged", False),
        ("partial", "none", "backward", False),
        ("partial", "none", "unchanged", False),
        ("partial", "partial", "forward", False),
        ("partial", "partial", "backward", False),
        ("not_assessable", "partial", "backward", False),
        ("partial", "not_assessable", "forward", False),
    ],
)
def test_development_does_not_contradict_two_years_attainments(
    before: str, now: str, development: str, refused: bool, make: Making
) -> None:
    make.assessment(year=2020, state="approved", attainment=before)
    assessment = make.assessment(attainment=now, development=development)
    make.evidence(assessment)

    assert bool(services.contradicted_development(assessment)) == refused
    assert bool(services.shortcomings(assessment)) == refused


def test_contradiction_is_told_with_both_levels(make: Making) -> None:
    make.assessment(year=2020, state="approved", attainment="none")
    assessment = make.assessment(attainment="substantial", development="backward")

    assert services.contradicted_development(assessment) == (
        "Måluppfyllelsen stiger från Ingen till God. Då kan utvecklingen inte vara bakåt."
    )


def test_contradiction_is_counted_from_what_is_in_force(make: Making) -> None:
    make.assessment(year=2020, state="approved", attainment="attained")
    make.assessment(year=2020, state="approved", attainment="none", assessed_on=date(2021, 3, 1))
    make.assessment(year=2020, state="draft", attainment="substantial", assessed_on=date(2021, 4, 1))
    assessment = make.assessment(attainment="partial", development="forward")

    assert services.previous_attainment(assessment) == Attainment.NONE
    assert services.contradicted_development(assessment) == ""


def test_the_first_year_is_compared_with_the_baseline(make: Making) -> None:
    baseline = Assessment.objects.get(strategy=make.strategy, goal=make.goal("ii.6"), round__year=2019)
    assessment = make.assessment("ii.6", year=2020)

    assert services.previous_attainment(assessment) == baseline.attainment


def test_every_shortcoming_is_told_at_once(make: Making) -> None:
    assessment = make.assessment(attainment="attained", development="", effort="", happened="")

    with pytest.raises(ValidationError) as invalid:
        services.propose(assessment=assessment, by=make.officer)

    assert invalid.value.message_dict == {
        "attainment": [NO_EVIDENCE],
        "development": ["Välj ett av alternativen."],
        "effort": ["Välj ett av alternativen."],
        "happened": ["Skriv vad som har hänt."],
    }
    assert Assessment.objects.get(pk=assessment.pk).state == "draft"
    assert not assessment.steps.exists()


def test_the_database_keeps_half_an_assessment_from_being_proposed(make: Making) -> None:
    row = Assessment.objects.filter(pk=make.assessment(happened="").pk)

    with pytest.raises(IntegrityError, match="assessment_complete_when_proposed"), transaction.atomic():
        row.update(state="proposed")


def test_proposing_is_a_step_with_who_and_when(make: Making) -> None:
    (assessment,) = proposed(make, "i.1")

    step = assessment.steps.get()
    assert (step.from_state, step.to_state, step.by, step.reason) == ("draft", "proposed", make.officer, "")
    assert Assessment.objects.get(pk=assessment.pk).state == "proposed"


def test_what_is_proposed_is_not_written_on(make: Making) -> None:
    assessment = make.assessment()
    piece = make.evidence(assessment)
    services.propose(assessment=assessment, by=make.officer)
    assessment.happened = "Ändrat i efterhand."
    attempts: list[Callable[[], object]] = [
        lambda: services.save_assessment(assessment=assessment, by=make.officer, expected_version=2),
        lambda: services.add_evidence(assessment=assessment, by=make.officer, document="För sent"),
        lambda: services.remove_evidence(evidence=Evidence.objects.get(pk=piece.pk), by=make.officer),
    ]

    for attempt in attempts:
        with pytest.raises(ValidationError, match="föreslagen eller godkänd"):
            attempt()
    assert list(Evidence.objects.present().filter(assessment=assessment)) == [piece]


# ------------------------------------------------------------------ the head's decision


def test_a_head_approves_a_whole_round_with_one_decision(cast: Cast, make: Making) -> None:
    chosen = proposed(make, "i.1", "i.2", "ii.1")

    assert decide(make, chosen, cast.head, APPROVED) == 3

    decision = RoundDecision.objects.get()
    saved = Assessment.objects.filter(pk__in=[one.pk for one in chosen])
    assert set(saved.values_list("state", "approved_by")) == {("approved", cast.head.pk)}
    assert all(one.approved_at for one in saved)
    assert decision.by == cast.head
    assert AssessmentStep.objects.filter(decision=decision, to_state="approved").count() == 3


def test_nobody_decides_on_what_they_have_not_had_open_as_it_stands(cast: Cast, make: Making) -> None:
    """Neither approves nor returns; what another has read counts for them alone, what is changed is read again."""
    first, second, third = proposed(make, "i.1", "i.2", "i.3")
    note_reading(judgement=first, by=cast.head)
    note_reading(judgement=second, by=cast.colleague)
    note_reading(judgement=third, by=cast.head)
    read_and_decide(year_round=make.round(), judgements=[third], by=cast.head, decision=RETURNED, reason="Kortare.")
    services.propose(assessment=third, by=make.officer)

    for decision in (APPROVED, RETURNED):
        with pytest.raises(TransitionRefused) as refused:
            judgements.decide(
                year_round=make.round(),
                judgements=[first, second, third],
                by=cast.head,
                decision=decision,
                reason="Läs om.",
            )
        assert str(refused.value) == "Inte läst i nuvarande lydelse: i.2 och i.3. Öppna och läs först."
    assert set(Assessment.objects.filter(round=make.round()).values_list("state", flat=True)) == {"proposed"}

    for judgement in (second, third):
        note_reading(judgement=judgement, by=cast.head)
    chosen = [first, second, third]
    assert judgements.decide(year_round=make.round(), judgements=chosen, by=cast.head, decision=APPROVED) == 3


def test_a_return_has_a_reason(cast: Cast, make: Making) -> None:
    chosen = proposed(make, "i.1")

    with pytest.raises(ValidationError, match="Skriv varför du återlämnar"):
        decide(make, chosen, cast.head, RETURNED)
    assert Assessment.objects.get(pk=chosen[0].pk).state == "proposed"

    decide(make, chosen, cast.head, RETURNED, "Svaret i juni saknas.")

    step = AssessmentStep.objects.get(to_state="returned")
    assert (step.reason, step.by) == ("Svaret i juni saknas.", cast.head)
    assert Assessment.objects.get(pk=chosen[0].pk).may_be_edited


def test_decision_takes_all_or_none(cast: Cast, make: Making) -> None:
    """The second was written by the head: neither is approved, and no decision is kept."""
    others = proposed(make, "i.1")
    own = make.assessment("i.2", by=cast.head)
    services.propose(assessment=own, by=cast.officer)

    with pytest.raises(TransitionRefused, match=r"^Du har själv skrivit på bedömningen av i\.2\."):
        decide(make, [*others, own], cast.head, APPROVED)

    assert set(Assessment.objects.filter(round=make.round()).values_list("state", flat=True)) == {"proposed"}
    assert not RoundDecision.objects.exists()
    assert not AssessmentStep.objects.filter(to_state="approved").exists()


def test_a_decision_on_what_somebody_changed_meanwhile_is_refused(cast: Cast, make: Making) -> None:
    chosen = proposed(make, "i.1", "i.2")
    decide(make, [Assessment.objects.get(pk=chosen[1].pk)], cast.head, RETURNED, "Läs om.")

    with pytest.raises(Conflict):
        decide(make, chosen, cast.head, APPROVED)

    assert Assessment.objects.get(pk=chosen[0].pk).state == "proposed"
    assert RoundDecision.objects.count() == 1


@pytest.mark.parametrize("state", ["draft", "returned", "approved"])
def test_only_what_is_proposed_is_decided(state: str, cast: Cast, make: Making) -> None:
    assessment = make.assessment(state=state)

    with pytest.raises(TransitionRefused):
        decide(make, [assessment], cast.head, APPROVED)
    with pytest.raises(TransitionRefused):
        decide(make, [assessment], cast.head, RETURNED, "Varför inte.")


def test_four_eyes_counts_whoever_has_written_a_word(cast: Cast, make: Making) -> None:
    assessment = make.assessment()
    assessment.contribution = "En mening av chefen."
    services.save_assessment(assessment=assessment, by=cast.head, expected_version=1)
    assessment.contribution = "Handläggaren skrev om allt."
    services.save_assessment(assessment=assessment, by=cast.officer, expected_version=2)
    services.propose(assessment=assessment, by=cast.officer)

    with pytest.raises(TransitionRefused, match="Någon annan måste godkänna"):
        decide(make, [assessment], cast.head, APPROVED)


def test_four_eyes_counts_who_chose_the_evidence_even_if_it_was_removed(cast: Cast, make: Making) -> None:
    assessment = make.assessment()
    piece = services.add_evidence(assessment=assessment, by=cast.head, document="Chefens eget fynd")
    services.remove_evidence(evidence=piece, by=cast.officer)
    services.propose(assessment=assessment, by=cast.officer)

    with pytest.raises(TransitionRefused, match="Någon annan måste godkänna"):
        decide(make, [assessment], cast.head, APPROVED)


def test_four_eyes_counts_who_proposed(cast: Cast, make: Making) -> None:
    assessment = make.assessment()
    services.propose(assessment=assessment, by=cast.head)

    with pytest.raises(TransitionRefused, match="Någon annan måste godkänna"):
        decide(make, [assessment], cast.head, APPROVED)


def test_a_head_who_returned_it_may_approve_what_came_back(cast: Cast, make: Making) -> None:
    (assessment,) = proposed(make, "i.1")
    decide(make, [assessment], cast.head, RETURNED, "Svaret i juni saknas.")
    assessment.happened = "Nu med svaret i juni."
    services.save_assessment(assessment=assessment, by=cast.officer, expected_version=assessment.version)
    services.propose(assessment=assessment, by=cast.officer)

    assert decide(make, [assessment], cast.head, APPROVED) == 1

    assert list(assessment.steps.values_list("to_state", flat=True)) == [
        "proposed",
        "returned",
        "proposed",
        "approved",
    ]


def test_a_head_who_wrote_while_it_was_returned_may_not_approve(cast: Cast, make: Making) -> None:
    (assessment,) = proposed(make, "i.1")
    decide(make, [assessment], cast.head, RETURNED, "Jag skriver själv.")
    assessment.happened = "Chefens ord."
    services.save_assessment(assessment=assessment, by=cast.head, expected_version=assessment.version)
    services.propose(assessment=assessment, by=cast.officer)

    with pytest.raises(TransitionRefused, match="Någon annan måste godkänna"):
        decide(make, [assessment], cast.head, APPROVED)


# ------------------------------------------------------------------ the approved stands


def test_an_approved_assessment_never_changes(cast: Cast, make: Making) -> None:
    (assessment,) = proposed(make, "i.1")
    decide(make, [assessment], cast.head, APPROVED)
    version = assessment.version
    assessment.happened = "Omskrivet."

    with pytest.raises(ValidationError, match="går inte att ändra"):
        services.save_assessment(assessment=assessment, by=cast.officer, expected_version=version)
    with pytest.raises(ValidationError, match="går inte att ändra"):
        services.add_evidence(assessment=assessment, by=cast.officer, document="I efterhand")

    assert Assessment.TRANSITIONS["approved"] == frozenset()
    assert Assessment.objects.get(pk=assessment.pk).version == version


def test_an_approval_names_who_and_when(make: Making) -> None:
    row = Assessment.objects.filter(pk=make.assessment().pk)

    for half in ({"approved_by": None, "approved_at": MOMENT}, {"approved_by": make.head, "approved_at": None}):
        with pytest.raises(IntegrityError, match="assessment_approval_names_who"), transaction.atomic():
            row.update(state="approved", **half)


def test_in_force_is_the_latest_approved(make: Making) -> None:
    first = make.assessment(state="approved", assessed_on=date(2022, 1, 31))
    corrected = make.assessment(state="approved", assessed_on=date(2022, 3, 1))
    removed = make.assessment(state="approved", assessed_on=date(2022, 3, 2), removed_at=MOMENT)
    backdated = make.assessment(state="approved", assessed_on=date(2021, 12, 1))
    make.assessment(state="proposed", assessed_on=date(2022, 4, 1))
    other_goal = make.assessment("i.2", state="approved")
    other_year = make.assessment(year=2020, state="approved")

    in_force = Assessment.objects.present().in_force().filter(created_by=make.officer)
    assert set(in_force) == {corrected, other_goal, other_year}
    assert {one.state for one in (first, removed, backdated)} == {"approved"}


def test_of_two_approved_on_the_same_day_the_later_written_is_in_force(make: Making) -> None:
    make.assessment(state="approved")
    later = make.assessment(state="approved")

    assert Assessment.objects.in_force().get(goal=later.goal, round=later.round) == later


def test_a_secret_correction_does_not_bring_the_older_one_back_to_readers(cast: Cast, make: Making) -> None:
    make.assessment(state="approved", classification="open")
    make.assessment(state="approved", classification="secret", assessed_on=date(2022, 3, 1))

    visible = Assessment.objects.visible_to(cast.reader).in_force()

    assert not visible.filter(goal=make.goal(), round=make.round()).exists()


def test_overall_judgement_in_force_is_the_latest_of_its_area(make: Making) -> None:
    make.overall(state="approved")
    whole = make.overall(state="approved")
    make.overall(state="draft")
    area = make.overall(focus_area="i", state="approved")
    other_year = make.overall(2020, state="approved")

    assert set(OverallAssessment.objects.in_force()) == {whole, area, other_year}


def test_one_assessment_at_a_time_is_under_way(make: Making) -> None:
    make.assessment()

    with pytest.raises(ValidationError, match="redan en bedömning av målet på gång"):
        make.assessment(state="proposed")


# ------------------------------------------------------------------ beginning and writing


def test_beginning_twice_is_one_assessment(cast: Cast, make: Making) -> None:
    first = services.begin_assessment(year_round=make.round(), goal=make.goal(), by=cast.officer)
    second = services.begin_assessment(year_round=make.round(), goal=make.goal(), by=cast.colleague)

    assert first == second
    assert (first.state, first.attainment, first.created_by) == ("draft", "", cast.officer)


def test_a_correction_begins_from_what_it_corrects(cast: Cast, make: Making) -> None:
    stands = make.assessment(
        state="approved", attainment="partial", classification="secret", public_text="För alla.", next_steps="Mer."
    )
    make.evidence(stands, document="Rapporten", quote="Så står det.", stance="contradicts")

    correction = services.begin_assessment(year_round=make.round(), goal=make.goal(), by=cast.colleague)

    piece = correction.evidence.get()
    assert (correction.state, correction.attainment, correction.public_text) == ("draft", "partial", "För alla.")
    assert (correction.effective_classification, correction.approved_by) == ("secret", None)
    assert (piece.document, piece.quote, piece.stance, piece.number) == (
        "Rapporten",
        "Så står det.",
        "contradicts",
        1,
    )
    assert services.contradicted_development(correction) == ""


def test_evidence_is_numbered_through(cast: Cast, make: Making) -> None:
    assessment = make.assessment()
    numbers = [
        services.add_evidence(assessment=assessment, by=cast.officer, document=name).number
        for name in ("Ett", "Två", "Tre")
    ]
    services.remove_evidence(evidence=assessment.evidence.get(number=2), by=cast.officer)

    again = services.add_evidence(assessment=assessment, by=cast.officer, document="Fyra")

    assert [*numbers, again.number] == [1, 2, 3, 4]


def test_what_is_cited_twice_is_one_piece_and_comes_back_under_its_number(cast: Cast, make: Making) -> None:
    assessment, said, seen = make.assessment(), make.intervention(), make.observation(state="accepted")

    def cite(name: str, thing: Any, *referred: int) -> Evidence:
        return services.cite(assessment=assessment, by=cast.officer, name=name, thing=thing, referred=referred)

    first = cite("intervention", said)
    assert cite("intervention", said) == first
    assert cite("observation", seen, 4).number == 5  # a text that is not saved yet speaks of [4]
    services.remove_evidence(evidence=Evidence.objects.get(pk=first.pk), by=cast.officer)

    again = cite("intervention", said)

    assert (again.pk, again.number, again.removed_at) == (first.pk, 1, None)
    assert services.numbers_of(assessment) == [1, 5]


def test_last_years_words_come_without_their_references_and_with_a_secret_marking(make: Making) -> None:
    source = make.assessment(
        year=2020, state="approved", happened="Det gick [1], [2] framåt.", next_steps="Fråga.", classification="secret"
    )
    assessment = make.assessment(happened="", next_steps="Mina egna ord.")

    services.begin_with(assessment=assessment, source=source)

    assert (assessment.happened, assessment.next_steps) == ("Det gick, framåt.", "Mina egna ord.")
    assert (assessment.classification, assessment.secrecy_authority) == ("secret", source.secrecy_authority)


def test_evidence_is_a_single_thing(make: Making) -> None:
    assessment = make.assessment()

    with pytest.raises(ValidationError, match="Underlaget ska vara en enda sak"):
        make.evidence(assessment, intervention=make.intervention(), document="Och ett dokument")
    with pytest.raises(ValidationError, match="Underlaget ska vara en enda sak"):
        make.evidence(assessment, document="")


def test_two_officers_never_overwrite_each_other(cast: Cast, make: Making) -> None:
    made = make.assessment()
    theirs = Assessment.objects.get(pk=made.pk)
    theirs.happened = "Kollegans text."
    save_record(record=theirs, by=cast.colleague)
    made.happened = "Min text."

    with pytest.raises(Conflict) as conflict:
        services.save_assessment(assessment=made, by=cast.officer, expected_version=1)

    assert isinstance(conflict.value.record, Assessment)
    assert conflict.value.record.happened == "Kollegans text."


def test_a_decision_once_taken_keeps_its_reason(make: Making) -> None:
    decision = RoundDecision(strategy=make.strategy, round=make.round(), decision=RETURNED, by=make.head, at=MOMENT)

    with pytest.raises(IntegrityError, match="round_decision_return_has_reason"), transaction.atomic():
        decision.save()
