from datetime import date

import pytest

from priorities.work_plan.comparison import compare
from priorities.work_plan.models import WorkPlanLine, WorkPlanVersion
from strategy.people.models import User
from tests.conftest import Cast
from tests.making import Making

pytestmark = pytest.mark.django_db


def lines(version: WorkPlanVersion) -> list[WorkPlanLine]:
    return list(version.lines.all())


def test_each_change_stands_under_its_own(make: Making) -> None:
    kept, moved, ended, gone, rewritten, new = (make.activity(title=f"Rad {number}") for number in range(6))
    before = make.work_plan_version(kept, moved, ended, gone, rewritten)
    after = make.work_plan_version(kept, new)
    make.work_plan_line(after, moved, due_on=date(2022, 3, 1))
    make.work_plan_line(after, ended, state="done", due_on=date(2022, 3, 2))
    make.work_plan_line(after, rewritten, title="Rad fyra, omskriven")
    changes = compare(lines(before), lines(after))
    assert [line.title for line in changes.new] == ["Rad 5"]
    assert [line.title for line in changes.gone] == ["Rad 3"]
    assert [(pair.before.due_on, pair.after.due_on) for pair in changes.moved] == [
        (date(2021, 12, 31), date(2022, 3, 1)),
        (date(2021, 12, 31), date(2022, 3, 2)),
    ]
    assert [pair.after.title for pair in changes.finished] == ["Rad 2"]
    assert [(pair.before.title, pair.after.title) for pair in changes.rewritten] == [("Rad 4", "Rad fyra, omskriven")]


def test_same_plan_has_no_changes(make: Making) -> None:
    activity = make.activity()
    assert not compare(lines(make.work_plan_version(activity)), lines(make.work_plan_version(activity)))


@pytest.mark.parametrize("hidden", ["before", "after"])
def test_line_hidden_in_one_version_is_neither_new_nor_gone(make: Making, cast: Cast, hidden: str) -> None:
    activity = make.activity()
    versions = [make.work_plan_version(), make.work_plan_version()]
    for name, version in zip(("before", "after"), versions, strict=True):
        make.work_plan_line(version, activity, effective_classification="secret" if name == hidden else "working")

    def told(user: User) -> int:
        return WorkPlanLine.objects.comparable_for(user, versions).count()

    assert (told(cast.head), told(cast.reader)) == (2, 0)
