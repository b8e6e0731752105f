from datetime import date
from typing import Any

import pytest

from priorities.work_plan.forms import ActivityForm, WorkPlanFilter
from priorities.work_plan.models import Activity
from strategy.access import Classification
from strategy.people.models import User
from tests.conftest import Cast
from tests.making import Making

pytestmark = pytest.mark.django_db


def chosen(user: User, make: Making, **data: Any) -> WorkPlanFilter:
    return WorkPlanFilter(data, Activity.objects.visible_to(user), strategy=make.strategy, user=user)


def titles(found: WorkPlanFilter) -> set[str]:
    return {activity.title for activity in found.qs}


def test_each_filter_narrows_the_list(make: Making, officer: User) -> None:
    sida = make.organisation("sida")
    moved = make.activity(["ii.6"], title="Rätt", responsible=sida, state="under_way", due_on=date(2099, 1, 31))
    make.activity_update(moved, kind="move")
    make.activity(["i.1"], title="Fel", state="dropped")
    for data in (
        {"state": "waiting"},
        {"state": "under_way"},
        {"state": "moved"},
        {"responsible": sida.pk},
        {"goal": make.goal("ii.6").pk},
    ):
        assert titles(chosen(officer, make, **data)) == {"Rätt"}, data
        assert chosen(officer, make, **data).is_active
    assert titles(chosen(officer, make, state="dropped")) == {"Fel"}
    assert titles(chosen(officer, make)) == {"Rätt", "Fel"}
    assert not chosen(officer, make, by="party").is_active


def test_late_is_what_waits_after_its_day(make: Making, officer: User) -> None:
    make.activity(title="Sen", due_on=date(2021, 1, 31))
    make.activity(title="I tid", due_on=date(2099, 1, 31))
    make.activity(title="Klar", due_on=date(2021, 1, 31), state="done")
    assert titles(chosen(officer, make, state="late")) == {"Sen"}


def test_those_responsible_are_offered_where_a_line_of_theirs_is_seen(make: Making, cast: Cast) -> None:
    make.activity(responsible=make.organisation("scb"), classification=Classification.SECRET)
    make.activity(responsible=make.organisation("sida"))

    def offered(user: User) -> set[str]:
        return {one.key for one in chosen(user, make).filters["responsible"].extra["queryset"]}

    assert offered(cast.head) == {"scb", "sida"}
    assert offered(cast.reader) == {"sida"}
    assert offered(cast.contact) == set()


def test_day_is_asked_for_once(make: Making, officer: User) -> None:
    new = ActivityForm(instance=Activity(strategy=make.strategy), user=officer)
    assert "due_on" in new.fields
    existing = ActivityForm({"due_on": "2022-12-31"}, instance=make.activity(), user=officer)
    assert "due_on" not in existing.fields
    existing.is_valid()
    assert existing.instance.due_on == date(2021, 12, 31)


def test_whoever_answers_does_not_take_part_besides(make: Making, officer: User) -> None:
    sida, msb = make.organisation("sida"), make.organisation("msb")
    typed = {
        "title": "Läsa ramverket",
        "responsible": sida.pk,
        "participants": [sida.pk, msb.pk],
        "due_on": "2022-03-31",
        "classification": "working",
    }
    form = ActivityForm(typed, instance=Activity(strategy=make.strategy), user=officer)
    assert form.is_valid(), form.errors
    assert list(form.cleaned_data["participants"]) == [msb]


def test_no_international_organisation_answers_for_swedens_work(make: Making, officer: User) -> None:
    form = ActivityForm(instance=Activity(strategy=make.strategy), user=officer)
    for name in ("responsible", "participants"):
        offered = form.fields[name].queryset  # type: ignore[attr-defined]
        assert not offered.filter(kind="international").exists()
        assert offered.filter(key="sida").exists()
