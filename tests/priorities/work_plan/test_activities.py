from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from priorities.work_plan.models import Activity
from strategy.decision.models import Strategy
from strategy.people.models import User
from tests.conftest import Cast
from tests.folding import folded
from tests.making import Making

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]


def typed(make: Making, **changes: object) -> dict[str, object]:
    return {
        "title": "Läsa resultatramverket",
        "description": "Mätbarheten, punkt för punkt.",
        "responsible": make.organisation("scb").pk,
        "participants": [make.organisation("sida").pk],
        "due_on": "2022-03-31",
        "goals": [make.goal("i.7").pk],
        "classification": "working",
    } | changes


def address(name: str, activity: Activity) -> str:
    return reverse(f"priorities:activity-{name}", args=[activity.pk])


def test_activity_is_written_in_and_leads_to_its_page(
    make: Making, strategy: Strategy, officer: User, browse: Browse
) -> None:
    url = reverse("priorities:activity-new", args=[strategy.slug])
    assert browse(officer).get(url).status_code == 200
    response = browse(officer).post(url, typed(make))
    activity = Activity.objects.get()
    assert response["Location"] == activity.get_absolute_url()
    assert (activity.due_on, activity.created_by) == (date(2022, 3, 31), officer)
    assert [goal.code for goal in activity.goals.all()] == ["i.7"]
    assert [one.key for one in activity.participants.all()] == ["sida"]


def test_what_was_typed_stays_when_something_is_wrong(
    make: Making, strategy: Strategy, officer: User, browse: Browse
) -> None:
    url = reverse("priorities:activity-new", args=[strategy.slug])
    response = browse(officer).post(url, typed(make, due_on="", responsible=""))
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"due_on", "responsible"}
    assert "Mätbarheten, punkt för punkt." in response.text
    assert Activity.objects.count() == 0


@pytest.mark.parametrize("role", ["officer", "head", "delegation", "reader", "contact"])
def test_page_tells_what_who_and_when(make: Making, cast: Cast, browse: Browse, role: str) -> None:
    activity = make.activity(
        ["i.7"], title="Läsa ramverket", participants=["migrationsverket"], description="Punkt för punkt."
    )
    text = browse(cast[role]).get(activity.get_absolute_url()).text
    for words in (
        "Läsa ramverket",
        "Punkt för punkt.",
        "Justitiedepartementet",
        "Migrationsverket",
        "31 december 2021",
    ):
        assert words in text
    assert "Försenad" in text
    assert ("Flytta dagen" in text) == (role == "officer")


def test_timeline_tells_notes_moves_and_states_the_latest_first(make: Making, head: User, browse: Browse) -> None:
    activity = make.activity()
    make.activity_update(
        activity, kind="state", from_state="planned", to_state="under_way", text="", happened_on=date(2021, 3, 1)
    )
    make.activity_update(activity, kind="move", text="Siffrorna dröjer.", happened_on=date(2021, 4, 1))
    make.activity_update(activity, text="Ett utkast finns.", happened_on=date(2021, 5, 1))
    page = browse(head).get(activity.get_absolute_url())
    assert [update.kind for update in page.context["page"]] == ["note", "move", "state"]
    for words in ("Ett utkast finns.", "30 sep 2021 → 31 dec 2021", "Siffrorna dröjer.", "Påbörjad", "1 mar 2021"):
        assert words in folded(page.text)


def test_edit_offers_no_day_and_keeps_the_one_there_is(make: Making, officer: User, browse: Browse) -> None:
    activity = make.activity()
    client = browse(officer)
    assert 'name="due_on"' not in client.get(address("edit", activity)).text
    changed = typed(make, version="1", due_on="2029-01-01", title="Nytt namn")
    assert client.post(address("edit", activity), changed).status_code == 302
    activity.refresh_from_db()
    assert (activity.title, activity.due_on) == ("Nytt namn", date(2021, 12, 31))


def test_edit_over_somebody_elses_shows_both(make: Making, officer: User, browse: Browse) -> None:
    activity = make.activity()
    client = browse(officer)
    client.post(address("edit", activity), typed(make, version="1", title="Deras namn"))
    response = client.post(address("edit", activity), typed(make, version="1", title="Mitt namn"))
    assert response.status_code == 409
    assert "Deras namn" in response.text
    assert "Mitt namn" in response.text


def test_day_is_moved_with_a_reason(make: Making, officer: User, browse: Browse) -> None:
    activity = make.activity()
    client = browse(officer)
    moved = {"version": "1", "due_on": "2022-03-31", "reason": "Siffrorna dröjer."}
    assert client.post(address("deadline", activity), moved).status_code == 302
    activity.refresh_from_db()
    assert activity.due_on == date(2022, 3, 31)
    assert "31 dec 2021 → 31 mar 2022" in folded(client.get(activity.get_absolute_url()).text)


