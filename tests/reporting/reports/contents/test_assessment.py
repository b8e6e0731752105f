from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from reporting.assessments.models.judgements import Assessment
from reporting.reports.contents.snapshots.brief import MOST_MOVED
from reporting.reports.contents.snapshots.canonical import canonical
from reporting.reports.contents.snapshots.taking import contents
from reporting.reports.models import Report, ReportText
from reporting.reports.paper.printing import html
from reporting.reports.services import create_report
from tests.conftest import Cast
from tests.making import Making
from tests.reporting.conftest import TAKEN_AT, Written, goal_in
from tests.reporting.reports.contents.test_consultation import queries
from tests.reporting.reports.contents.test_snapshots import OPEN, SECRET, holds, validator
from tests.reporting.reports.paper.test_pdf import everything

Write = Callable[..., Written]


@pytest.fixture
def assessment(make: Making) -> Write:
    """What an assessment up to 2021 would say."""

    def write(audience: str = "internal", **fields: Any) -> Written:
        number = Report.objects.count() + 1
        report = make.report(kind="assessment", audience=audience, edition_number=number, **fields)
        return contents(report, TAKEN_AT)

    return write


def judge(make: Making, goal: str, first: str, last: str, **fields: Any) -> None:
    """Approved, of the starting point in place of the one that comes with the strategy, and of 2021."""
    make.assessment(goal, 2019, attainment=first, state="approved", **fields)
    make.assessment(goal, 2021, attainment=last, state="approved", **fields)


@pytest.mark.parametrize("form", ["full", "short"])
@pytest.mark.parametrize("audience", ["internal", "external"])
def test_every_edition_follows_its_schema(make: Making, assessment: Write, form: str, audience: str) -> None:
    schema = validator("assessment-1" if form == "full" else "assessment-1-short")
    assert list(schema.iter_errors(assessment(audience, form=form))) == []
    everything(make)
    judge(make, "i.2", "none", "partial", **OPEN)
    written = assessment(audience, form=form, language="en")
    assert list(schema.iter_errors(written)) == []
    assert written["brief"]["moved"]
    if form == "full":
        assert [bool(framework["ties"]) for framework in written["frameworks"]] == [True, False]


def test_a_goals_path_is_told_over_all_the_years_that_are_judged(make: Making, assessment: Write) -> None:
    judge(make, "i.1", "none", "partial")
    judge(make, "i.2", "partial", "partial")
    judge(make, "i.3", "substantial", "none")
    judge(make, "i.4", "not_assessable", "partial")
    make.assessment("i.1", 2020, attainment="substantial", state="approved")
    make.assessment("i.1", 2022, attainment="attained", state="approved")  # after the assessment's year
    written = assessment()
    assert written["years"] == [2019, 2020, 2021]
    levels = {code: [year["attainment"] for year in goal_in(written, code)["path"]] for code in ("i.1", "i.2")}
    assert levels == {"i.1": ["none", "substantial", "partial"], "i.2": ["partial", None, "partial"]}
    changes = [goal_in(written, f"i.{place}")["change"] for place in range(1, 6)]
    assert changes == ["higher", "same", "lower", None, None]
    assert [found["goal"] for found in written["brief"]["moved"]] == ["i.3", "i.1"]
    told = {name: written["figures"][f"goals_{name}"] for name in ("higher", "same", "lower", "attained")}
    assert told == {"higher": 1, "same": 1, "lower": 1, "attained": 0}


def test_a_level_that_rests_on_something_left_out_is_not_stated_in_its_year(make: Making, assessment: Write) -> None:
    judge(make, "i.1", "none", "partial", **OPEN)
    secret = make.intervention(make.event(title="dolt-möte", **SECRET))
    make.evidence(Assessment.objects.get(goal__code="i.1", round__year=2021), intervention=secret)
    for audience in ("internal", "external"):
        written = assessment(audience)
        assert [year["attainment"] for year in goal_in(written, "i.1")["path"]] == ["none", None]
        assert (goal_in(written, "i.1")["change"], written["brief"]["moved"]) == (None, [])
        assert not holds(written, "dolt")


def test_the_external_edition_holds_public_texts_and_open_ties_alone(make: Making, assessment: Write) -> None:
    judge(make, "i.1", "none", "partial", happened="inre-ord", public_text="yttre-ord", **OPEN)
    judge(make, "i.2", "none", "partial", happened="arbets-ord", classification="working")
    for goal, marking in (("i.1", "open"), ("i.2", "working"), ("i.3", "secret")):
        make.crosswalk(goal=goal, item=make.framework_item(code=goal), why=f"band-{marking}", classification=marking)
    external, internal = assessment("external"), assessment()
    assert holds(external, "yttre-ord")
    assert not any(holds(external, word) for word in ("inre-ord", "arbets-ord", "band-working", "band-secret"))
    assert [tie["why"] for tie in external["frameworks"][0]["ties"]] == ["band-open"]
    assert [tie["why"] for tie in internal["frameworks"][0]["ties"]] == ["band-open", "band-working"]


