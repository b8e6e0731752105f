"""Who sees what: the access table of the domain, cell by cell, asked of the querysets that every page uses."""

from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.db.models import Q, QuerySet
from django.utils import timezone

from dialogue.attachments.models import Attachment
from dialogue.commitments.models import Commitment
from dialogue.instructions.models import Instruction, InstructionGoal
from dialogue.meetings.models.agenda import AgendaItem, AgendaItemGoal
from dialogue.meetings.models.events import Counterpart, Event, EventCounterpart
from dialogue.meetings.models.interventions import Intervention
from dialogue.observations.models import Observation, ObservationStep
from dialogue.requests.models import Answer, Request
from dialogue.requests.parts import AnswerPart
from priorities.frameworks.models import Crosswalk, Framework, FrameworkItem
from priorities.goals.models import FocusArea, Goal
from priorities.key_messages.models import KeyMessage
from priorities.work_plan.models import Activity, ActivityUpdate, WorkPlanLine, WorkPlanVersion
from reporting.assessments.models.evidence import Evidence
from reporting.assessments.models.judgements import Assessment, AssessmentStep
from reporting.assessments.models.overall import OverallAssessment
from reporting.assessments.models.rounds import Round
from reporting.reports.models import Report
from reporting.reports.outgoing import ReportRelease
from strategy.access import Action, Audience, Classification, Edition, Kind, Role, includable, under
from strategy.decision.models import Paragraph, Recipient, Section, Strategy
from strategy.people.models import Membership, User
from strategy.people.organisations import Organisation
from strategy.records.services import advance
from tests.access_table import (
    CROSSWALK,
    DIALOGUE,
    EDITIONS,
    INSTRUCTION_STATES,
    INSTRUCTIONS,
    JUDGEMENT_STATES,
    JUDGEMENTS,
    KEY_MESSAGES,
    MARKINGS,
    OBSERVATIONS,
    OPEN,
    REPORT_STATES,
    REPORTS,
    SECRET,
    SUBMITTED_STATES,
    WORKING,
    Thing,
    sees,
    who_may,
)
from tests.conftest import ROLES, Cast
from tests.making import MOMENT, Making, make_user

pytestmark = pytest.mark.both


def markings(queryset: QuerySet[Any], path: str = "") -> set[str]:
    field = f"{path}__effective_classification" if path else "effective_classification"
    return set(queryset.order_by().values_list(field, flat=True))


def states_and_markings(queryset: QuerySet[Any], path: str = "") -> set[tuple[str, str]]:
    prefix = f"{path}__" if path else ""
    return set(queryset.order_by().values_list(f"{prefix}state", f"{prefix}effective_classification"))


@pytest.fixture
def dialogue(make: Making) -> None:
    """A meeting of each marking with one of everything that hangs on it."""
    for marking in MARKINGS:
        event = make.event(classification=marking)
        make.intervention(event, classification=OPEN)
        make.commitment(event, classification=OPEN)
        make.commitment(classification=marking)
        make.attachment(event, classification=OPEN)
        make.event_counterpart(event)
        make.prepared_goal(make.agenda_item(event))


def test_dialogue(cast: Cast, dialogue: None) -> None:
    for role in ROLES:
        user, expected = cast[role], DIALOGUE[role]

        assert markings(Event.objects.visible_to(user)) == expected, role
        assert markings(Intervention.objects.visible_to(user)) == expected, role
        assert markings(Commitment.objects.visible_to(user)) == expected, role
        assert markings(Commitment.objects.visible_to(user).filter(event=None)) == expected, role
        assert markings(Attachment.objects.visible_to(user)) == expected, role
        assert markings(EventCounterpart.objects.visible_to(user), "event") == expected, role
        assert markings(AgendaItem.objects.visible_to(user), "event") == expected, role
        assert markings(AgendaItemGoal.objects.visible_to(user), "agenda_item__event") == expected, role
        assert Counterpart.objects.visible_to(user).exists() == bool(expected), role


