"""Days and years in the forms of the product: read as people write them, refused where they cannot be true."""

from collections.abc import Callable, Iterator
from datetime import date
from importlib import import_module
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from dialogue.commitments.models import Commitment
from dialogue.meetings.models.events import Event
from priorities.figures.models.indicators import Indicator
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.records.days import DayField, DueDayField, FigureDayField, NearDayField, Timely, YearField
from tests.conftest import Cast
from tests.making import Making

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]

NEAR, DUE = (
    "Dagen ska ligga nära strategins tid: 2018–2024.",
    "Dagen ska ligga högst tio år efter strategins slut: 2018–2032.",
)
FIGURE = "Året ska ligga högst trettio år före eller efter strategin: 1990–2052."
EVER = "Året ska ligga mellan 1950 och 2100."
UNREADABLE = "Skriv dagen som 2021-03-07 eller 7 mars 2021."
NO_SUCH_DAY = "Den dagen finns inte i almanackan. Skriv den som 2021-03-07 eller 7 mars 2021."


@pytest.fixture(autouse=True)
def demonstrated(strategy: Strategy) -> None:
    Strategy.objects.filter(pk=strategy.pk).update(demonstration_on=date(2022, 2, 15))
    strategy.refresh_from_db()


def about(strategy: Strategy, field: Timely) -> Timely:
    field.place(strategy)
    return field


def refusal(field: forms.Field, typed: str) -> list[str]:
    with pytest.raises(ValidationError) as refused:
        field.clean(typed)
    return refused.value.messages


@pytest.mark.parametrize(
    "typed", ["2021-03-07", "7 mars 2021", "7/3 2021", "20210307", "210307", "7.3.21", "March 7, 2021"]
)
def test_a_field_reads_a_day_however_it_is_written(typed: str, strategy: Strategy) -> None:
    for field in (DayField(), about(strategy, NearDayField()), about(strategy, DueDayField())):
        assert field.clean(typed) == date(2021, 3, 7)


@pytest.mark.parametrize("year", ["0021", "0202", "1821", "2201"])
@pytest.mark.parametrize(
    ("field", "reason"), [(NearDayField, NEAR), (DueDayField, DUE), (FigureDayField, FIGURE), (DayField, EVER)]
)
def test_a_year_that_cannot_be_is_asked_about(
    field: type[DayField], reason: str, year: str, strategy: Strategy
) -> None:
    assert refusal(about(strategy, field()), f"{year}-03-07") == [f"Menade du 2021? {reason}"]
    assert refusal(about(strategy, YearField()), year) == [f"Menade du 2021? {FIGURE}"]


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        (NearDayField, "2017-12-31", NEAR),
        (NearDayField, "1998-06-01", NEAR),
        (NearDayField, "2025-01-01", f"Menade du 2021? {NEAR}"),
        (DueDayField, "2033-01-01", DUE),
        (FigureDayField, "1989-12-31", FIGURE),
        (FigureDayField, "0098-12-31", f"Menade du 1998? {FIGURE}"),
        (DayField, "1948-12-31", f"Menade du 2048? {EVER}"),
        (NearDayField, "2021-02-30", NO_SUCH_DAY),
        (NearDayField, "31 april 2021", NO_SUCH_DAY),
        (NearDayField, "3/15/2021", NO_SUCH_DAY),
        (NearDayField, "0000-00-00", NEAR),
        (NearDayField, "i våras", UNREADABLE),
        (NearDayField, "7 mars", UNREADABLE),
    ],
)
def test_each_kind_of_day_has_its_range(field: type[DayField], typed: str, sentence: str, strategy: Strategy) -> None:
    assert refusal(about(strategy, field()), typed) == [sentence]


@pytest.mark.parametrize(
    ("field", "first", "last"),
    [(NearDayField, 2018, 2024), (DueDayField, 2018, 2032), (FigureDayField, 1990, 2052), (DayField, 1950, 2100)],
)
def test_the_ends_of_a_range_are_within(field: type[DayField], first: int, last: int, strategy: Strategy) -> None:
    placed = about(strategy, field())
    assert placed.clean(f"{first}-01-01") == date(first, 1, 1)
    assert placed.clean(f"{last}-12-31") == date(last, 12, 31)