def test_where_no_list_is_loaded_it_says_so(make: Making, assessment: Write) -> None:
    assert "Ingen måttstock är inläst i Verka" in html(canonical(assessment()))
    make.framework("MOPAN", release="3.1")
    document = html(canonical(assessment()))
    assert "Ingen måttstock är inläst" not in document
    assert "MOPAN, 3.1." in " ".join(document.split())


def test_both_versions_of_a_method_stand_beside_each_other(make: Making, assessment: Write) -> None:
    for release in ("2019", "3.1"):
        make.crosswalk(make.framework_item(make.framework("MOPAN", release=release), f"KPI {release}"), **OPEN)
    document = " ".join(html(canonical(assessment("external"))).split())
    assert document.index("MOPAN, 2019</h3>") < document.index("KPI 2019") < document.index("MOPAN, 3.1</h3>")


def test_no_more_goals_than_there_is_room_for_are_told_of_and_the_others_counted(
    make: Making, assessment: Write
) -> None:
    for goal in make.strategy.goals.all()[:15]:
        judge(make, goal.code, "none", "partial", happened="Det gick framåt. " * 40)
    brief = assessment()["brief"]
    assert (len(brief["moved"]), brief["moved_left_out"]) == (MOST_MOVED, 15 - MOST_MOVED)
    assert all(len(found["why"]) < 200 and found["why"].endswith(" …") for found in brief["moved"])


def test_what_is_said_of_why_carries_no_notes(make: Making, assessment: Write) -> None:
    make.assessment("i.1", 2019, attainment="none", state="approved")
    judged = make.assessment("i.1", attainment="partial", happened="Planen antogs [1]. Den gäller.", state="approved")
    make.evidence(judged, document="Planen")
    written = assessment()
    assert written["brief"]["moved"][0]["why"] == "Planen antogs. Den gäller."
    assert goal_in(written, "i.1")["notes"] == {"1": 1}


def test_the_short_form_holds_what_it_prints_and_nothing_else(make: Making, assessment: Write) -> None:
    everything(make)
    judge(make, "i.2", "none", "partial", contribution="vårt-bidrag")
    full, short = assessment(), assessment(form="short")
    assert holds(full, "vårt-bidrag")
    assert not holds(short, "vårt-bidrag")
    assert short["figures"] == full["figures"]
    assert short["brief"] == full["brief"]
    assert "frameworks" not in short
    assert "register" not in short


# ------------------------------------------------------------------ its texts


def asked(make: Making, cast: Cast, **fields: Any) -> Report:
    wish = {"kind": "assessment", "year": 2021, "audience": "internal", "language": "sv"}
    return create_report(strategy=make.strategy, by=cast.officer, **wish | fields)


def test_a_new_version_and_the_short_form_begin_with_what_was_written(make: Making, cast: Cast) -> None:
    first = asked(make, cast)
    for key, text in (("summary", "Det gick bra."), ("relevance", "Målen är rätta.")):
        make.save(ReportText(strategy=make.strategy, report=first, key=key, text=text))
    for later in (asked(make, cast), asked(make, cast, form="short")):
        assert contents(later, TAKEN_AT)["summary"] == {"text": "Det gick bra.", "drafted": False}
    assert contents(asked(make, cast), TAKEN_AT)["relevance"]["text"] == "Målen är rätta."


@pytest.mark.parametrize("other", [{"audience": "external"}, {"language": "en"}, {"year": 2020}, {"kind": "yearly"}])
def test_no_other_edition_begins_with_it(make: Making, cast: Cast, other: dict[str, Any]) -> None:
    make.save(ReportText(strategy=make.strategy, report=asked(make, cast), key="summary", text="Bara inom huset."))
    assert contents(asked(make, cast, **other), TAKEN_AT)["summary"]["drafted"] is True


def test_a_draft_asks_nothing_of_who_stands_outside(make: Making, assessment: Write) -> None:
    make.commitment(None, due_on=date(2021, 3, 1), **OPEN)
    assert assessment("external")["asked"]["text"] == "Inget begärs av läsaren. Rapporten lämnas för kännedom."
    assert assessment()["asked"]["text"].startswith("- Efterfråga den försenade utfästelsen")


def test_thirty_times_the_records_take_as_many_queries(make: Making, cast: Cast) -> None:
    report = make.report(kind="assessment")
    codes = list(make.strategy.goals.values_list("code", flat=True))

    def fill(count: int) -> None:
        for number in range(count):
            item = make.framework_item(code=f"{Report.objects.count()}-{count}-{number}")
            make.crosswalk(item, codes[number % 21])
            make.intervention(make.event())
            make.commitment(None)

    judge(make, "i.1", "none", "partial")
    fill(1)
    few = queries(report)
    for code in codes[1:-1]:  # one without a judgement, as there were before
        judge(make, code, "none", "partial")
    fill(30)
    assert queries(report) == few
