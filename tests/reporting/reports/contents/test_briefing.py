from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from dialogue.meetings.models.events import Event
from reporting.reports.contents.kinds.briefing import why
from reporting.reports.contents.snapshots.briefing import SecretMeeting
from reporting.reports.contents.snapshots.canonical import canonical
from reporting.reports.contents.snapshots.room import HALF_A_PAGE, short
from reporting.reports.contents.snapshots.taking import contents
from reporting.reports.models import Report, ReportText
from reporting.reports.paper.pdf import render_pdf
from reporting.reports.paper.printing import html
from tests.conftest import Cast
from tests.making import Making
from tests.reporting.conftest import TAKEN_AT, Written
from tests.reporting.reports.contents.test_consultation import queries
from tests.reporting.reports.contents.test_snapshots import holds, validator

DAY = date(2022, 3, 10)
SECRET: dict[str, Any] = {"classification": "secret"}
JUDGED = ("attainment", "development")

Write = Callable[..., Written]


@pytest.fixture
def meeting(make: Making) -> Event:
    event = make.event(kind="scpf", title="SCPF i mars", starts_on=DAY, state="planned", place="Genève")
    make.event_counterpart(event, counterpart=make.counterpart("Chefen"))
    return event


@pytest.fixture
def quiet(make: Making) -> None:
    """No goal is a blind spot: each was raised in January."""
    event = make.event(kind="council", starts_on=date(2022, 1, 10))
    for goal in make.strategy.goals.all():
        make.intervention(event, goal.code)


@pytest.fixture
def briefing(make: Making, meeting: Event) -> Write:
    """What a briefing for the meeting would say on 15 February 2022."""

    def write(audience: str = "internal", **fields: Any) -> Written:
        return contents(asked(make, meeting, audience, **fields), TAKEN_AT)

    return write


def asked(make: Making, meeting: Event, audience: str = "internal", **fields: Any) -> Report:
    number = Report.objects.count() + 1
    defaults = {"kind": "briefing", "event": meeting, "year": 2022, "evidence_until": date(2022, 2, 15)}
    return make.report(audience=audience, edition_number=number, **defaults | fields)


def codes(written: Written, part: str = "goals") -> list[str]:
    return [goal["code"] for goal in written[part]]


def prepare(make: Making, meeting: Event, *goals: str, **fields: Any) -> None:
    for goal in goals:
        make.prepared_goal(make.agenda_item(meeting, number="4", document_symbol="S/30/4"), goal, **fields)