def test_move_without_a_reason_comes_back_as_typed(make: Making, officer: User, browse: Browse) -> None:
    activity = make.activity()
    response = browse(officer).post(address("deadline", activity), {"version": "1", "due_on": "2022-03-31"})
    assert response.status_code == 422
    assert set(response.context["deadline"].errors) == {"reason"}
    assert "2022-03-31" in response.text
    activity.refresh_from_db()
    assert activity.due_on == date(2021, 12, 31)


def test_move_over_somebody_elses_move_tells_where_it_stands(make: Making, officer: User, browse: Browse) -> None:
    activity = make.activity()
    client = browse(officer)
    client.post(address("deadline", activity), {"version": "1", "due_on": "2022-02-28", "reason": "Deras skäl."})
    mine = {"version": "1", "due_on": "2022-03-31", "reason": "Mitt skäl."}
    response = client.post(address("deadline", activity), mine)
    assert response.status_code == 409
    assert "28 februari 2022" in response.text
    assert "Mitt skäl." in response.text
    assert client.post(address("deadline", activity), mine | {"version": "2"}).status_code == 302


def test_note_completion_and_drop(make: Making, officer: User, browse: Browse) -> None:
    client = browse(officer)
    noted, finished, dropped = make.activity(), make.activity(), make.activity()
    client.post(address("notes", noted), {"happened_on": "2021-05-01", "text": "Ett utkast finns."})
    client.post(address("completion", finished), {"ended_on": "2021-05-02", "outcome": "Två sidor."})
    client.post(address("cancellation", dropped), {"reason": "Någon annan gör det."})
    for activity, state, words in (
        (noted, "planned", "Ett utkast finns."),
        (finished, "done", "Två sidor."),
        (dropped, "dropped", "Någon annan gör det."),
    ):
        activity.refresh_from_db()
        assert activity.state == state
        assert words in folded(client.get(activity.get_absolute_url()).text)


def test_refused_forms_come_back_with_what_was_typed(make: Making, officer: User, browse: Browse) -> None:
    activity = make.activity()
    client = browse(officer)
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    note = client.post(address("notes", activity), {"happened_on": tomorrow, "text": "Snart klart."})
    assert note.context["note"].errors == {"happened_on": ["Dagen har inte varit än."]}
    done = client.post(address("completion", activity), {"ended_on": tomorrow, "outcome": "Snart klart."})
    assert done.context["completion"].errors == {"ended_on": ["Dagen har inte varit än."]}
    for response in (note, done):
        assert response.status_code == 422
        assert "Snart klart." in response.text
    drop = client.post(address("cancellation", activity), {"reason": ""})
    assert set(drop.context["drop"].errors) == {"reason"}
    activity.refresh_from_db()
    assert activity.state == "planned"


def test_start_and_one_step_back(make: Making, officer: User, browse: Browse) -> None:
    activity = make.activity()
    client = browse(officer)
    for name, state in (("start", "under_way"), ("reopening", "planned")):
        assert client.post(address(name, activity))["Location"] == activity.get_absolute_url()
        activity.refresh_from_db()
        assert activity.state == state
    response = client.post(address("reopening", activity), follow=True)
    assert "Läget har ändrats sedan du öppnade sidan" in response.text


def test_what_is_over_offers_to_be_opened_again_and_no_new_day(make: Making, officer: User, browse: Browse) -> None:
    activity = make.activity(state="done")
    client = browse(officer)
    text = client.get(activity.get_absolute_url()).text
    assert "Öppna igen" in text
    assert "Flytta dagen" not in text
    moved = {"version": "1", "due_on": "2022-03-31", "reason": "Kom på mer."}
    refused = client.post(address("deadline", activity), moved)
    assert refused.status_code == 422
    assert "Aktiviteten är avslutad" in refused.text


def test_removal_leads_to_the_plan_unless_it_is_adopted(make: Making, officer: User, browse: Browse) -> None:
    client = browse(officer)
    loose, adopted = make.activity(), make.activity()
    make.work_plan_version(adopted)
    assert client.post(address("removal", loose))["Location"] == reverse(
        "priorities:work-plan", args=[make.strategy.slug]
    )
    assert client.get(loose.get_absolute_url()).status_code == 404
    refused = client.post(address("removal", adopted), follow=True)
    assert "står i en antagen arbetsplan" in refused.text
    assert client.get(adopted.get_absolute_url()).status_code == 200