def test_a_secret_child_of_an_open_meeting(cast: Cast, make: Making) -> None:
    event = make.event(classification=OPEN)
    make.intervention(event, classification=SECRET)
    make.commitment(event, classification=SECRET)
    make.attachment(event, classification=SECRET)

    for role in ROLES:
        user, expected = cast[role], SECRET in DIALOGUE[role]

        assert Event.objects.visible_to(user).exists() == bool(DIALOGUE[role]), role
        assert Intervention.objects.visible_to(user).exists() == expected, role
        assert Commitment.objects.visible_to(user).exists() == expected, role
        assert Attachment.objects.visible_to(user).exists() == expected, role


def test_key_messages(cast: Cast, make: Making) -> None:
    for marking in MARKINGS:
        make.key_message(classification=marking)

    for role in ROLES:
        assert markings(KeyMessage.objects.visible_to(cast[role])) == KEY_MESSAGES[role], role
    assert KEY_MESSAGES["contact"] == {OPEN}
    assert KEY_MESSAGES["admin"] == KEY_MESSAGES["outsider"] == set()


def test_frameworks_and_their_ties_to_goals(cast: Cast, make: Making) -> None:
    item = make.framework_item()
    for goal, marking in zip(("i.1", "i.2", "i.3"), MARKINGS, strict=True):
        make.crosswalk(item, goal, classification=marking)

    for role in ROLES:
        user, reads = cast[role], role not in {"contact", "other_contact", "outsider"}

        assert Framework.objects.visible_to(user).exists() == FrameworkItem.objects.visible_to(user).exists() == reads
        assert markings(Crosswalk.objects.visible_to(user)) == CROSSWALK[role], role
    assert CROSSWALK["reader"] == {OPEN, WORKING}
    assert CROSSWALK["contact"] == CROSSWALK["admin"] == CROSSWALK["outsider"] == set()


def test_instructions(cast: Cast, make: Making) -> None:
    """Neither a draft nor a sent one, whatever its marking, is seen by a contact."""
    for state, marking in product(INSTRUCTION_STATES, MARKINGS):
        instruction = make.instruction(make.event(classification=OPEN), classification=marking, state=state)
        if state == "circulated":
            advance(record=instruction, to=state, by=cast.officer)

    for role in ROLES:
        user, expected = cast[role], INSTRUCTIONS[role]

        assert states_and_markings(Instruction.objects.visible_to(user)) == expected, role
        assert states_and_markings(InstructionGoal.objects.visible_to(user), "instruction") == expected, role
    assert INSTRUCTIONS["contact"] == INSTRUCTIONS["admin"] == INSTRUCTIONS["outsider"] == set()
    assert INSTRUCTIONS["delegation"] == {("sent", marking) for marking in MARKINGS}


def test_work_plan(cast: Cast, make: Making) -> None:
    """The Swedish Migration Agency answers for one line of each marking and joins in another; Sida in none."""
    version = make.work_plan_version()
    for marking in MARKINGS:
        answered = make.activity(responsible=make.organisation("migrationsverket"), classification=marking)
        for activity in (answered, make.activity(participants=["migrationsverket"], classification=marking)):
            make.activity_update(activity)
            make.work_plan_line(version, activity)

    for role in ROLES:
        user, adopted = cast[role], DIALOGUE[role]
        expected = {OPEN, WORKING} if role == "contact" else adopted

        assert markings(Activity.objects.visible_to(user)) == expected, role
        assert Activity.objects.visible_to(user).count() == 2 * len(expected), role
        assert markings(ActivityUpdate.objects.visible_to(user), "activity") == expected, role
        assert markings(WorkPlanLine.objects.visible_to(user)) == adopted, role
        assert WorkPlanVersion.objects.visible_to(user).exists() == bool(adopted), role


def test_observations(cast: Cast, make: Making) -> None:
    for state, marking in product(SUBMITTED_STATES | {"draft"}, MARKINGS):
        observation = make.observation(state=state, classification=marking)
        make.observation_step(observation, state)
        make.attachment(observation, classification=OPEN)

    for role in ROLES:
        user, expected = cast[role], OBSERVATIONS[role]

        assert states_and_markings(Observation.objects.visible_to(user)) == expected, role
        steps = {
            (state, marking)
            for state, marking in expected
            if sees(role, Kind.OBSERVATION_STEP, Thing(state, marking, own=True))
        }
        assert states_and_markings(ObservationStep.objects.visible_to(user), "observation") == steps, role
        assert states_and_markings(Attachment.objects.visible_to(user), "observation") == expected, role


