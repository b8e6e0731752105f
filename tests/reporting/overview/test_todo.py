"""What waits, and that each task leads straight to its place."""

from datetime import date, timedelta
from typing import Any

import pytest

from dialogue.meetings.models.events import Event
from reporting.assessments import services as assessments
from reporting.assessments.brief import Judgements
from reporting.assessments.material import Material
from reporting.overview.todo import todo, todo_then
from reporting.overview.todo.tasks import Task
from strategy.decision.models import Strategy
from strategy.people.models import User
from tests.conftest import Cast
from tests.making import Making, read_and_decide
from tests.reporting import wider

TODAY = date(2021, 9, 1)


@pytest.fixture
def standing(strategy: Strategy) -> Strategy:
    strategy.demonstration_on = TODAY
    strategy.save()
    return strategy


def waiting(user: User, strategy: Strategy, words: str = "") -> list[Task]:
    material = Material.seen_by(user, strategy)
    return [task for task in todo(user, material, Judgements(user, material)) if words in task.text]


def told(cast: Cast, strategy: Strategy, words: str) -> dict[str, list[str]]:
    """Details by role, of the tasks whose text holds the words."""
    roles = ("officer", "colleague", "head", "delegation", "reader")
    found = {role: [task.detail for task in waiting(cast[role], strategy, words)] for role in roles}
    return {role: details for role, details in found.items() if details}


def test_a_planned_meeting_soon_without_a_prepared_goal(make: Making, standing: Strategy, cast: Cast) -> None:
    planned: dict[str, Any] = {"state": "planned"}
    found = make.event(title="Oförberett", starts_on=TODAY + timedelta(days=14), **planned)
    make.event(title="Oförberett längre fram", starts_on=TODAY + timedelta(days=15), **planned)
    make.event(title="Oförberett för sig", kind=Event.EventKind.OTHER, starts_on=TODAY, **planned)
    make.prepared_goal(make.agenda_item(make.event(title="Oförberett ej", starts_on=TODAY, **planned)))

    assert told(cast, standing, "Inget mål är förberett") == {
        role: ["börjar 15 sep 2021"] for role in ("officer", "colleague", "delegation")
    }
    (task,) = waiting(cast.officer, standing, "Inget mål är förberett")
    assert (task.text, task.url) == ("Inget mål är förberett inför Oförberett", found.get_absolute_url())


def test_a_secret_meeting_waits_for_those_who_may_know_of_it(make: Making, standing: Strategy, cast: Cast) -> None:
    make.event(title="Hemligt", classification="secret")
    make.commitment(text="Hemlig sak", due_on=date(2021, 8, 1), classification="secret")
    assert [task.text for task in waiting(cast.reader, standing)] == []
    assert {task.text for task in waiting(cast.delegation, standing)} == {"Hemlig sak", "Hemligt är inte dokumenterat"}


def test_proposed_judgements_wait_for_the_head(make: Making, standing: Strategy, cast: Cast) -> None:
    make.assessment("i.1", state="proposed")
    make.assessment("i.2", state="proposed")
    make.overall(state="proposed")
    make.overall(2020, state="proposed")

    assert told(cast, standing, "3 bedömningar för 2021 väntar på godkännande") == {
        "officer": ["enhetschefen beslutar"],
        "colleague": ["enhetschefen beslutar"],
        "head": ["du beslutar"],
    }
    assert [task.url for task in waiting(cast.head, standing, "väntar på godkännande")] == [
        make.round(2020).get_absolute_url(),
        make.round(2021).get_absolute_url(),
    ]


def test_what_was_returned_waits_for_whoever_wrote_it(make: Making, standing: Strategy, cast: Cast) -> None:
    found = make.assessment("i.1")
    assessments.propose(assessment=found, by=cast.colleague)
    area = make.overall(focus_area="i", state="proposed")
    read_and_decide(
        year_round=make.round(), judgements=[found, area], by=cast.head, decision="returned", reason="Svaret saknas."
    )

    assert told(cast, standing, "Återlämnad") == {
        "officer": ["Svaret saknas.", "Svaret saknas."],  # who began both
        "colleague": ["Svaret saknas."],  # who proposed the first
    }
    assert [task.url for task in waiting(cast.officer, standing, "Återlämnad")] == [
        found.get_absolute_url(),
        area.get_absolute_url(),
    ]


def test_goals_that_nobody_has_begun_to_judge_when_the_year_is_over(
    make: Making, standing: Strategy, cast: Cast
) -> None:
    make.assessment("i.1", year=2020, state="approved")
    make.assessment("i.1", year=2020)
    make.assessment("i.2", year=2020)
    assert told(cast, standing, "19 mål är inte bedömda för 2020") == {
        "officer": ["året är slut"],
        "colleague": ["året är slut"],
    }
    assert waiting(cast.officer, standing, "för 2021") == []


def test_reports_wait_to_be_approved_or_tried_again(make: Making, standing: Strategy, cast: Cast) -> None:
    first = make.report(state="draft")
    draft = make.report(state="draft", edition_number=2, replaces=first)
    failed = make.report(state="failed", audience="external")

    edition = "Intern utgåva, version 2"
    assert told(cast, standing, "väntar på att fastställas") == {
        "officer": [f"{edition} · enhetschefen fastställer"],
        "colleague": [f"{edition} · enhetschefen fastställer"],
        "head": [f"{edition} · du fastställer"],
    }
    assert told(cast, standing, "kunde inte skapas") == {
        "officer": ["Extern utgåva, version 1"],
        "colleague": ["Extern utgåva, version 1"],
    }
    assert [task.url for task in waiting(cast.head, standing, "fastställas")] == [draft.get_absolute_url()]
    assert [task.url for task in waiting(cast.officer, standing, "skapas")] == [failed.get_absolute_url()]


def test_late_lines_of_the_work_plan(make: Making, standing: Strategy, cast: Cast) -> None:
    late = wider.activity(make, due_on=date(2021, 8, 31), title="Sen sak")
    wider.activity(make, due_on=TODAY, title="Sen sak i dag")
    wider.activity(make, due_on=date(2021, 8, 1), title="Sen sak klar", state="done", ended_on=date(2021, 8, 20))
    wider.activity(make, due_on=date(2021, 8, 1), title="Sen sak hemlig", classification="secret")

    assert [task.text for task in waiting(cast.reader, standing, "Sen sak")] == ["Sen sak"]
    assert [task.text for task in waiting(cast.head, standing, "Sen sak")] == ["Sen sak hemlig", "Sen sak"]
    (task,) = waiting(cast.reader, standing, "Sen sak")
    assert (task.detail, task.url, task.late) == (
        "Sida, skulle ha varit klart 31 aug 2021",
        late.get_absolute_url(),
        True,
    )


def test_of_an_earlier_day_only_what_was_late_is_told(make: Making, standing: Strategy, cast: Cast) -> None:
    resolved: dict[str, Any] = {"state": "fulfilled", "resolution": "Gjort."}
    make.commitment(text="Sen då", due_on=date(2021, 5, 1), resolved_on=date(2021, 7, 1), **resolved)
    make.commitment(text="Sen först sedan", due_on=date(2021, 8, 1))
    make.assessment(state="proposed")
    day = date(2021, 6, 1)

    material = Material.seen_by(cast.officer, standing, day)

    assert [task.text for task in todo_then(material, day)] == ["Sen då"]
