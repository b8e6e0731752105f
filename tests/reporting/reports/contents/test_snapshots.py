import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from jsonschema import Draft202012Validator, FormatChecker

import reporting
from reporting.reports.contents.snapshots.canonical import canonical, checksum
from reporting.reports.contents.snapshots.reading import consistent_read
from reporting.reports.contents.snapshots.taking import contents, take
from reporting.reports.files import Snapshot
from reporting.reports.models import Report, ReportText
from tests.conftest import Cast
from tests.making import Making
from tests.reporting import wider
from tests.reporting.conftest import TAKEN_AT, Written, goal_in

OPEN: dict[str, Any] = {"classification": "open"}
SECRET: dict[str, Any] = {"classification": "secret"}

Write = Callable[..., Written]


def fill(make: Making, goal: str = "i.1", word: str = "x", **marking: Any) -> None:
    """One of everything about a goal, every text of it holding the word."""
    counterpart = make.counterpart(f"motpart-{word}-{goal}")
    event = make.event(
        title=f"möte-{word}",
        place=f"plats-{word}",
        country=f"land-{word}",
        participants=f"deltagare-{word}",
        summary=f"sammanfattning-{word}",
        registry_number=f"Ju-{word}",
        **marking,
    )
    make.report_home(event, f"hemrapport-{word}", **marking)
    make.event_counterpart(event, counterpart=counterpart, represented_by=f"företrädare-{word}")
    said = make.intervention(
        event,
        goal,
        counterpart=counterpart,
        message=f"budskap-{word}",
        response=f"svar-{word}",
        lean="positive",
        **marking,
    )
    promised = make.commitment(event, [goal], text=f"löfte-{word}", counterpart=counterpart, **marking)
    make.commitment(
        event,
        [goal],
        text=f"hållet-{word}",
        state="fulfilled",
        resolved_on=date(2021, 10, 1),
        resolution=f"utfall-{word}",
        **marking,
    )
    seen = make.observation(
        goals=[goal],
        title=f"observation-{word}",
        text=f"iakttagelse-{word}",
        country=f"obsland-{word}",
        place=f"obsplats-{word}",
        agreed_with=f"stämt-{word}",
        agency_registry_number=f"Mv-{word}",
        state="accepted",
        **marking,
    )
    make.event(title=f"planerat-{word}", state="planned", starts_on=date(2022, 3, 1), place=f"sedan-{word}", **marking)
    judged = make.assessment(
        goal,
        attainment="partial",
        development="forward",
        happened=f"hänt-{word} [1][2]",
        contribution=f"bidrag-{word} [3]",
        next_steps=f"steg-{word} [4]",
        state="approved",
        **marking,
    )
    make.evidence(judged, intervention=said)
    make.evidence(judged, commitment=promised)
    make.evidence(judged, observation=seen)
    make.evidence(judged, document=f"dokument-{word}", quote=f"citat-{word}")
    measured = wider.measurement(make, [goal], name=f"indikator-{word}", source=f"mätkälla-{word}", **marking)
    given = wider.contribution(make, [goal], purpose=f"ändamål-{word}", source=f"bidragskälla-{word}", **marking)
    make.evidence(judged, measurement=measured)
    make.evidence(judged, contribution=given)
    make.evidence(judged, activity=wider.activity(make, [goal], title=f"aktivitet-{word}", **marking))


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, child in value.items():
            yield key
            yield from strings(child)
    elif isinstance(value, list):
        for child in value:
            yield from strings(child)
    elif isinstance(value, str):
        yield value


def holds(written: Written, word: str) -> list[str]:
    return sorted(text for text in strings(written) if word in text)


def validator(name: str) -> Draft202012Validator:
    schema = Path(reporting.__file__).parent / "schemas" / f"{name}.schema.json"
    return Draft202012Validator(json.loads(schema.read_text()), format_checker=FormatChecker())