def test_requests_and_what_is_answered(cast: Cast, make: Making) -> None:
    """Put to the Swedish Migration Agency, whose contact writes and sends a piece; Sida is not asked."""
    for state, marking in product(("draft", "open"), MARKINGS):
        request = make.request(["migrationsverket"], state=state, classification=marking)
        for piece in ("draft", "sent") if state == "open" else ():
            part = make.answer_part(request.answers.get(), state=piece, classification=OPEN)
            make.attachment(part, classification=OPEN)

    for role in ROLES:
        user, own = cast[role], role == "contact"
        asked, parts = (
            {
                (state, marking)
                for state, marking in product(states, MARKINGS)
                if sees(role, kind, Thing(state, marking, own=own, written=own))
            }
            for kind, states in ((Kind.REQUEST, ("draft", "open")), (Kind.ANSWER_PART, ("draft", "sent")))
        )

        assert states_and_markings(Request.objects.visible_to(user)) == asked, role
        assert states_and_markings(AnswerPart.objects.visible_to(user)) == parts, role
        assert states_and_markings(Attachment.objects.visible_to(user), "answer_part") == parts, role
        assert Answer.objects.visible_to(user).exists() == (role in {"officer", "colleague", "head", "contact"}), role


def test_an_answer_that_is_shared_is_seen_by_colleagues_and_nobody_else(cast: Cast, make: Making) -> None:
    same_agency = make_user("same_agency", Role.CONTACT, make.strategy, make.organisation("migrationsverket"))
    answer = make.request().answers.get(organisation__key="migrationsverket")
    make.answer_part(answer, state="draft")
    shared = make.answer_part(answer, state="draft", is_shared=True)

    assert list(AnswerPart.objects.visible_to(same_agency)) == [shared]
    assert not AnswerPart.objects.visible_to(cast.other_contact).exists()
    assert not AnswerPart.objects.visible_to(cast.officer).exists()


def test_a_request_is_seen_once_by_somebody_with_two_roles(cast: Cast, make: Making) -> None:
    """However many organisations it is put to."""
    Membership.objects.create(user=cast.contact, strategy=make.strategy, role=Role.OFFICER, since=MOMENT.date())
    request = make.request(["migrationsverket", "sida", "scb"])

    assert list(Request.objects.visible_to(User.objects.get(pk=cast.contact.pk))) == [request]


def test_colleagues_at_an_organisation_see_what_it_sent_but_not_each_others_drafts(
    cast: Cast, make: Making, strategy: Strategy
) -> None:
    agency = Organisation.objects.get(key="migrationsverket")
    same_agency = make_user("same_agency", Role.CONTACT, strategy, agency)
    make.observation(state="draft")
    sent = make.observation(state="submitted", classification=SECRET)

    assert list(Observation.objects.visible_to(same_agency)) == [sent]


def test_observation_stays_with_the_organisation_its_writer_had(cast: Cast, make: Making, strategy: Strategy) -> None:
    sent = make.observation()
    draft = make.observation(state="draft")
    membership = cast.contact.memberships.get()
    membership.organisation = Organisation.objects.get(key="scb")
    membership.save()
    moved = User.objects.get(pk=cast.contact.pk)

    assert list(Observation.objects.visible_to(moved)) == [draft]
    assert sent.organisation.key == "migrationsverket"


BASELINE = Q(created_by=None)  # came with the decision


def test_assessments(cast: Cast, make: Making) -> None:
    goals = iter(Goal.objects.filter(strategy=make.strategy).values_list("code", flat=True))
    for state, marking in product(JUDGEMENT_STATES, MARKINGS):
        assessment = make.assessment(next(goals), state=state, classification=marking)
        make.evidence(assessment)

    for role in ROLES:
        user, expected = cast[role], JUDGEMENTS[role]

        assert states_and_markings(Assessment.objects.visible_to(user).exclude(BASELINE)) == expected, role
        pieces = Evidence.objects.visible_to(user).exclude(assessment__round__year=make.strategy.baseline_year)
        assert states_and_markings(pieces, "assessment") == expected, role