def test_what_happens_long_after_a_strategy_can_be_written_down_the_same_day(strategy: Strategy) -> None:
    strategy.demonstration_on = date(2031, 5, 1)
    assert about(strategy, NearDayField()).clean("1 maj 2031") == date(2031, 5, 1)


def test_the_question_is_asked_in_english_too(strategy: Strategy) -> None:
    with override("en"):
        sentence = "Did you mean 2021? The day must be near the time of the strategy: 2018–2024."
        assert refusal(about(strategy, NearDayField()), "7 March 0021") == [sentence]


@pytest.mark.parametrize(
    ("typed", "year"), [("2021", 2021), (" 2021 ", 2021), ("21", 2021), ("98", 1998), ("2050", 2050)]
)
def test_a_year_is_read(typed: str, year: int, strategy: Strategy) -> None:
    assert about(strategy, YearField()).clean(typed) == year


@pytest.mark.parametrize("typed", ["", " ", "\N{NO-BREAK SPACE}"])
def test_blanks_are_nothing(typed: str) -> None:
    assert (DayField(required=False).clean(typed), YearField(required=False).clean(typed)) == (None, None)
    assert refusal(DayField(), typed) == ["Detta fält måste fyllas i."]


@pytest.mark.parametrize("typed", ["2", "2 021", "２０２１", "٢٠٢١", "2021,0", "2e3", "-2021", "i fjol"])
def test_what_is_no_year_is_refused(typed: str, strategy: Strategy) -> None:
    sentence = "Skriv året med fyra siffror, till exempel 2021."
    assert refusal(about(strategy, YearField()), typed) == [sentence]


def every_form() -> Iterator[type[forms.BaseForm]]:
    """All there are once the addresses are known, and with them every room's forms."""
    import_module("config.urls")
    waiting: list[type[Any]] = [forms.BaseForm]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.__module__.split(".")[0] in {"strategy", "priorities", "dialogue", "reporting"}:
            yield kind


def fields_of(form: type[Any]) -> Iterator[forms.Field]:
    yield from form.base_fields.values()


def test_every_form_takes_days_in_the_same_way() -> None:
    days = [field for form in every_form() for field in fields_of(form) if isinstance(field, forms.DateField)]
    assert [field for field in days if not isinstance(field, DayField)] == []
    assert len(days) > 20


FACTS = {"kind": "scpf", "level": "headquarters", "title": "SCPF 30", "classification": "working"}


@pytest.mark.parametrize("typed", ["7 mars 2021", "den 7:e mars 2021", "7/3-21", "210307", "2021-03-07"])
def test_a_meeting_is_planned_with_a_day_in_words(
    typed: str, strategy: Strategy, officer: User, browse: Browse
) -> None:
    address = reverse("dialogue:event-new", args=[strategy.slug])

    assert browse(officer).post(address, FACTS | {"starts_on": typed}).status_code == 302
    meeting = Event.objects.latest("pk")
    assert (meeting.starts_on, meeting.ends_on) == (date(2021, 3, 7), date(2021, 3, 7))


@pytest.mark.parametrize("typed", ["0021-03-07", "7 mars 1821", " 2201-03-07", "7  Mars 0202"])
def test_a_meetings_day_that_is_refused_stands_as_it_was_typed(
    typed: str, strategy: Strategy, officer: User, browse: Browse
) -> None:
    page = browse(officer).post(reverse("dialogue:event-new", args=[strategy.slug]), FACTS | {"starts_on": typed})

    assert page.status_code == 422
    assert page.context["form"].errors == {"starts_on": [f"Menade du 2021? {NEAR}"]}
    assert f'type="text" name="starts_on" value="{typed}"' in page.text


