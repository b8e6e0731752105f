"""Four eyes hold for a deputy as for everybody: what one has written oneself, one does not approve."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from priorities.work_plan.adoption import adopt_work_plan, fingerprint
from reporting.reports.services import approve_report
from strategy.administration.people.roles import name_deputy
from strategy.people.models import User
from strategy.records.refusals import TransitionRefused
from tests.conftest import Cast
from tests.making import Making, read_and_decide

pytestmark = pytest.mark.both


@pytest.fixture
def deputy(cast: Cast) -> User:
    """The officer, who has written everything that is made here; the other officer has written nothing."""
    day = timezone.localdate()
    for user in (cast.officer, cast.colleague):
        name_deputy(
            office=cast.head.memberships.get(), user=user, since=day, until=day + timedelta(days=7), by=cast.head
        )
    return User.objects.get(pk=cast.officer.pk)


@pytest.fixture
def other_deputy(deputy: User, cast: Cast) -> User:
    return User.objects.get(pk=cast.colleague.pk)


def test_a_judgement(make: Making, deputy: User, other_deputy: User) -> None:
    judgement = make.assessment(state="proposed")
    decision: dict[str, Any] = {"year_round": judgement.round, "judgements": [judgement], "decision": "approved"}

    with pytest.raises(TransitionRefused, match="Du har själv skrivit"):
        read_and_decide(by=deputy, **decision)

    judgement.refresh_from_db()
    assert read_and_decide(by=other_deputy, **decision | {"judgements": [judgement]}) == 1


def test_the_work_plan(make: Making, deputy: User, other_deputy: User) -> None:
    make.activity()
    plan: dict[str, Any] = {"strategy": make.strategy, "seen": fingerprint(make.strategy)}

    with pytest.raises(TransitionRefused, match="Du har själv ändrat i arbetsplanen"):
        adopt_work_plan(by=deputy, **plan)

    assert adopt_work_plan(by=other_deputy, **plan).adopted_by == other_deputy


def test_a_report(make: Making, deputy: User, other_deputy: User) -> None:
    report = make.report(state="draft")

    with pytest.raises(TransitionRefused, match="Du har själv arbetat med rapporten"):
        approve_report(report=report, by=deputy, expected_version=report.version)

    approve_report(report=report, by=other_deputy, expected_version=report.version)
    assert report.approved_by == other_deputy