def test_overall_judgements(cast: Cast, make: Making) -> None:
    for year, (state, marking) in enumerate(product(JUDGEMENT_STATES, MARKINGS), start=2020):
        make.overall(year, state=state, classification=marking)

    for role in ROLES:
        assert states_and_markings(OverallAssessment.objects.visible_to(cast[role])) == JUDGEMENTS[role], role


def test_what_a_judgement_went_through_stays_with_those_who_judge(cast: Cast, make: Making) -> None:
    make.assessment_step(make.assessment(state="approved", classification=OPEN), "returned", reason="För svepande.")

    for role in ROLES:
        assert AssessmentStep.objects.visible_to(cast[role]).exists() == (role in {"officer", "colleague", "head"}), (
            role
        )


def test_rounds(cast: Cast, make: Making) -> None:
    judges_or_reads = {"officer", "colleague", "head", "delegation", "reader"}

    for role in ROLES:
        assert Round.objects.visible_to(cast[role]).exists() == (role in judges_or_reads), role


def test_evidence_hides_what_it_points_at(cast: Cast, make: Making) -> None:
    """The assessment is open; what it rests on is not."""
    assessment = make.assessment(state="approved", classification=OPEN)
    make.evidence(assessment, intervention=make.intervention(classification=SECRET))
    make.evidence(assessment, commitment=make.commitment(classification=SECRET))
    make.evidence(assessment, observation=make.observation(state="accepted", classification=SECRET))
    make.evidence(assessment, observation=make.observation(state="declined", classification=OPEN))

    for role in ROLES:
        expected = {"officer": 4, "colleague": 4, "head": 4, "delegation": 3}.get(role, 0)

        assert Evidence.objects.visible_to(cast[role]).filter(assessment=assessment).count() == expected, role


def test_reports(cast: Cast, make: Making) -> None:
    for number, state in enumerate(REPORT_STATES, start=1):
        make.report(state=state, edition_number=number)

    for role in ROLES:
        assert set(Report.objects.visible_to(cast[role]).values_list("state", flat=True)) == REPORTS[role], role


def test_contacts_see_reports_released_to_their_own_organisation(cast: Cast, make: Making) -> None:
    report = make.report(state="released")
    unreleased = make.report(state="approved", edition_number=2)
    for released, key in [(report, "migrationsverket"), (report, "scb"), (unreleased, "sida")]:
        organisation = Organisation.objects.get(key=key)
        ReportRelease.objects.create(
            strategy=make.strategy, report=released, organisation=organisation, by=cast.officer, at=MOMENT
        )

    assert list(Report.objects.visible_to(cast.contact)) == [report]
    assert list(Report.objects.visible_to(cast.other_contact)) == []
    assert list(Report.objects.visible_to(cast.reader)) == [report]


def test_the_strategy_and_its_text(cast: Cast, strategy: Strategy, foreign_strategy: Strategy) -> None:
    expected = {"outsider": {foreign_strategy.pk}, "admin": {strategy.pk, foreign_strategy.pk}}

    for role in ROLES:
        user, strategies = cast[role], expected.get(role, {strategy.pk})

        assert set(Strategy.objects.visible_to(user).values_list("pk", flat=True)) == strategies, role
        for model in (Section, Paragraph, Recipient, FocusArea, Goal):
            assert set(model._default_manager.visible_to(user).values_list("strategy", flat=True)) == strategies, role


def test_memberships(cast: Cast) -> None:
    contacts = {"contact", "other_contact"}

    for role in ROLES:
        expected = {
            "officer": contacts,
            "colleague": contacts,
            "head": contacts,
            "admin": set(ROLES),
        }.get(role, set())

        visible = Membership.objects.visible_to(cast[role]).values_list("user__email", flat=True)

        assert {email.partition("@")[0] for email in visible} == expected, role


def test_who_may_write_and_approve(cast: Cast, strategy: Strategy) -> None:
    for kind in Kind:
        for action in (Action.WRITE, Action.APPROVE):
            allowed = {role for role in ROLES if cast[role].may(action, kind, strategy.pk)}
            assert allowed == who_may(kind, action) & set(ROLES), action


