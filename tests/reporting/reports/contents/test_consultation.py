from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogue.meetings.models.events import Event
from reporting.reports.contents.snapshots.canonical import canonical
from reporting.reports.contents.snapshots.taking import contents
from reporting.reports.models import Report, ReportText
from reporting.reports.paper.printing import html
from strategy.access import Edition
from strategy.people.organisations import Organisation
from tests.conftest import Cast
from tests.making import Making
from tests.reporting.conftest import TAKEN_AT, Written
from tests.reporting.reports.contents.test_snapshots import holds, validator

OPEN: dict[str, Any] = {"classification": "open"}
SECRET: dict[str, Any] = {"classification": "secret"}
KIND = "organisation_consultation"
DAY = date(2022, 3, 10)

Write = Callable[..., Written]


@pytest.fixture
def before(make: Making) -> Event:
    return make.event(kind=KIND, title="samrådet-före", starts_on=date(2021, 12, 15), state="minuted")


@pytest.fixture
def meeting(make: Making, before: Event) -> Event:
    return make.event(kind=KIND, title="samrådet-nu", starts_on=DAY, state="planned", place="Stockholm")


@pytest.fixture
def pack(make: Making, meeting: Event) -> Write:
    """What a pack for the meeting would say on 15 February 2022, for an audience."""

    def write(audience: str = "internal", **fields: Any) -> Written:
        number = Report.objects.count() + 1
        defaults = {"kind": "consultation", "event": meeting, "year": 2022, "evidence_until": date(2022, 2, 15)}
        report = make.report(audience=audience, edition_number=number, **defaults | fields)
        return contents(report, TAKEN_AT)

    return write


def questions_to(written: Written, name: str) -> str:
    found: str = next(asked["text"] for asked in written["questions"] if asked["organisation"]["short"] == name)
    return found