@pytest.mark.parametrize("audience", ["internal", "internal-secret", "agencies", "external"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_edition_follows_the_schema(make: Making, written: Write, audience: str, language: str) -> None:
    fill(make, "i.1", "öppet", **OPEN)
    fill(make, "ii.1", "internord")
    fill(make, "iii.1", "hemligt", **SECRET)
    make.observation(goals=[], state="accepted", **OPEN)
    assert list(validator("report-3").iter_errors(written(audience, language=language))) == []


@pytest.mark.parametrize(
    ("audience", "tells"),
    [("internal", True), ("internal-secret", True), ("agencies", False), ("external", False)],
)
def test_no_goal_is_called_silent_where_dialogue_is_left_out(
    make: Making, written: Write, audience: str, tells: bool
) -> None:
    fill(make, "i.1", "öppet", **OPEN)
    fill(make, "ii.1", "internord")
    found = written(audience)["dialogue"]
    silent, unheard = found["silent"], found["blind_spots"]
    assert ((silent is None), (unheard is None)) == (not tells, not tells)
    assert not tells or ("i.1" not in silent and "i.2" in silent)


@pytest.mark.both
def test_the_external_edition_holds_what_is_open_and_nothing_else(make: Making, written: Write) -> None:
    fill(make, "i.1", "öppet", **OPEN)
    fill(make, "ii.1", "internord")
    fill(make, "iii.1", "hemligt", **SECRET)
    found = written("external")
    assert holds(found, "internord") == []
    assert holds(found, "hemligt") == []
    assert {"budskap-öppet", "svar-öppet", "löfte-öppet", "utfall-öppet", "iakttagelse-öppet"} <= set(strings(found))
    assert holds(found, "hänt-öppet") == []


@pytest.mark.both
def test_the_internal_edition_holds_working_material_and_nothing_secret(make: Making, written: Write) -> None:
    fill(make, "ii.1", "internord")
    fill(make, "iii.1", "hemligt", **SECRET)
    found = written("internal")
    assert "hänt-internord [1][2]" in holds(found, "internord")
    assert holds(found, "hemligt") == []


def test_the_secret_edition_holds_all_but_names_of_people(make: Making, written: Write) -> None:
    fill(make, "iii.1", "hemligt", **SECRET)
    found = written("internal-secret")
    assert "hänt-hemligt [1][2]" in holds(found, "hemligt")
    for word in ("deltagare", "företrädare", "stämt", "Officer", "Contact", "@test.example"):
        assert holds(found, word) == []


def test_the_agencies_edition_holds_what_is_shared_with_them(make: Making, written: Write) -> None:
    fill(make, "i.1", "delat", shared_with_agencies=True)
    fill(make, "ii.1", "internord")
    found = written("agencies")
    assert "budskap-delat" in holds(found, "delat")
    assert holds(found, "internord") == []


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "declined", "withdrawn"])
def test_an_observation_not_accepted_is_in_no_edition(make: Making, written: Write, state: str) -> None:
    make.observation(title="oprövad-iakttagelse", state=state)
    assert holds(written("internal-secret"), "oprövad") == []


@pytest.mark.parametrize("state", ["draft", "proposed", "returned"])
def test_a_judgement_not_approved_is_in_no_edition(make: Making, written: Write, state: str) -> None:
    make.assessment(happened="ogodkänt", public_text="ogodkänt", state=state, **OPEN)
    make.overall(text="ogodkänt", public_text="ogodkänt", state=state, **OPEN)
    assert holds(written("internal-secret"), "ogodkänt") == []
    assert holds(written("external"), "ogodkänt") == []


def test_the_public_text_of_working_material_stands_in_the_external_edition(make: Making, written: Write) -> None:
    make.assessment(public_text="För alla [1].", state="approved")
    make.overall(public_text="För alla.", state="approved")
    found = written("external")
    assert goal_in(found)["narrative"] == [{"part": "public", "text": "För alla [1]."}]
    assert found["overall"] == {"part": "public", "text": "För alla."}
    assert goal_in(found)["judgement"]["attainment"] is None


def test_the_public_text_of_something_secret_does_not(make: Making, written: Write) -> None:
    make.assessment(public_text="hemligt", state="approved", **SECRET)
    make.overall(public_text="hemligt", state="approved", **SECRET)
    assert holds(written("external"), "hemligt") == []


def test_a_secret_judgement_does_not_bring_back_the_one_that_it_supersedes(make: Making, written: Write) -> None:
    make.assessment(happened="det gamla", attainment="partial", state="approved", **OPEN)
    make.assessment(assessed_on=date(2022, 2, 10), attainment="substantial", state="approved", **SECRET)
    found = goal_in(written("internal"))
    assert found["judgement"]["attainment"] is None
    assert found["narrative"] == []