def test_a_person_with_two_roles_has_each_in_its_own_strategy(
    cast: Cast, make: Making, make_foreign: Making, foreign_strategy: Strategy
) -> None:
    Membership.objects.create(user=cast.reader, strategy=foreign_strategy, role=Role.OFFICER, since=MOMENT.date())
    both = User.objects.get(pk=cast.reader.pk)
    make.event(classification=SECRET)
    here = make.event(classification=WORKING)
    there = make_foreign.event(classification=SECRET)

    assert set(Event.objects.visible_to(both)) == {here, there}
    assert not both.may(Action.WRITE, Kind.DIALOGUE, make.strategy.pk)
    assert both.may(Action.WRITE, Kind.DIALOGUE, foreign_strategy.pk)


@pytest.mark.parametrize(
    ("since", "until", "active"),
    [(0, None, True), (0, 0, True), (-30, 1, True), (1, None, False), (-30, -1, False)],
    ids=["from today", "today alone", "until tomorrow", "from tomorrow", "until yesterday"],
)
def test_membership_dates(since: int, until: int | None, active: bool, strategy: Strategy) -> None:
    today = timezone.localdate()
    user = make_user(
        "temporary",
        Role.OFFICER,
        strategy,
        since=today + timedelta(since),
        until=None if until is None else today + timedelta(until),
    )

    assert bool(user.memberships_today) == active
    assert Strategy.objects.visible_to(user).exists() == active
    assert Goal.objects.visible_to(user).exists() == active
    assert user.may(Action.WRITE, Kind.DIALOGUE, strategy.pk) == active


def test_closed_account_has_no_membership(officer: User) -> None:
    officer.is_active = False
    officer.save()

    assert officer.memberships_today == []


def test_without_membership_nothing_is_visible(strategy: Strategy, make: Making) -> None:
    nobody = User.objects.create_user("nobody@test.example", "Nobody")
    make.event(classification=OPEN)

    assert not Strategy.objects.visible_to(nobody).exists()
    assert not Goal.objects.visible_to(nobody).exists()
    assert not Event.objects.visible_to(nobody).exists()
    assert not Organisation.objects.visible_to(nobody).exists()


def test_what_hangs_on_something_in_the_bin_is_gone(officer: User, make: Making) -> None:
    event = make.event()
    intervention, item = make.intervention(event), make.agenda_item(event)
    make.commitment(event)
    make.event_counterpart(event)
    make.attachment(event)
    make.prepared_goal(item)
    assessment = make.assessment()
    make.evidence(assessment, intervention=intervention)
    Event.objects.filter(pk=event.pk).update(removed_at=MOMENT)

    models = (Event, Intervention, Commitment, EventCounterpart, AgendaItem, AgendaItemGoal, Attachment, Evidence)
    for model in models:
        own = model.objects.visible_to(officer).filter(created_by=officer)
        assert not own.exists(), model


# ------------------------------------------------------------------ editions


def included(queryset: QuerySet[Any]) -> set[tuple[str, bool]]:
    return set(queryset.order_by().values_list("effective_classification", "shared_with_agencies"))


def test_editions_hold_dialogue_by_its_marking(make: Making) -> None:
    for marking, shared in product(MARKINGS, [False, True]):
        marked: dict[str, Any] = {"classification": marking, "shared_with_agencies": shared}
        event = make.event(**marked)
        make.intervention(event, **marked)
        make.commitment(event, **marked)
        make.attachment(event, **marked)
        make.event_counterpart(event)

    for audience in Audience.values:
        edition, expected = Edition(audience), EDITIONS[audience]

        assert included(Event.objects.visible_in(edition)) == expected, audience
        assert included(Intervention.objects.visible_in(edition)) == expected, audience
        assert included(Commitment.objects.visible_in(edition)) == expected, audience
        assert included(Attachment.objects.visible_in(edition)) == expected, audience
        assert markings(EventCounterpart.objects.visible_in(edition), "event") == {
            marking for marking, _ in expected
        }, audience