@pytest.mark.parametrize("audience", ["internal", "internal-secret"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_edition_follows_the_schema(
    make: Making, meeting: Event, briefing: Write, audience: str, language: str
) -> None:
    assert list(validator("briefing-1").iter_errors(briefing(audience, language=language))) == []
    prepare(make, meeting, "i.1", message="Säg det.")
    make.key_message("i.1", say_not="Inte så.")
    make.observation(state="accepted", observed_on=date(2022, 1, 5))
    make.assessment("i.1", 2020, attainment="substantial", state="approved")
    make.assessment("i.1", attainment="partial", development="backward", state="approved")
    before = make.event(kind="scpf", starts_on=date(2021, 10, 5))
    make.intervention(before, response="Ja.", lean="positive")
    make.commitment(before, counterpart=meeting.counterparts.get())
    written = briefing(audience, language=language)
    assert list(validator("briefing-1").iter_errors(written)) == []
    (goal,) = [goal for goal in written["goals"] if goal["code"] == "i.1"]
    assert all(goal[name] for name in ("prepared", "key_message", "judgement", "promises", "said", "observations"))


@pytest.mark.usefixtures("quiet")
def test_what_is_prepared_comes_first_and_the_rest_says_why(make: Making, meeting: Event, briefing: Write) -> None:
    prepare(make, meeting, "iii.1", "i.2")
    make.assessment("i.3", attainment="partial", development="backward", state="approved")
    make.commitment(None, ["i.4"], counterpart=meeting.counterparts.get(), due_on=date(2022, 1, 1))
    make.commitment(None, ["i.5"], counterpart=meeting.counterparts.get(), due_on=DAY)
    make.commitment(None, ["i.6"], counterpart=make.counterpart("Någon annan"), due_on=date(2022, 1, 1))
    make.commitment(None, ["i.7"], counterpart=meeting.counterparts.get(), due_on=date(2022, 3, 11))
    written = briefing()
    assert codes(written) == ["i.2", "iii.1", "i.3", "i.4", "i.5"]
    told = {goal["code"]: why(goal["reasons"]) for goal in written["goals"]}
    assert told == {
        "i.2": "förberett",
        "iii.1": "förberett",
        "i.3": "går bakåt",
        "i.4": "1 försenad utfästelse",
        "i.5": "1 utfästelse till mötet",
    }
    assert written["aim"]["text"].split("\n") == [
        "- Föra fram det som är förberett om i.2 och iii.1.",
        "- Få besked om det som är utlovat till mötet på 2 mål: i.4 och i.5.",
        "- Ta upp det som går bakåt: i.3.",
    ]


def test_only_few_that_nobody_prepared_have_room_and_the_others_are_named(
    make: Making, meeting: Event, briefing: Write
) -> None:
    make.commitment(None, ["iii.6"], counterpart=meeting.counterparts.get(), due_on=DAY)
    written = briefing()  # all goals but Sweden's own are blind spots
    assert codes(written) == ["i.1", "i.2", "i.3", "iii.6"]
    assert (len(written["others"]), "iii.2" in codes(written, "others")) == (16, False)
    assert why(written["others"][0]["reasons"]) == "ingen redovisad dialog alls"
    make.intervention(make.event(starts_on=date(2021, 5, 4)), "i.1")
    assert why(briefing()["goals"][0]["reasons"]) == "ingen redovisad dialog sedan 4 maj 2021"


def test_where_it_is_not_said_whom_one_meets_any_promise_that_is_due_counts(
    make: Making, meeting: Event, briefing: Write
) -> None:
    make.commitment(None, ["i.4"], counterpart=make.counterpart("Någon annan"), due_on=date(2022, 1, 1))
    assert briefing()["goals"][3]["reasons"]["late"] == 0
    meeting.event_counterparts.all().delete()
    assert {goal["code"]: goal["reasons"]["late"] for goal in briefing()["goals"]}["i.4"] == 1


def test_last_time_is_the_last_of_its_kind_and_those_one_meets(make: Making, meeting: Event, briefing: Write) -> None:
    prepare(make, meeting, "i.1")
    chef = meeting.counterparts.get()
    for kind, day, counterpart in (
        ("scpf", date(2020, 10, 1), None),
        ("scpf", date(2021, 6, 28), None),
        ("scpf", date(2022, 2, 20), None),  # after the evidence ends
        ("bilateral_consultation", date(2021, 12, 1), chef),
        ("council", date(2022, 1, 1), None),
    ):
        event = make.event(kind=kind, title=f"{kind} {day}", starts_on=day)
        make.intervention(event, counterpart=counterpart, response="Ja.", lean="positive")
    written = briefing()
    assert [said["event"] for said in written["goals"][0]["said"]] == ["scpf 2021-06-28", "scpf 2020-10-01"]
    assert (written["before"]["event"]["title"], written["before"]["answers"]) == ("scpf 2021-06-28", {"positive": 1})
    Event.objects.filter(kind="scpf", starts_on__year=2020).delete()
    assert [said["event"] for said in briefing()["goals"][0]["said"]][1] == "bilateral_consultation 2021-12-01"


def test_in_the_field_it_is_about_that_country(make: Making, cast: Cast) -> None:
    there = {"kind": "country_dialogue", "level": "country", "country": "Etiopien"}
    meeting = make.event(starts_on=DAY, state="planned", **there)
    prepare(make, meeting, "i.1")
    for country in ("Etiopien", "Kenya"):
        event = make.event(title=f"möte i {country}", **there | {"country": country})
        make.intervention(event, response="Ja.", lean="positive")
        make.observation(text=f"sett i {country}", country=country, state="accepted")
    written = contents(asked(make, meeting), TAKEN_AT)
    (goal,) = [goal for goal in written["goals"] if goal["reasons"]["prepared"]]
    assert [said["event"] for said in goal["said"]] == ["möte i Etiopien"]
    assert [seen["text"] for seen in goal["observations"]] == ["sett i Etiopien"]
    assert written["before"]["event"]["title"] == "möte i Etiopien"


def test_the_latest_observations_of_each_goal(make: Making, meeting: Event, briefing: Write) -> None:
    prepare(make, meeting, "i.1", "i.2")
    for number in range(1, 5):
        make.observation(None, ["i.1"], text=f"ett {number}", state="accepted", observed_on=date(2022, 1, number))
    make.observation(None, ["i.1", "i.2"], text="båda", state="accepted", observed_on=date(2022, 1, 9))
    make.observation(None, ["i.1"], text="inte prövad", observed_on=date(2022, 1, 10))
    make.observation(None, ["i.1"], text="senare", state="accepted", observed_on=date(2022, 2, 16))
    seen = [[found["text"] for found in goal["observations"]] for goal in briefing()["goals"][:2]]
    assert seen == [["båda", "ett 4"], ["båda"]]


def test_what_is_to_be_said_is_never_cut_and_the_rest_takes_the_room_that_is_left(
    make: Making, meeting: Event, briefing: Write
) -> None:
    prepare(make, meeting, "i.1", message="ord " * 300)
    make.key_message("i.1", say="säg " * 300, say_not="Inte det.")
    make.commitment(None, text="löfte " * 100)
    (goal,) = [goal for goal in briefing()["goals"] if goal["code"] == "i.1"]
    assert (len(goal["prepared"][0]["message"]), len(goal["key_message"]["say"])) == (1200, 1200)
    assert goal["promises"] == []
    assert HALF_A_PAGE < 2 * 1200
    assert short("löfte " * 100) == ("löfte " * 43).strip() + " …"


@pytest.mark.parametrize("count", [0, 1, 8, 21])
def test_it_is_two_pages_and_half_a_page_a_goal(make: Making, meeting: Event, count: int) -> None:
    for goal in make.strategy.goals.all()[:count]:
        prepare(make, meeting, goal.code, message="Vi vill se siffror per region och en plan. " * 8)
        make.key_message(goal.code, say="Rapporter i tid bygger förtroende. " * 8, say_not="Inte pengar. " * 5)
        for day in (date(2021, 6, 1), date(2021, 10, 1)):
            said = {"message": "Sverige efterfrågade det. " * 20, "response": "Det lovades. " * 30, "lean": "positive"}
            make.intervention(make.event(starts_on=day), goal.code, **said)
            make.observation(None, [goal.code], text="Mötena hålls varje vecka. " * 30, state="accepted")
            make.commitment(None, [goal.code], text="Löftet är långt. " * 30, counterpart=meeting.counterparts.get())
    for language in ("sv", "en"):
        written = contents(asked(make, meeting, language=language), TAKEN_AT)
        pages = render_pdf(html(canonical(written)), "0" * 64).pages
        assert pages <= 2 + -(-len(written["goals"]) // 2), language


def test_a_key_message_that_the_edition_hides_is_not_replaced_by_an_older(
    make: Making, meeting: Event, briefing: Write
) -> None:
    prepare(make, meeting, "i.1")
    make.key_message("i.1", say="gammalt")
    make.key_message("i.1", say="hemligt", holds_from=date(2022, 1, 1), **SECRET)
    make.key_message("i.1", say="sedan", holds_from=date(2022, 4, 1))
    assert briefing()["goals"][0]["key_message"] is None
    assert briefing("internal-secret")["goals"][0]["key_message"]["say"] == "hemligt"


def test_the_internal_edition_holds_nothing_secret(make: Making, meeting: Event, briefing: Write) -> None:
    prepare(make, meeting, "i.1")
    event = make.event(title="dolt-möte", **SECRET)
    make.intervention(event, message="dolt-sagt", response="dolt-svar", lean="positive")
    make.commitment(event, text="dolt-löfte", counterpart=meeting.counterparts.get())
    make.observation(text="dolt-sett", state="accepted", **SECRET)
    judged = make.assessment("i.1", attainment="partial", development="backward", state="approved")
    make.evidence(judged, intervention=event.interventions.get())
    written = briefing()
    assert not holds(written, "dolt")
    goal = written["goals"][0]
    assert (goal["judgement"], goal["reasons"]["backward"], goal["reasons"]["late"]) == (None, False, 0)
    assert written["before"] is None
    secret = briefing("internal-secret")
    for word in ("dolt-möte", "dolt-sagt", "dolt-löfte", "dolt-sett"):
        assert holds(secret, word)
    assert secret["goals"][0]["reasons"]["backward"]


def test_a_meeting_marked_secret_since_is_told_of_in_the_secret_edition_alone(
    make: Making, meeting: Event, briefing: Write
) -> None:
    Event.objects.filter(pk=meeting.pk).update(effective_classification="secret")
    with pytest.raises(SecretMeeting):
        briefing()
    assert briefing("internal-secret")["meeting"]["title"] == "SCPF i mars"


def test_the_makers_own_aim_stands_instead_of_the_drafted(make: Making, meeting: Event) -> None:
    report = asked(make, meeting)
    assert contents(report, TAKEN_AT)["aim"]["drafted"] is True
    make.save(ReportText(strategy=make.strategy, report=report, key="aim", text="Ett besked."))
    assert contents(report, TAKEN_AT)["aim"] == {"text": "Ett besked.", "drafted": False}


def test_thirty_times_the_records_take_as_many_queries(make: Making, cast: Cast, meeting: Event) -> None:
    report = asked(make, meeting)

    def fill(count: int) -> None:
        for number in range(count):
            event = make.event(title=f"Möte {number}", starts_on=date(2022, 1, 20))
            make.event_counterpart(event)
            make.intervention(event, "i.1", counterpart=meeting.counterparts.get())
            make.commitment(event, ["i.1", "i.2"], counterpart=meeting.counterparts.get())
            make.observation(cast.contact, ["i.1", "ii.1"], state="accepted", observed_on=date(2022, 1, 2))
            prepare(make, meeting, "i.1")

    fill(1)
    few = queries(report)
    fill(30)
    assert queries(report) == few