def test_a_promise_may_lie_years_ahead_and_says_which(
    make: Making, officer: User, browse: Browse, strategy: Strategy
) -> None:
    address = reverse("dialogue:event-commitments", args=[make.event(state="held").pk])
    typed = {"text": "Svara", "whose": "sweden", "goals": [str(make.goal().pk)], "classification": "working"}

    refused = browse(officer).post(address, typed | {"due_on": "2033-01-01"})
    assert refused.context["form"].errors["due_on"] == [DUE]
    assert browse(officer).post(address, typed | {"due_on": "31 dec 2030"}).status_code == 302
    assert Commitment.objects.latest("pk").due_on == date(2030, 12, 31)


def test_an_indicators_years_go_far_back(make: Making, officer: User, browse: Browse) -> None:
    indicator = make.indicator()
    typed = {"name": "Stater", "unit": "stater", "direction": "up", "source": "IOM", "baseline": "125", "version": "1"}
    address = reverse("priorities:indicator-edit", args=[indicator.pk])

    refused = browse(officer).post(address, typed | {"baseline_year": "0008"})
    assert refused.context["form"].errors["baseline_year"] == [f"Menade du 2008? {FIGURE}"]
    assert browse(officer).post(address, typed | {"baseline_year": "2008"}).status_code == 302
    assert Indicator.objects.get(pk=indicator.pk).baseline_year == 2008


def test_a_filter_takes_the_same_days(make: Making, officer: User, browse: Browse, strategy: Strategy) -> None:
    make.event(title="I januari", starts_on=date(2021, 1, 10), ends_on=date(2021, 1, 10))
    make.event(title="I april", starts_on=date(2021, 4, 10), ends_on=date(2021, 4, 10))
    address = reverse("dialogue:events", args=[strategy.slug])

    shown = browse(officer).get(address, {"first": "7 mars 2021", "last": "30/4-21"})
    assert [event.title for event in shown.context["page"]] == ["I april"]
    refused = browse(officer).get(address, {"first": "0021-03-07"})
    assert refused.context["filter"].form.errors["first"] == [f"Menade du 2021? {EVER}"]


TODAY = "2022-02-15"


@pytest.mark.parametrize(
    ("role", "address", "field"),
    [
        ("contact", "/strategies/iom-2020-2022/observations/new/", "observed_on"),
        ("officer", "/strategies/iom-2020-2022/disclosures/new/", "received_on"),
    ],
)
def test_a_form_offers_the_strategys_own_day(role: str, address: str, field: str, cast: Cast, browse: Browse) -> None:
    page = browse(cast[role]).get(address)
    assert f'name="{field}" value="{TODAY}"' in page.text


def test_a_steps_form_offers_the_strategys_own_day_and_none_to_come(
    make: Making, officer: User, browse: Browse
) -> None:
    activity, promise = make.activity(), make.commitment()

    page = browse(officer).get(activity.get_absolute_url()).text
    assert f'name="happened_on" value="{TODAY}"' in page
    assert f'name="ended_on" value="{TODAY}"' in page
    assert f'name="resolved_on" value="{TODAY}"' in browse(officer).get(promise.get_absolute_url()).text
    address = reverse("priorities:activity-notes", args=[activity.pk])
    refused = browse(officer).post(address, {"happened_on": "2022-02-16", "text": "Klart"})
    assert refused.context["note"].errors["happened_on"] == ["Dagen har inte varit än."]


def test_what_is_observed_has_been_by_the_strategys_day(strategy: Strategy, contact: User, browse: Browse) -> None:
    address = reverse("dialogue:observation-new", args=[strategy.slug])
    typed = {"title": "Kö", "text": "Lång", "source": "meeting", "confidence": "low", "classification": "working"}

    refused = browse(contact).post(address, typed | {"observed_on": "2022-02-16", "action": "submit"})
    assert refused.context["form"].errors["observed_on"] == ["Dagen har inte varit än."]
    accepted = browse(contact).post(address, typed | {"observed_on": "15 februari 2022", "action": "submit"})
    assert accepted.status_code == 302