def test_editions_hold_observations_that_are_accepted(make: Making) -> None:
    states = sorted(SUBMITTED_STATES | {"draft"})
    for state, marking, shared in product(states, MARKINGS, [False, True]):
        make.observation(state=state, classification=marking, shared_with_agencies=shared)

    for audience in Audience.values:
        held = Observation.objects.visible_in(Edition(audience))

        assert included(held) == EDITIONS[audience], audience
        assert set(held.order_by().values_list("state", flat=True)) == {"accepted"}, audience


def test_editions_hold_judgements_that_are_approved(make: Making) -> None:
    goals = iter(Goal.objects.filter(strategy=make.strategy).values_list("code", flat=True))
    for marking, shared in product(MARKINGS, [False, True]):
        for state in ("approved", "proposed"):
            make.assessment(next(goals), state=state, classification=marking, shared_with_agencies=shared)
    for year, (marking, shared) in enumerate(product(MARKINGS, [False, True]), start=2020):
        for state in ("approved", "proposed"):
            make.overall(year, state=state, classification=marking, shared_with_agencies=shared)

    for audience in Audience.values:
        edition, expected = Edition(audience), EDITIONS[audience]

        for held in (
            Assessment.objects.visible_in(edition).exclude(BASELINE),
            OverallAssessment.objects.visible_in(edition),
        ):
            assert included(held) == expected, audience
            assert set(held.order_by().values_list("state", flat=True)) == {"approved"}, audience


def test_an_agencys_own_copy_holds_its_own_observations_and_no_other_agencys(cast: Cast, make: Making) -> None:
    own = make.observation(state="accepted", classification=SECRET)
    make.observation(state="submitted", classification=OPEN)
    make.observation(cast.other_contact, state="accepted", classification=WORKING)
    opened = make.observation(cast.other_contact, state="accepted", classification=OPEN)
    event = make.event(classification=WORKING)

    edition = Edition(Audience.AGENCIES, own.organisation_id)

    assert set(Observation.objects.visible_in(edition)) == {own, opened}
    assert event not in Event.objects.visible_in(edition)


def test_editions_hold_evidence_where_its_target_may_stand(make: Making) -> None:
    assessment = make.assessment(state="approved", classification=OPEN)
    for marking in MARKINGS:
        said = make.intervention(make.event(classification=marking), classification=OPEN)
        make.evidence(assessment, intervention=said)
        make.evidence(assessment, commitment=make.commitment(classification=marking))
        make.evidence(assessment, observation=make.observation(state="accepted", classification=marking))
    make.evidence(assessment)

    for audience in Audience.values:
        allowed = len({marking for marking, shared in EDITIONS[audience] if not shared})

        assert (
            Evidence.objects.visible_in(Edition(audience)).filter(assessment=assessment).count() == 3 * allowed + 1
        ), audience


def test_public_text_is_for_everybody_unless_the_whole_is_secret(make: Making) -> None:
    texts: dict[str, Any] = {"public_text": "För alla."}
    held = make.assessment("i.1", state="approved", **texts)
    make.assessment("i.2", state="approved", classification=SECRET, **texts)
    make.assessment("i.3", state="proposed", **texts)
    make.assessment("i.4", state="approved")

    assert list(Assessment.objects.with_public_text().filter(created_by=make.officer)) == [held]


# ------------------------------------------------------------------ conditions


def test_a_condition_is_moved_under_a_path_with_its_negation() -> None:
    condition = Q(a=1) & ~(Q(b=2) | Q(c=3))

    assert under("x__y", condition) == Q(x__y__a=1) & ~(Q(x__y__b=2) | Q(x__y__c=3))
    assert under("", condition) is condition


@pytest.mark.parametrize("kind", [Kind.DIALOGUE, Kind.OBSERVATION, Kind.ASSESSMENT, Kind.REPORT])
def test_unknown_audience_is_refused(kind: Kind) -> None:
    with pytest.raises(ValueError, match="everybody"):
        includable(kind, Edition("everybody"))


def test_strictest_marking() -> None:
    assert Classification.strictest(OPEN, WORKING) == WORKING
    assert Classification.strictest(SECRET, OPEN, WORKING) == SECRET
    assert Classification.strictest(OPEN) == OPEN
