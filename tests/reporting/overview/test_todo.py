"""What waits, and that each task leads straight to its place."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from dialogue.meetings.models.events import Event
from reporting.assessments import services as assessments
from reporting.assessments.material import Material
from reporting.overview.todo import Task, Waits, what_waited, what_waits
from strategy.decision.models import Strategy
from strategy.people.models import Membership, User
from tests.conftest import Cast
from tests.making import Making, read_and_decide
from tests.reporting import wider

TODAY = date(2021, 9, 1)


@pytest.fixture
def standing(strategy: Strategy) -> Strategy:
    strategy.demonstration_on = TODAY
    strategy.save()
    return strategy


def desk_of(user: User, *, everybodys: bool = False) -> Waits:
    return what_waits(User.objects.get(pk=user.pk), everybodys=everybodys)


def waiting(user: User, words: str = "", *, everybodys: bool = False) -> list[Task]:
    """What waits for somebody: by themselves, or with everybody else."""
    return [task for task in desk_of(user, everybodys=everybodys).own if words in task.text]


def texts(user: User, words: str = "", *, everybodys: bool = False) -> list[str]:
    return [task.text for task in waiting(user, words, everybodys=everybodys)]


def told(cast: Cast, words: str, group: str = "own", *, everybodys: bool = False) -> dict[str, list[str]]:
    """Details by role, of the tasks whose text holds the words."""
    roles = ("officer", "colleague", "head", "delegation", "reader", "contact")
    desks = {role: getattr(desk_of(cast[role], everybodys=everybodys), group) for role in roles}
    found = {role: [task.detail for task in tasks if words in task.text] for role, tasks in desks.items()}
    return {role: details for role, details in found.items() if details}


def test_a_planned_meeting_soon_without_a_prepared_goal(make: Making, standing: Strategy, cast: Cast) -> None:
    planned: dict[str, Any] = {"state": "planned"}
    found = make.event(title="Oförberett", starts_on=TODAY + timedelta(days=14), **planned)
    make.event(title="Oförberett längre fram", starts_on=TODAY + timedelta(days=15), **planned)
    make.event(title="Oförberett för sig", kind=Event.EventKind.OTHER, starts_on=TODAY, **planned)
    make.prepared_goal(make.agenda_item(make.event(title="Oförberett ej", starts_on=TODAY, **planned)))

    unowned = ["börjar 15 sep 2021 · ingen ansvarig utsedd"]
    assert told(cast, "Inget mål är förberett") == {"officer": unowned, "colleague": unowned}
    (task,) = waiting(cast.officer, "Inget mål är förberett")
    assert (task.text, task.url) == ("Inget mål är förberett inför Oförberett", found.get_absolute_url())


def test_a_secret_meeting_waits_for_those_who_may_know_of_it(make: Making, standing: Strategy, cast: Cast) -> None:
    make.event(title="Hemligt", classification="secret")
    make.commitment(text="Hemlig sak", due_on=date(2021, 8, 1), classification="secret")
    assert texts(cast.reader, everybodys=True) == []
    assert texts(cast.delegation, everybodys=True) == ["Hemlig sak", "Hemligt är inte dokumenterat"]


def test_what_has_an_owner_waits_for_them_alone_until_their_role_ends(
    make: Making, standing: Strategy, cast: Cast
) -> None:
    """Then, as what nobody owns, for all officers; a promise goes with its meeting."""
    event = make.event(title="Ägt", owner=cast.colleague)
    make.commitment(event, text="Löfte", due_on=date(2021, 8, 1))
    make.commitment(text="Egen punkt", whose="sweden", due_on=date(2021, 8, 2), owner=cast.colleague)
    wider.activity(make, due_on=date(2021, 8, 3), title="Egen rad", owner=cast.colleague)
    all_of_it = ["Löfte", "Egen punkt", "Egen rad", "Ägt är inte dokumenterat"]
    assert texts(cast.colleague)[:4] == all_of_it
    assert [text for text in texts(cast.officer) if text in all_of_it] == []
    (promise,) = waiting(cast.officer, "Löfte", everybodys=True)
    assert promise.detail.endswith(" · Colleague")

    cast.colleague.memberships.update(until=date(2021, 1, 1))
    assert [text for text in texts(cast.officer) if text in all_of_it] == all_of_it
    assert texts(cast.colleague) == []


def test_the_delegation_has_its_own_meetings(make: Making, standing: Strategy, cast: Cast) -> None:
    make.event(title="Eget", owner=cast.delegation)
    make.event(title="Ingens")
    assert texts(cast.delegation) == ["Eget är inte dokumenterat"]
    assert told(cast, "Ingens") == {
        role: ["hölls 28 jun 2021 · ingen ansvarig utsedd"] for role in ("officer", "colleague")
    }


def test_proposed_judgements_wait_for_the_head(make: Making, standing: Strategy, cast: Cast) -> None:
    make.assessment("i.1", state="proposed")
    make.assessment("i.2", state="proposed")
    make.overall(state="proposed")
    make.overall(2020, state="proposed")

    words = "3 bedömningar för 2021 väntar på godkännande"
    assert told(cast, words) == {"head": ["du beslutar"]}
    assert told(cast, words, "others") == {role: ["enhetschefen beslutar"] for role in ("officer", "colleague")}
    assert [task.url for task in waiting(cast.head, "väntar på godkännande")] == [
        make.round(2020).get_absolute_url(),
        make.round(2021).get_absolute_url(),
    ]


def test_a_head_decides_before_all_else_and_a_deputy_for_the_days_of_it(
    make: Making, standing: Strategy, cast: Cast
) -> None:
    make.assessment("i.1", state="proposed")
    make.report(state="draft")
    make.event(title="Eget", owner=cast.colleague)
    make.commitment(text="Sen", whose="sweden", due_on=date(2021, 8, 1), owner=cast.colleague)
    office = cast.head.memberships.get()
    today = timezone.localdate()
    deputy = {"user": cast.colleague, "strategy": standing, "role": "head", "deputy_for": office}
    deputyship = Membership.objects.create(**deputy, since=today, until=today)
    decisions = ["1 bedömning för 2021 väntar på godkännande", "Årlig uppföljning 2021 väntar på att fastställas"]
    assert texts(cast.head) == decisions
    assert texts(cast.colleague)[:4] == [*decisions, "Sen", "Eget är inte dokumenterat"]
    Membership.objects.filter(pk=deputyship.pk).update(ended_at=timezone.now())
    assert texts(cast.colleague)[:2] == ["Sen", "Eget är inte dokumenterat"]


def test_what_was_returned_waits_for_whoever_answers_for_it(make: Making, standing: Strategy, cast: Cast) -> None:
    found = make.assessment("i.1", owner=cast.colleague)
    assessments.propose(assessment=found, by=cast.officer)
    area = make.overall(focus_area="i", state="proposed")
    read_and_decide(
        year_round=make.round(), judgements=[found, area], by=cast.head, decision="returned", reason="Svaret saknas."
    )
    assert {role: len(details) for role, details in told(cast, "Återlämnad").items()} == {"officer": 1, "colleague": 2}
    assert [(task.text, task.detail, task.url) for task in waiting(cast.colleague, "Återlämnad")] == [
        ("Återlämnad bedömning: i.1 2021", "Svaret saknas.", found.get_absolute_url()),
        ("Återlämnad bedömning: i 2021", "Svaret saknas.", area.get_absolute_url()),
    ]


def test_judgements_that_one_has_begun_are_ones_own_to_write(make: Making, standing: Strategy, cast: Cast) -> None:
    for goal in ("i.1", "i.2"):
        make.assessment(goal, owner=cast.officer)
    assert told(cast, "2 påbörjade bedömningar för 2021") == {"officer": ["inte föreslagna"]}


def test_goals_that_nobody_has_begun_to_judge_when_the_year_is_over(
    make: Making, standing: Strategy, cast: Cast
) -> None:
    make.assessment("i.1", year=2020, state="approved")
    make.assessment("i.1", year=2020)
    make.assessment("i.2", year=2020)
    assert told(cast, "19 mål är inte bedömda för 2020") == {
        "officer": ["året är slut"],
        "colleague": ["året är slut"],
    }
    assert waiting(cast.officer, "för 2021") == []


def test_reports_wait_to_be_approved_or_tried_again(make: Making, standing: Strategy, cast: Cast) -> None:
    first = make.report(state="draft")
    draft = make.report(state="draft", edition_number=2, replaces=first)
    failed = make.report(state="failed", audience="external")

    edition = "Intern utgåva, version 2"
    assert told(cast, "väntar på att fastställas") == {"head": [f"{edition} · du fastställer"]}
    waits = [f"{edition} · enhetschefen fastställer"]
    assert told(cast, "väntar på att fastställas", "others") == {"officer": waits, "colleague": waits}
    assert told(cast, "kunde inte skapas") == {
        "officer": ["Extern utgåva, version 1"],
        "colleague": ["Extern utgåva, version 1"],
    }
    assert [task.url for task in waiting(cast.head, "fastställas")] == [draft.get_absolute_url()]
    assert [task.url for task in waiting(cast.officer, "skapas")] == [failed.get_absolute_url()]


def test_late_lines_of_the_work_plan(make: Making, standing: Strategy, cast: Cast) -> None:
    late = wider.activity(make, due_on=date(2021, 8, 31), title="Sen sak")
    wider.activity(make, due_on=TODAY, title="Sen sak i dag")
    wider.activity(make, due_on=date(2021, 8, 1), title="Sen sak klar", state="done", ended_on=date(2021, 8, 20))
    wider.activity(make, due_on=date(2021, 8, 1), title="Sen sak hemlig", classification="secret")

    assert texts(cast.reader) == []
    assert texts(cast.reader, "Sen sak", everybodys=True) == ["Sen sak"]
    assert texts(cast.head, "Sen sak", everybodys=True) == ["Sen sak hemlig", "Sen sak"]
    (task,) = waiting(cast.officer, "Sen sak", everybodys=True)[1:]
    assert (task.detail, task.url, task.late) == (
        "Sida, skulle ha varit klart 31 aug 2021 · ingen ansvarig utsedd",
        late.get_absolute_url(),
        True,
    )
    assert told(cast, "Sen sak").keys() == {"officer", "colleague"}
    (own,) = waiting(cast.other_contact)
    assert (own.text, own.detail) == ("Sen sak", "Sida, skulle ha varit klart 31 aug 2021")


def test_what_is_not_named_is_one_click_away(make: Making, standing: Strategy, cast: Cast) -> None:
    for number in range(1, 7):
        make.commitment(text=f"Sen {number}", due_on=date(2021, 8, number))
    first = [f"Sen {number}" for number in range(1, 6)]
    assert texts(cast.officer)[:6] == [*first, "Visa fler försenade"]
    (more,) = waiting(cast.officer, "Visa fler försenade")
    assert more.url == reverse("dialogue:commitments", args=[standing.slug])


def test_a_contact_has_what_was_asked_for_and_waits_for_what_was_sent(
    make: Making, standing: Strategy, cast: Cast
) -> None:
    returned = make.observation(title="Återsänd", state="returned", owner=cast.officer)
    make.observation_step(returned, "returned", reason="På vilken ort?")
    make.observation(title="Påbörjad", state="draft")
    make.observation(title="Skickad", state="submitted")
    assert [(task.text, task.detail) for task in waiting(cast.contact)] == [
        ("Komplettera: Återsänd", "På vilken ort?"),
        ("Utkast: Påbörjad", "inte inskickat"),
    ]
    assert told(cast, "Skickad", "others") == {"contact": ["inskickad, väntar på granskning"]}
    assert told(cast, "Komplettering begärd", "others") == {"officer": ["Migrationsverket"]}
    assert told(cast, "1 fältobservation väntar på granskning") == {
        role: ["Migrationsverket"] for role in ("officer", "colleague")
    }
    assert texts(cast.other_contact) == texts(cast.other_contact, everybodys=True) == []


def test_documents_without_a_number_are_the_officers_to_register(make: Making, standing: Strategy, cast: Cast) -> None:
    make.observation()
    make.event(state="minuted")
    assert told(cast, "2 handlingar saknar diarienummer").keys() == {"officer", "colleague"}


def test_what_comes_stands_in_the_order_of_its_days(make: Making, standing: Strategy, cast: Cast) -> None:
    planned: dict[str, Any] = {"state": "planned"}
    make.event(title="Mötet", starts_on=TODAY + timedelta(days=20), ends_on=TODAY + timedelta(days=21), **planned)
    make.commitment(text="Punkten", whose="sweden", due_on=TODAY + timedelta(days=14), owner=cast.officer)
    make.commitment(text="För långt fram", whose="sweden", due_on=TODAY + timedelta(days=15), owner=cast.officer)
    promised = make.commitment(text="Löftet", due_on=TODAY + timedelta(days=3))
    wider.activity(make, due_on=TODAY, title="Raden")
    assert [task.text for task in desk_of(cast.officer).coming] == ["Raden", "Punkten", "Mötet"]
    assert told(cast, "Mötet", "coming")["reader"] == ["21–22 sep"]
    (waited,) = [task for task in desk_of(cast.officer).others if task.text == "Löftet"]
    assert (waited.url, waited.late) == (promised.get_absolute_url(), False)


def test_somebody_in_several_strategies_sees_all_by_name(
    make: Making, make_foreign: Making, standing: Strategy, cast: Cast
) -> None:
    Membership.objects.create(user=cast.officer, strategy=make_foreign.strategy, role="reader", since=date(2020, 1, 1))
    make.event(title="Här")
    make_foreign.event(title="Där")
    assert desk_of(cast.colleague).names == {}
    desk = desk_of(cast.officer, everybodys=True)
    assert desk.names == {standing.pk: standing.short_name, make_foreign.strategy.pk: make_foreign.strategy.short_name}
    assert "Där är inte dokumenterat" not in [task.text for task in desk.own]  # a reader documents nothing
    Membership.objects.filter(user=cast.officer, role="reader").update(role="officer")
    places = {task.text: task.strategy for task in desk_of(cast.officer).own}
    assert places["Här är inte dokumenterat"] == standing.pk
    assert places["Där är inte dokumenterat"] == make_foreign.strategy.pk


def test_as_many_questions_for_two_strategies_as_for_one(
    make: Making, make_foreign: Making, standing: Strategy, cast: Cast
) -> None:
    def questions() -> int:
        user = User.objects.get(pk=cast.officer.pk)
        assert user.memberships_today
        with CaptureQueriesContext(connection) as captured:
            what_waits(user)
        return len(captured)

    one = questions()
    Membership.objects.create(user=cast.officer, strategy=make_foreign.strategy, role="officer", since=date(2020, 1, 1))
    make_foreign.event(title="Där")
    assert questions() == one == 3


def test_of_an_earlier_day_only_what_was_late_is_told(make: Making, standing: Strategy, cast: Cast) -> None:
    resolved: dict[str, Any] = {"state": "fulfilled", "resolution": "Gjort."}
    make.commitment(text="Sen då", due_on=date(2021, 5, 1), resolved_on=date(2021, 7, 1), **resolved)
    make.commitment(text="Sen först sedan", due_on=date(2021, 8, 1))
    make.assessment(state="proposed")
    day = date(2021, 6, 1)

    material = Material.seen_by(cast.officer, standing, day)

    assert [task.text for task in what_waited(cast.officer, material).own] == ["Sen då"]
