from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from priorities.work_plan import adoption
from priorities.work_plan.adoption import adopt_work_plan, fingerprint
from priorities.work_plan.models import Activity, WorkPlanVersion
from priorities.work_plan.services import drop_activity, move_activity
from strategy.access import Classification, Role
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.records.refusals import TransitionRefused
from tests.making import Making, make_user

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def adopt(make: Making, by: User, **words: str) -> WorkPlanVersion:
    seen = fingerprint(make.strategy)
    return adopt_work_plan(strategy=make.strategy, by=by, seen=seen, **words)


def move(activity: Activity, by: User) -> None:
    move_activity(
        activity=activity,
        to=date(2022, 3, 31),
        reason="Siffrorna dröjer.",
        by=by,
        expected_version=activity.version,
    )


def test_plan_is_sealed_as_it_stands(make: Making, head: User) -> None:
    second = make.activity(["iii.1", "i.2"], title="Sedan", due_on=date(2022, 1, 31), classification="secret")
    first = make.activity(title="Först", due_on=date(2021, 10, 1), state="under_way")
    make.activity(title="Struken", state="dropped")
    version = adopt(make, head, note="Den första.", registry_number="Ju2021/00001")
    assert (version.number, version.adopted_by, version.adopted_on) == (1, head, timezone.localdate())
    assert (version.note, version.registry_number) == ("Den första.", "Ju2021/00001")
    names = ("activity", "title", "goals", "due_on", "state", "effective_classification")
    assert list(version.lines.values_list(*names)) == [
        (first.pk, "Först", "i.1", date(2021, 10, 1), "under_way", Classification.WORKING),
        (second.pk, "Sedan", "i.2, iii.1", date(2022, 1, 31), "planned", Classification.SECRET),
    ]


def test_copies_stay_as_they_were_adopted(make: Making, officer: User, head: User) -> None:
    activity = make.activity()
    version = adopt(make, head)
    move(activity, officer)
    drop_activity(activity=activity, reason="Behövs inte.", by=officer)
    line = version.lines.get()
    assert (line.due_on, line.state) == (date(2021, 12, 31), "planned")


def test_next_version_gets_the_next_number(make: Making, officer: User, head: User) -> None:
    activity = make.activity()
    adopt(make, head)
    move(activity, officer)
    assert adopt(make, head).number == 2


def test_plan_without_lines_is_refused(make: Making, head: User) -> None:
    make.activity(state="dropped")
    with pytest.raises(TransitionRefused, match="inga aktiviteter att anta"):
        adopt(make, head)


def test_plan_that_has_not_changed_is_refused(make: Making, head: User) -> None:
    make.activity()
    adopt(make, head)
    with pytest.raises(TransitionRefused, match="Inget har ändrats sedan Arbetsplan, version 1"):
        adopt(make, head)
    assert WorkPlanVersion.objects.count() == 1


def test_dropping_is_a_change(make: Making, officer: User, head: User) -> None:
    make.activity(title="Kvar")
    gone = make.activity(title="Borta")
    adopt(make, head)
    drop_activity(activity=gone, reason="Behövs inte.", by=officer)
    assert [line.title for line in adopt(make, head).lines.all()] == ["Kvar"]


def test_plan_that_changed_after_it_was_read_is_refused(make: Making, officer: User, head: User) -> None:
    activity = make.activity()
    seen = fingerprint(make.strategy)
    move(activity, officer)
    with pytest.raises(TransitionRefused, match="har ändrats sedan du öppnade sidan"):
        adopt_work_plan(strategy=make.strategy, by=head, seen=seen)


def test_what_comes_in_between_is_not_sealed_unread(
    make: Making, officer: User, head: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    activity = make.activity(due_on=date(2021, 10, 1))
    read = fingerprint(make.strategy)

    def told_and_then_moved(strategy: Strategy) -> str:
        found = fingerprint(strategy)
        move(activity, officer)
        return found

    monkeypatch.setattr(adoption, "fingerprint", told_and_then_moved)
    version = adopt_work_plan(strategy=make.strategy, by=head, seen=read)
    assert [line.due_on for line in version.lines.all()] == [date(2021, 10, 1)]


def test_four_eyes(make: Making, head: User) -> None:
    """Somebody who was an officer and is now head does not adopt what they have written themselves."""
    activity = make.activity()
    move(activity, head)
    with pytest.raises(TransitionRefused, match="Du har själv ändrat i arbetsplanen"):
        adopt(make, head)
    deputy = make_user("deputy", Role.HEAD, make.strategy)
    assert adopt(make, deputy).adopted_by == deputy


def test_what_was_written_before_the_last_version_does_not_count(make: Making, officer: User, head: User) -> None:
    deputy = make_user("deputy", Role.HEAD, make.strategy)
    with time_machine.travel(timezone.now() - timedelta(days=2), tick=False):
        activity = make.activity()
        move(activity, head)
    adopt(make, deputy)
    make.activity(title="Ny rad")
    assert adopt(make, head).number == 2


def test_another_strategys_lines_stay_there(make: Making, make_foreign: Making, head: User) -> None:
    make.activity(title="Vår")
    code = make_foreign.strategy.goals.values_list("code", flat=True)[0]
    make_foreign.activity([code], title="Deras")
    assert [line.title for line in adopt(make, head).lines.all()] == ["Vår"]