def accepted(make: Making, cast: Cast, day: date, **fields: Any) -> Any:
    """Taken into the evidence on a day, whenever it was seen."""
    observation = make.observation(cast.contact, state="accepted", **fields)
    make.observation_step(observation, "accepted")
    observation.steps.update(at=datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
    return observation


@pytest.mark.parametrize("audience", ["internal", "internal-secret", "agencies"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_edition_follows_the_schema(make: Making, pack: Write, audience: str, language: str) -> None:
    make.observation(state="accepted", observed_on=date(2022, 1, 5), shared_with_agencies=True)
    make.assessment("i.3", attainment="partial", development="backward", state="approved", **OPEN)
    make.commitment(make.event(**OPEN), due_on=date(2022, 2, 1), **OPEN)
    make.activity(due_on=date(2022, 1, 10), responsible=make.organisation("sida"), **OPEN)
    make.activity_update(make.activity(state="done", ended_on=date(2022, 1, 10), **OPEN), kind="move")
    make.intervention(make.event(starts_on=date(2022, 1, 20), **OPEN), **OPEN)
    sida = make.organisation("sida") if audience == "agencies" else None
    assert list(validator("consultation-2").iter_errors(pack(audience, language=language, organisation=sida))) == []


def test_it_looks_back_to_the_consultation_before_and_six_months_ahead(make: Making, pack: Write) -> None:
    make.event(kind=KIND, starts_on=date(2022, 1, 20), state="cancelled")
    found = pack()
    assert (found["since"], found["horizon"]) == ("2021-12-16", "2022-09-10")
    assert found["before"]["title"] == "samrådet-före"


def test_the_first_consultation_looks_back_to_the_strategys_start(before: Event, pack: Write) -> None:
    found = pack(event=before, year=2021, evidence_until=date(2021, 12, 15))
    assert (found["since"], found["before"]) == ("2020-01-01", None)


def test_judgements_are_told_from_and_to(make: Making, pack: Write) -> None:
    make.assessment("i.3", 2020, attainment="substantial", state="approved")
    make.assessment("i.3", attainment="partial", development="backward", state="approved")
    make.assessment("i.4", 2020, attainment="partial", state="approved", assessed_on=date(2021, 2, 1))
    make.assessment("i.5", attainment="partial", state="proposed")
    (found,) = pack()["judgements"]
    assert found == {
        "goal": "i.3",
        "before": {"year": 2020, "attainment": "substantial"},
        "now": {"year": 2021, "attainment": "partial", "assessed_on": "2022-01-31"},
        "development": "backward",
        "effort": "limited",
    }


def test_a_change_never_rests_on_what_the_edition_hides(make: Making, pack: Write) -> None:
    """Neither is the hidden one stated, nor does an older one take its place."""
    make.assessment("i.3", 2020, attainment="substantial", state="approved")
    make.assessment("i.3", attainment="partial", development="backward", state="approved", **OPEN)
    make.assessment("i.4", attainment="partial", development="forward", state="approved")
    (found,) = pack("agencies")["judgements"]
    assert (found["goal"], found["before"], found["development"]) == ("i.3", None, None)


def test_new_observations_stand_under_their_agency(make: Making, cast: Cast, pack: Write) -> None:
    accepted(make, cast, date(2022, 1, 10), title="sedd i november", observed_on=date(2021, 11, 1))
    accepted(make, cast, date(2021, 12, 1), title="känd sedan förra", observed_on=date(2022, 1, 1))
    make.observation(cast.other_contact, state="accepted", title="utan steg", observed_on=date(2022, 1, 2))
    make.observation(cast.other_contact, state="submitted", title="inte prövad", observed_on=date(2022, 1, 2))
    told = [
        (agency["organisation"]["short"], [found["title"] for found in agency["observations"]])
        for agency in pack()["observations"]
    ]
    assert told == [("Migrationsverket", ["sedd i november"]), ("Sida", ["utan steg"])]


def test_commitments_stand_by_when_they_fall_due(make: Making, pack: Write) -> None:
    event = make.event(starts_on=date(2021, 6, 1))
    for text, due in (("försenat", date(2022, 1, 1)), ("samma dag", DAY), ("därefter", date(2022, 9, 10))):
        make.commitment(event, text=text, due_on=due)
    make.commitment(event, text="för långt bort", due_on=date(2022, 9, 11))
    make.commitment(event, text="genomfört", state="fulfilled", resolved_on=date(2022, 1, 3), resolution="Gjort.")
    make.commitment(event, text="hållet förut", state="fulfilled", resolved_on=date(2021, 12, 1), resolution="Gjort.")
    told = {name: [found["text"] for found in rows] for name, rows in pack()["commitments"].items()}
    assert told == {"before": ["försenat", "samma dag"], "after": ["därefter"], "resolved": ["genomfört"]}


def test_lines_of_the_work_plan_stand_under_who_answers_for_them(make: Making, pack: Write) -> None:
    sida = make.organisation("sida")
    make.activity(title="sen", responsible=sida, due_on=date(2022, 1, 1))
    make.activity(title="snart", responsible=sida, due_on=date(2022, 5, 1))
    make.activity(title="långt bort", responsible=sida, due_on=date(2022, 12, 1))
    make.activity(title="gjord", state="done", ended_on=date(2022, 1, 5))
    make.activity(title="gjord förut", state="done", ended_on=date(2021, 11, 5))
    told = [
        (party["organisation"]["short"], *([row["title"] for row in party[name]] for name in ("late", "soon", "done")))
        for party in pack()["work_plan"]
    ]
    assert told == [("Ju", [], [], ["gjord"]), ("Sida", ["sen"], ["snart"], [])]


def test_questions_come_from_what_concerns_the_agency(make: Making, cast: Cast, pack: Write) -> None:
    make.activity(title="Jämföra *omkostnader*", responsible=make.organisation("sida"), due_on=date(2022, 1, 1))
    make.assessment("i.3", attainment="none", development="backward", state="approved")
    make.observation(cast.contact, ["i.3", "i.4"], state="accepted", observed_on=date(2022, 1, 2))
    make.commitment(make.event(starts_on=date(2021, 6, 1)), ["i.4"], text="IOM redovisar allt.", due_on=DAY)
    found = pack()
    sida, verket = questions_to(found, "Sida"), questions_to(found, "Migrationsverket")
    assert "*Jämföra *omkostnader** skulle ha varit klart den 1 januari 2022." in sida
    assert "går bakåt, och underlaget har inget nytt från er: i.3" in sida
    assert "Jämföra" not in verket
    assert "går bakåt" not in verket
    assert "har lovat, till den 10 mars 2022: *IOM redovisar allt.*" in verket
    assert "har lovat" not in sida


def test_every_consulted_agency_is_asked_something(make: Making, pack: Write) -> None:
    asked = pack()["questions"]
    agencies = Organisation.objects.agencies_of(make.strategy)
    assert [found["organisation"]["sv"] for found in asked] == [agency.name for agency in agencies]
    assert all(found["drafted"] and found["text"].startswith("- ") for found in asked)


def test_the_makers_texts_take_the_place_of_the_drafted_ones(make: Making, meeting: Event) -> None:
    report = make.report(kind="consultation", event=meeting, year=2022)
    sida = make.organisation("sida")
    for key, organisation, text in (("agenda", None, "1. Läget"), ("questions", sida, "- Hur går det?")):
        make.save(ReportText(strategy=make.strategy, report=report, key=key, organisation=organisation, text=text))
    found = contents(report, TAKEN_AT)
    assert found["agenda"] == {"text": "1. Läget", "drafted": False}
    assert questions_to(found, "Sida") == "- Hur går det?"
    assert [asked["drafted"] for asked in found["questions"]].count(False) == 1


def test_the_agenda_names_only_what_there_is_something_to_say_on(make: Making, pack: Write) -> None:
    make.assessment("i.3", attainment="none", development="backward", state="approved")
    agenda = pack()["agenda"]["text"].splitlines()
    assert agenda[0] == "1. Läget: 1 mål är bedömt på nytt, 0 framåt och 1 bakåt"
    assert agenda[1].startswith("2. Målen som går bakåt: i.3 (")
    assert not any("Utfästelser" in point for point in agenda)


def test_the_agencies_edition_holds_nothing_that_they_may_not_see(make: Making, cast: Cast, pack: Write) -> None:
    for word, marking in (("delat", {"shared_with_agencies": True}), ("internord", {}), ("hemligt", SECRET)):
        event = make.event(title=f"möte-{word}", starts_on=date(2022, 1, 20), **marking)
        make.intervention(event, message=f"sagt-{word}", **marking)
        make.commitment(event, text=f"löfte-{word}", due_on=date(2022, 2, 1), **marking)
        make.observation(cast.contact, title=f"sett-{word}", state="accepted", observed_on=date(2022, 1, 2), **marking)
        make.activity(title=f"rad-{word}", due_on=date(2022, 1, 1), **marking)
    found = pack("agencies")
    assert holds(found, "internord") == holds(found, "hemligt") == holds(found, "samrådet-") == []
    assert {"löfte-delat", "sett-delat", "rad-delat"} <= set(holds(found, "delat"))
    assert holds(pack("internal"), "hemligt") == []


def test_an_own_copy_holds_what_the_agency_wrote_and_asks_it_alone(make: Making, cast: Cast, pack: Write) -> None:
    make.observation(cast.contact, title="vår", state="accepted", observed_on=date(2022, 1, 2))
    make.observation(cast.other_contact, title="deras-syn", state="accepted", observed_on=date(2022, 1, 2))
    make.activity(title="vår rad", responsible=make.organisation("migrationsverket"), due_on=date(2022, 1, 1))
    make.activity(title="deltar vi i", participants=["migrationsverket"], due_on=date(2022, 1, 1))
    make.activity(title="deras-rad", responsible=make.organisation("sida"), due_on=date(2022, 1, 1))
    found = pack("agencies", organisation=make.organisation("migrationsverket"))
    assert {"vår", "vår rad"} <= set(holds(found, "vår"))
    assert holds(found, "deltar vi i") == ["deltar vi i"]
    assert holds(found, "deras-") == []
    assert [asked["organisation"]["short"] for asked in found["questions"]] == ["Migrationsverket"]


def test_a_secret_consultation_before_is_counted_from_in_the_secret_edition_alone(make: Making, pack: Write) -> None:
    make.event(kind=KIND, title="hemligt-samråd", starts_on=date(2022, 1, 20), **SECRET)
    assert pack("internal")["since"] == "2021-12-16"
    assert pack("internal-secret")["since"] == "2022-01-21"


@pytest.mark.long
def test_thirty_times_the_records_take_as_many_queries(make: Making, cast: Cast, meeting: Event) -> None:
    report = make.report(kind="consultation", event=meeting, year=2022, evidence_until=date(2022, 2, 15))

    def fill(count: int) -> None:
        for number in range(count):
            event = make.event(title=f"Möte {number}", starts_on=date(2022, 1, 20))
            make.event_counterpart(event)
            make.commitment(event, ["i.1", "i.2"], due_on=date(2022, 2, 1))
            make.observation(cast.contact, ["i.1", "ii.1"], state="accepted", observed_on=date(2022, 1, 2))
            make.activity(["i.1", "i.2"], ["sida"], title=f"Rad {number}", due_on=date(2022, 1, 1))

    fill(1)
    few = queries(report)
    fill(30)
    assert queries(report) == few


def queries(report: Report) -> int:
    parts = ("strategy__organisation", "replaces", "event", "organisation")
    fresh = Report.objects.select_related(*parts).get(pk=report.pk)
    with CaptureQueriesContext(connection) as captured:
        contents(fresh, TAKEN_AT)
    return len(captured)


def test_the_meeting_is_named_where_the_edition_holds_it(make: Making, meeting: Event, pack: Write) -> None:
    assert pack("internal")["consultation"]["title"] == "samrådet-nu"
    told = pack("agencies")["consultation"]
    assert told == {"title": "", "place": "", "starts_on": "2022-03-10", "ends_on": "2022-03-10"}
    assert not Event.objects.visible_in(Edition("agencies")).filter(pk=meeting.pk).exists()


def told_to(written: Written) -> dict[str, list[tuple[str, list[str]]]]:
    """By agency: of each request its state and what was answered."""
    return {
        agency["organisation"]["short"]: [
            (asked["state"], [answer["text"] for answer in asked["answers"]]) for asked in agency["requests"]
        ]
        for agency in written["requests"]
    }


def test_each_agency_stands_with_what_it_was_asked_and_answered(make: Making, meeting: Event, pack: Write) -> None:
    """In the house all of it, marked secret apart; in an agency's own copy its own alone; else what is open."""
    asked = make.request(["migrationsverket", "sida", "scb"], event=meeting)
    make.request(["sida"], event=meeting, state="draft")
    make.request(["sida"])
    threads = {answer.organisation.key: answer for answer in asked.answers.all()}
    sent = {"sent_at": datetime(2022, 2, 1, 12, tzinfo=UTC)}
    make.answer_part(threads["migrationsverket"], text="Ett.", **sent)
    make.answer_part(threads["migrationsverket"], text="Hemligt.", **SECRET, **sent)
    make.answer_part(threads["migrationsverket"], text="Skrivs.", state="draft")
    make.answer_part(threads["sida"], text="Två.", **sent)
    mv, sida, scb = (make.organisation(key) for key in ("migrationsverket", "sida", "scb"))
    names = [one.short_name for one in (mv, scb, sida)]
    everything = [("answered", ["Ett."]), ("asked", []), ("answered", ["Två."])]
    internal = pack()
    assert told_to(internal) == {name: [thread] for name, thread in zip(names, everything, strict=True)}
    assert internal["requests"][0]["requests"][0]["questions"] == asked.numbered
    assert told_to(pack("internal-secret"))[mv.short_name] == [("answered", ["Ett.", "Hemligt."])]
    assert told_to(pack("agencies")) == {}
    own = {agency: told_to(pack("agencies", organisation=agency)) for agency in (mv, sida, scb)}
    assert own[mv] == {mv.short_name: [("answered", ["Ett.", "Hemligt."])]}
    assert own[sida] == {sida.short_name: [("answered", ["Två."])]}
    assert own[scb] == {scb.short_name: [("asked", [])]}
    assert list(validator("consultation-2").iter_errors(internal)) == []


def test_what_was_added_to_an_observation_is_told_with_it(make: Making, cast: Cast, pack: Write) -> None:
    observation = accepted(make, cast, date(2022, 1, 5), text="Kön är lång.")
    make.addition(observation, text="Fyra dygn.", sent_at=datetime(2022, 1, 4, 12, tzinfo=UTC))
    make.addition(observation, text="Hemligt.", sent_at=datetime(2022, 1, 4, 12, tzinfo=UTC), **SECRET)
    texts = [seen["text"] for agency in pack()["observations"] for seen in agency["observations"]]
    assert texts == ["Kön är lång.\n\n**Komplettering 4 januari 2022**\nFyra dygn."]


def test_an_older_pack_can_still_be_printed(make: Making, meeting: Event, pack: Write) -> None:
    make.request(["sida"], event=meeting)
    written = pack()
    older = {name: value for name, value in written.items() if name != "requests"} | {"schema": "consultation-1"}
    assert list(validator("consultation-1").iter_errors(older)) == []
    assert ('id="svar"' in html(canonical(written)), 'id="svar"' in html(canonical(older))) == (True, False)