def test_a_judgement_resting_on_something_left_out_is_not_stated_and_its_mark_is_gone(
    make: Making, written: Write
) -> None:
    judged = make.assessment(
        happened="Först [1], sedan [2].", attainment="partial", development="forward", state="approved"
    )
    make.evidence(judged, intervention=make.intervention(make.event(**SECRET), **SECRET))
    make.evidence(judged, document="Årsrapporten")
    found = goal_in(written("internal"))
    assert found["judgement"] == {
        "year": 2021,
        "attainment": None,
        "development": None,
        "effort": None,
        "assessed_on": None,
    }
    assert found["narrative"] == [{"part": "happened", "text": "Först, sedan [2]."}]
    assert (found["evidence"], found["notes"]) == ([1], {"2": 1})


@pytest.mark.both
def test_the_register_numbers_through_the_report_and_each_thing_once(make: Making, written: Write) -> None:
    said = make.intervention(make.event(title="Rådet"))
    for code in ("i.1", "i.2"):
        judged = make.assessment(code, happened="Dokumentet [2], svaret [1].", state="approved")
        make.evidence(judged, intervention=said)
        make.evidence(judged, document=f"Dokument {code}")
    found = written("internal")
    assert goal_in(found, "i.1")["narrative"][0]["text"] == "Dokumentet [2], svaret [1]."
    assert [goal_in(found, code)["notes"] for code in ("i.1", "i.2")] == [{"2": 1, "1": 2}, {"2": 3, "1": 2}]
    assert [(entry["number"], entry["title"]) for entry in found["register"]] == [
        (1, "Dokument i.1"),
        (2, "Rådet"),
        (3, "Dokument i.2"),
    ]
    assert [cited["goal"] for cited in found["register"][1]["citations"]] == ["i.1", "i.2"]


@pytest.mark.both
def test_a_commitment_stands_as_it_did_on_the_last_day(make: Making, written: Write) -> None:
    make.commitment(
        make.event(),
        state="fulfilled",
        resolved_on=date(2022, 1, 20),
        resolution="gjort-i-januari",
        due_on=date(2021, 11, 30),
    )
    found = written("internal")
    promised = goal_in(found)["commitments"][0]
    assert (promised["state"], promised["is_late"], promised["resolution"]) == ("open", True, "")
    assert found["next"]["commitments"] == [promised]
    assert holds(found, "gjort") == []


def test_what_happened_after_the_last_day_is_not_there(make: Making, written: Write) -> None:
    make.intervention(make.event(title="sent-möte", starts_on=date(2021, 12, 1)))
    make.observation(title="sen-observation", observed_on=date(2021, 12, 1), state="accepted")
    found = written("internal", evidence_until=date(2021, 11, 30))
    assert holds(found, "sent-möte") == []
    assert holds(found, "sen-observation") == []


def test_the_maker_s_text_takes_the_place_of_the_drafted_one(make: Making) -> None:
    report = make.report()
    drafted = contents(report, TAKEN_AT)["summary"]
    make.save(ReportText(strategy=make.strategy, report=report, key="summary", text="Ett svårt år."))
    assert drafted["drafted"]
    assert drafted["text"].startswith("För 2021 anges inte hur målen har utvecklats.")
    assert contents(report, TAKEN_AT)["summary"] == {"text": "Ett svårt år.", "drafted": False}


def test_changes_name_what_is_new_and_never_what_was_there(make: Making) -> None:
    make.assessment("i.1", happened="gammalt-ord", attainment="partial", development="forward", state="approved")
    first = make.report()
    take(first, TAKEN_AT).save()
    later = make.assessment(
        "i.1", happened="Nytt [1].", attainment="substantial", assessed_on=date(2022, 2, 10), state="approved"
    )
    make.evidence(later, document="Årsrapporten")
    second = make.report(edition_number=2, replaces=first)
    written = contents(second, TAKEN_AT)
    told = {"version": 1, "judgements": ["i.1"], "narratives": ["i.1"], "figures": ["goals_forward"], "new_evidence": 1}
    assert written["changes"] == told
    assert holds(written, "gammalt-ord") == []


@pytest.mark.both
def test_the_same_data_give_the_same_bytes_and_their_checksum(make: Making) -> None:
    fill(make, "i.1", "öppet", **OPEN)
    report = make.report()
    one, two = take(report, TAKEN_AT), take(Report.objects.get(pk=report.pk), TAKEN_AT)
    assert one.content == two.content
    assert one.sha256 == hashlib.sha256(one.content.encode()).hexdigest() == checksum(two.content)
    assert canonical(json.loads(one.content)) == one.content
    assert '"taken_at":"2022-02-15T10:30:00+00:00"' in one.content


