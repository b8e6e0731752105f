"""A handover in one step: nothing is left named for whoever leaves, and what is sealed says what it was."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from dialogue.commitments.models import Commitment
from dialogue.meetings.models.events import Event
from priorities.work_plan.models import Activity
from reporting.assessments.models.judgements import Assessment
from reporting.handover.contents import belongings
from reporting.handover.drafts import HalfWritten
from reporting.handover.models import Handover, HandoverCopy
from reporting.handover.notices import ending_roles
from reporting.handover.roles import possible_receivers
from reporting.handover.services import JOB, give
from reporting.reports.sealed_copies import latest_job
from strategy.jobs.services import execute
from strategy.people.models import Membership, User
from strategy.records.owners import number_still_owned
from strategy.sending.models import Draft
from tests.conftest import Cast
from tests.making import Making

pytestmark = pytest.mark.both


def hand_over(make: Making, to: User, **more: object) -> Handover:
    told: dict[str, object] = {"notes": {}, "answers": [], "drafts": [], "by": make.officer}
    return give(strategy=make.strategy, leaver=make.officer, receiver=to, **told | more)  # type: ignore[arg-type]


@pytest.fixture
def held(make: Making) -> Event:
    """With a counterpart's promise, for which the meeting's owner answers."""
    event = make.event(owner=make.officer, state="minuted")
    make.commitment(event, text="IOM sänder budgeten.")
    return event


def test_everything_open_is_given_and_nothing_stays_with_who_left(make: Making, cast: Cast, held: Event) -> None:
    activity = make.activity(owner=make.officer)
    judgement = make.assessment(owner=make.officer)
    make.commitment(owner=make.officer, whose="sweden", counterpart=None)
    done = make.activity(owner=make.officer, state="done")

    handover = hand_over(make, cast.colleague, notes={f"activity-{activity.pk}": "Brådskar."})

    assert number_still_owned(make.strategy, make.officer) == 0
    for model, pk in ((Activity, activity.pk), (Assessment, judgement.pk), (Event, held.pk)):
        assert model._default_manager.get(pk=pk).owner == cast.colleague
    assert Commitment.objects.get(event=held).answering_person == cast.colleague
    assert Activity.objects.get(pk=done.pk).owner == make.officer
    things = {thing["title"]: thing["note"] for thing in json.loads(handover.content)["things"]}
    assert things["IOM sänder budgeten."] == ""
    assert things[str(activity)] == "Brådskar."
    assert len(things) == 4


def test_it_is_marked_as_its_strictest_content(make: Making, cast: Cast) -> None:
    make.event(owner=make.officer, classification="open")
    assert hand_over(make, cast.colleague).effective_classification == "working"
    make.event(owner=make.officer, classification="secret")
    assert hand_over(make, cast.colleague).effective_classification == "secret"


@pytest.mark.parametrize("name", ["reader", "delegation", "contact", "head", "outsider", "officer"])
def test_nobody_takes_over_who_may_not_see_and_own_it_all(name: str, make: Making, cast: Cast) -> None:
    make.activity(owner=make.officer)
    with pytest.raises(ValidationError):
        hand_over(make, cast[name])
    assert number_still_owned(make.strategy, make.officer) == 1
    assert not Handover.objects.exists()


def test_who_may_take_over_from_whom(make: Making, cast: Cast) -> None:
    def names(leaver: User) -> list[str]:
        return [user.email.partition("@")[0] for user in possible_receivers(leaver, make.strategy)]

    assert names(cast.officer) == ["colleague"]
    assert names(cast.delegation) == ["colleague", "officer"]
    assert names(cast.reader) == ["colleague", "delegation", "officer"]
    assert names(cast.contact) == []  # nobody else at the Migration Agency


def test_a_draft_goes_along_where_its_writer_agrees(make: Making, cast: Cast) -> None:
    drafts = [
        Draft.objects.create(user=make.officer, address=f"/x/{number}/", content="a=b", saved_at=timezone.now())
        for number in range(2)
    ]
    hand_over(make, cast.colleague, drafts=[HalfWritten(drafts[0], "Mötet")])
    assert list(Draft.objects.of(cast.colleague)) == [drafts[0]]
    assert list(Draft.objects.of(make.officer)) == [drafts[1]]


def test_a_head_gives_on_what_somebody_left_but_for_what_the_head_decides(make: Making, cast: Cast) -> None:
    event, judgement = make.event(owner=make.officer), make.assessment(owner=make.officer)
    today = timezone.localdate()
    Membership.objects.filter(user=make.officer).update(until=today, ended_at=timezone.now())

    hand_over(make, cast.colleague, by=cast.head)

    assert Event.objects.get(pk=event.pk).owner == cast.colleague
    assert Assessment.objects.get(pk=judgement.pk).owner == make.officer
    assert Assessment.objects.get(pk=judgement.pk).answering_person is None  # waits for all officers


def test_what_waits_for_a_draft_of_the_writers_alone_is_left_out(make: Making, cast: Cast) -> None:
    make.observation(state="draft", title="Kvicksilver")
    assert "Kvicksilver" not in str(belongings(cast.contact, make.strategy, cast.contact).waits)


def test_the_pdf_holds_what_was_sealed(make: Making, cast: Cast, held: Event) -> None:
    handover = hand_over(make, cast.colleague, answers=["Ring Anna på IOM."])
    job = latest_job(JOB, handover)
    assert job
    execute(job.pk)
    copy = HandoverCopy.objects.get(handover=handover)
    assert copy.pages == 1
    assert copy.size > 1000


def test_the_holder_and_the_officers_are_told_before_a_role_ends(make: Making, cast: Cast) -> None:
    last_day = timezone.localdate() + timedelta(days=10)
    Membership.objects.filter(user=make.officer).update(until=last_day)
    assert list(ending_roles(make.strategy)) == []

    make.event(owner=make.officer)

    (telling,) = ending_roles(make.strategy)
    assert set(telling.to) == {cast.officer.pk, cast.colleague.pk}
    assert telling.day == last_day
