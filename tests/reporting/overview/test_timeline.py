"""A goal's timeline, narrowed to a subject or a year; what belongs to the goal the next time."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from reporting.assessments.material import Material
from reporting.overview.folding import FoldedTimeline
from reporting.overview.standing import NextTime
from reporting.overview.timeline import Timeline, timeline
from strategy.decision.models import Strategy
from strategy.people.models import User
from tests.conftest import Cast
from tests.making import Making
from tests.reporting import wider

PLAIN = "ii.7"  # the decision has no figures of its own for this goal


@pytest.fixture
def told_of(make: Making, strategy: Strategy) -> Callable[[User], Timeline]:
    """Of a goal with something of each subject, on a day in 2022."""
    strategy.demonstration_on = date(2022, 2, 1)
    strategy.save()
    make.intervention(make.event(starts_on=date(2021, 1, 5)), PLAIN)
    make.intervention(make.event(starts_on=date(2022, 1, 5)), PLAIN)
    make.intervention(make.event(starts_on=date(2020, 1, 5), classification="secret"), PLAIN)
    make.commitment(make.event(starts_on=date(2021, 2, 5)), [PLAIN])
    make.commitment(goals=[PLAIN], due_on=None)
    make.observation(goals=[PLAIN], state="accepted", observed_on=date(2021, 3, 5))
    wider.measurement(make, name="Konfliktanalyser", goals=[PLAIN], measured_on=date(2021, 4, 5))
    wider.contribution(make, goals=[PLAIN], paid_on=date(2021, 5, 5))
    wider.activity(make, goals=[PLAIN], due_on=date(2023, 7, 5))
    return lambda user: timeline(user=user, goal=make.goal(PLAIN))


def chips(shown: FoldedTimeline) -> dict[str, int]:
    return {str(chip.subject or "all"): chip.count for chip in shown.chips}


@pytest.mark.both
def test_each_subject_is_counted_as_its_reader_sees_it(told_of: Callable[[User], Timeline], cast: Cast) -> None:
    counts = {role: chips(FoldedTimeline(told_of(cast[role]), "", None, None)) for role in ("officer", "reader")}

    officers = {"commitments": 2, "observations": 1, "work-plan": 1, "figures": 2, "judgements": 1}
    assert counts["officer"] == {"all": 10, "dialogue": 3, **officers}
    assert counts["reader"] == {"all": 9, "dialogue": 2, **officers}
    assert chips(FoldedTimeline(told_of(cast.contact), "", None, None)) == {"all": 1, "observations": 1}
    assert chips(FoldedTimeline(told_of(cast.admin), "", None, None)) == {"all": 0}


@pytest.mark.both
def test_one_year_is_read_and_the_others_are_folded_to_a_line(
    told_of: Callable[[User], Timeline], officer: User
) -> None:
    whole = told_of(officer)

    assert [(year.year, len(year.entries), year.summary) for year in FoldedTimeline(whole, "", None, None).years] == [
        (2023, 0, "1 aktivitet"),
        (2022, 1, ""),
        (2021, 0, "1 budskap, 1 utfästelse, 1 observation, 2 siffror"),
        (2020, 0, "1 budskap, 1 bedömning"),
        (0, 0, "1 utfästelse"),
    ]
    asked = FoldedTimeline(whole, "", 2021, None)
    assert [(year.year, len(year.entries)) for year in asked.years] == [
        (2023, 0),
        (2022, 0),
        (2021, 5),
        (2020, 0),
        (0, 0),
    ]
    undated = FoldedTimeline(whole, "", 0, None)
    assert [(entry.day, entry.kind) for entry in undated.page] == [(None, "commitment")]
    assert FoldedTimeline(whole, "", 1999, None).read_year == 2022


@pytest.mark.both
def test_a_subject_is_read_through_the_years(told_of: Callable[[User], Timeline], officer: User) -> None:
    shown = FoldedTimeline(told_of(officer), "commitments", 2020, None)

    assert [(year.year, [entry.kind for entry in year.entries]) for year in shown.years] == [
        (2021, ["commitment"]),
        (0, ["commitment"]),
    ]
    dialogue = FoldedTimeline(told_of(officer), "dialogue", None, None)
    assert [entry.day for entry in dialogue.page] == [date(2022, 1, 5), date(2021, 1, 5), date(2020, 1, 5)]


def test_no_subject_is_offered_that_leads_nowhere(make: Making, officer: User) -> None:
    whole = timeline(user=officer, goal=make.goal(PLAIN))
    assert chips(FoldedTimeline(whole, "", None, None)) == {"all": 1, "judgements": 1}
    assert chips(FoldedTimeline(whole, "dialogue", None, None)) == {"all": 1, "dialogue": 0, "judgements": 1}


@pytest.mark.parametrize(
    ("query", "year", "count"),
    [
        ("show=dialogue", None, 3),
        ("year=2021", 2021, 5),
        ("show=nonsense", 2022, 1),
        ("year=nonsense", 2022, 1),
        ("year=-1", 2022, 1),
        ("year=10000", 2022, 1),
        ("year=2021&on=2021-02-28", 2021, 2),
    ],
)
def test_the_address_says_what_is_read(
    query: str,
    year: int | None,
    count: int,
    told_of: Callable[[User], Timeline],
    make: Making,
    officer: User,
    browse: Callable[[User], Client],
) -> None:
    shown = browse(officer).get(f"{make.goal(PLAIN).get_absolute_url()}?{query}").context["timeline"]
    assert shown.page.paginator.count == count
    assert year is None or shown.read_year == year


def test_a_link_within_the_timeline_brings_the_timeline_alone(
    told_of: Callable[[User], Timeline], make: Making, cast: Cast, browse: Callable[[User], Client]
) -> None:
    headers: dict[str, Any] = {"headers": {"HX-Request": "true"}}
    path = f"{make.goal(PLAIN).get_absolute_url()}?show=dialogue"

    brought = browse(cast.officer).get(path, **headers).content.decode()
    assert brought.lstrip().startswith('<section class="card" id="timeline"')
    assert 'id="show-dialogue" href="?show=dialogue#timeline"' in brought
    assert browse(cast.admin).get(path, **headers).content.decode().strip() == ""


# ------------------------------------------------------------------ the next time


DAY = date(2021, 9, 1)


def next_time(make: Making, user: User, earlier: date | None = None) -> NextTime:
    return NextTime(Material.seen_by(user, make.strategy, earlier), make.goal(), earlier or DAY)


def test_open_promises_stand_by_their_days(make: Making, cast: Cast) -> None:
    for text, due_on in (("Sen", date(2021, 5, 1)), ("Utan dag", None), ("I tid", date(2021, 12, 1))):
        make.commitment(text=text, due_on=due_on)
    make.commitment(text="Vår", whose="sweden", due_on=date(2021, 11, 1))
    make.commitment(text="Infriad", state="fulfilled", resolved_on=date(2021, 6, 1), resolution="Gjort.")
    make.commitment(text="Dold", classification="secret", due_on=date(2021, 4, 1))
    make.commitment(text="Annat mål", goals=["i.2"])
    told = {
        role: [promise.text for promise in next_time(make, cast[role]).promises]
        for role in ("officer", "reader", "contact", "admin")
    }

    assert told["officer"] == ["Dold", "Sen", "Vår", "I tid", "Utan dag"]
    assert told["reader"] == ["Sen", "Vår", "I tid", "Utan dag"]
    assert told["contact"] == told["admin"] == []
    earlier = next_time(make, cast.officer, date(2021, 5, 31)).promises
    assert "Infriad" in [promise.text for promise in earlier]
    assert earlier.has_next()


@pytest.mark.both
def test_each_counterpart_is_told_with_its_last_answer(make: Making, cast: Cast) -> None:
    usa, iom = make.counterpart("USA"), make.counterpart("IOM:s internrevision")
    for day, counterpart, lean in (
        (date(2021, 3, 1), usa, "negative"),
        (date(2021, 6, 1), usa, "positive"),
        (date(2021, 2, 1), iom, "noncommittal"),
    ):
        said = make.intervention(make.event(starts_on=day), counterpart=counterpart, response="Ja.", lean=lean)
    make.intervention(make.event(starts_on=date(2021, 8, 1)), counterpart=iom)  # no answer
    make.intervention(said.event, response="Från någon.", lean="positive")
    make.intervention(said.event, "i.2", counterpart=iom, response="Om annat.", lean="positive")
    secret = make.event(starts_on=date(2021, 7, 1), classification="secret")
    make.intervention(secret, counterpart=usa, response="Nej.", lean="negative")
    told = {
        (role, day): [(str(answer.counterpart), answer.lean) for answer in next_time(make, cast[role], day).answers]
        for role, day in (("officer", None), ("reader", None), ("reader", date(2021, 5, 1)), ("contact", None))
    }

    others = ("IOM:s internrevision", "noncommittal")
    assert told["officer", None] == [("USA", "negative"), others]
    assert told["reader", None] == [("USA", "positive"), others]
    assert told["reader", date(2021, 5, 1)] == [("USA", "negative"), others]
    assert told["contact", None] == []


def test_meetings_to_come_are_told_with_what_is_prepared(make: Making, cast: Cast) -> None:
    for day, fields in (
        (date(2021, 11, 1), {"title": "Rådet"}),
        (date(2021, 10, 1), {"title": "SCPF"}),
        (date(2021, 10, 2), {"title": "Dolt möte", "classification": "secret"}),
        (date(2021, 12, 1), {"title": "Inställt", "state": "cancelled"}),
    ):
        event = make.event(starts_on=day, **{"state": "planned"} | fields)
        make.prepared_goal(make.agenda_item(event), message=f"Inför {event.title}")
    unprepared = make.event(starts_on=date(2021, 10, 3), state="planned")
    make.prepared_goal(make.agenda_item(unprepared), "i.2")
    told = {
        role: [prepared.message for prepared in next_time(make, cast[role]).preparations]
        for role in ("officer", "reader", "contact")
    }

    assert told == {
        "officer": ["Inför SCPF", "Inför Dolt möte", "Inför Rådet"],
        "reader": ["Inför SCPF", "Inför Rådet"],
        "contact": [],
    }


def test_the_column_says_in_words_what_is_late_and_how_answers_lean(
    make: Making, strategy: Strategy, cast: Cast, browse: Callable[[User], Client]
) -> None:
    strategy.demonstration_on = DAY
    strategy.save()
    make.commitment(due_on=date(2021, 5, 1))
    make.intervention(counterpart=make.any_counterpart(), response="Vi återkommer.", lean="noncommittal")
    path = make.goal().get_absolute_url()
    page = browse(cast.reader).get(path).content.decode()
    column = page[page.index('aria-labelledby="next-time"') : page.index('id="timeline"')]

    assert '<strong class="late">Försenad</strong>' in column
    assert "avvaktande" in column
    assert "Målet är inte förberett inför något möte." in column
    assert 'aria-labelledby="next-time"' not in browse(cast.contact).get(path).content.decode()
