"""The quarter that the database makes of a meeting's first day."""

from datetime import date

import pytest

from dialogue.meetings.models.events import Event
from dialogue.meetings.models.interventions import year_and_quarter
from tests.making import Making

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def test_each_month_is_in_its_quarter(make: Making) -> None:
    for month in range(1, 13):
        for day in (1, 28):
            make.event(starts_on=date(2021, month, day), ends_on=date(2021, month, day))

    made = Event.objects.order_by("starts_on").values_list("starts_on", "quarter")
    assert [(day, year_and_quarter(quarter)) for day, quarter in made] == [
        (day, (2021, (day.month + 2) // 3)) for day, _quarter in made
    ]


def test_it_follows_the_day(make: Making) -> None:
    event = make.event(starts_on=date(2020, 12, 31), ends_on=date(2021, 1, 1))
    Event.objects.filter(pk=event.pk).update(starts_on=date(2021, 1, 1))
    assert year_and_quarter(Event.objects.get(pk=event.pk).quarter) == (2021, 1)