def test_another_moment_changes_nothing_but_that(make: Making) -> None:
    report = make.report()
    one, two = take(report, TAKEN_AT), take(report, datetime(2023, 1, 1, tzinfo=UTC))
    assert one.content.replace("2022-02-15T10:30:00", "2023-01-01T00:00:00") == two.content


def test_canonical_text_is_sorted_tight_and_unescaped() -> None:
    assert canonical({"ö": [1, None], "a": {"c": "å", "b": True}}) == '{"a":{"b":true,"c":"å"},"ö":[1,null]}'


def test_thirty_times_the_records_take_as_many_queries(make: Making) -> None:
    fill(make, "i.1", "ett", **OPEN)
    report = make.report()
    assert queries(report) == with_more(make, report)


def with_more(make: Making, report: Report) -> int:
    for count in range(30):
        event = make.event(title=f"Möte {count}")
        make.event_counterpart(event)
        make.intervention(event)
        make.commitment(event, ["i.1", "i.2"])
        make.observation(goals=["i.1", "ii.1"], state="accepted")
    return queries(report)


def queries(report: Report) -> int:
    fresh = Report.objects.select_related("strategy__organisation", "replaces").get(pk=report.pk)
    with CaptureQueriesContext(connection) as captured:
        contents(fresh, TAKEN_AT)
    return len(captured)


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_a_consistent_read_takes_no_write_lock_and_leaves_the_connection_as_it_was(make: Making) -> None:
    with CaptureQueriesContext(connection) as captured, consistent_read():
        Snapshot.objects.count()
    begun = " ".join(query["sql"] for query in captured.captured_queries)
    expected = "BEGIN DEFERRED" if connection.vendor == "sqlite" else "REPEATABLE READ, READ ONLY"
    assert expected in begun
    if connection.vendor == "sqlite":
        assert getattr(connection, "transaction_mode") == "IMMEDIATE"  # noqa: B009 - SQLite's wrapper alone has one


@pytest.mark.both
def test_nothing_of_another_strategy_is_there(make: Making, make_foreign: Making, written: Write, cast: Cast) -> None:
    code = make_foreign.strategy.goals.all()[0].code
    make_foreign.event(title="främmande-möte", **OPEN)
    make_foreign.intervention(make_foreign.event(title="främmande", **OPEN), code, **OPEN)
    assert holds(written("internal-secret"), "främmande") == []


@pytest.mark.both
def test_figures_money_and_activities_stand_in_the_register(make: Making, written: Write) -> None:
    judged = make.assessment(happened="Mer pengar [2], mer folk [1], ett inlägg [3].", state="approved", **OPEN)
    make.evidence(judged, measurement=wider.measurement(make, registry_number="Ju-1", **OPEN))
    make.evidence(judged, contribution=wider.contribution(make, **OPEN))
    make.evidence(judged, activity=wider.activity(make, state="done", ended_on=date(2021, 9, 1), **OPEN))
    found = written("external")
    told = [
        {name: entry[name] for name in ("kind", "title", "date", "figure", "contribution", "source", "by")}
        for entry in found["register"]
    ]
    sida = {"sv": wider.sida().name, "en": wider.sida().name_en}
    nothing = {"figure": None, "contribution": None, "source": "", "by": None}
    kronor = {"sv": "SEK", "en": "SEK"}
    assert sorted(told, key=lambda entry: str(entry["kind"])) == [
        {**nothing, "kind": "activity", "title": "Skriva ett gemensamt inlägg", "date": "2021-09-01", "by": sida},
        {
            "kind": "contribution",
            "title": "Reformarbetet",
            "date": "2021-05-20",
            "figure": {"name": None, "value": "100000000", "unit": kronor, "qualifier": "exactly"},
            "contribution": {"kind": "lightly_earmarked_core", "year": 2021},
            "source": "Årsredovisningen",
            "by": sida,
        },
        {
            **nothing,
            "kind": "measurement",
            "title": "Anställda",
            "date": "2021-06-28",
            "figure": {
                "name": {"sv": "Anställda", "en": "Staff"},
                "value": "13000",
                "unit": {"sv": "personer", "en": ""},
                "qualifier": "more_than",
            },
            "source": "IOM:s årsrapport",
        },
    ]
    assert found["figures"]["core_support"] == 100_000_000
