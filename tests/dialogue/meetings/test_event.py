from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dialogue.meetings.models.agenda import AgendaItem
from dialogue.meetings.models.events import Event
from strategy.access import Classification
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.records.models import SecrecyProvision
from tests.conftest import Cast
from tests.making import Making

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]
HTMX = {"HX-Request": "true"}

PARTS = [
    "event-edit",
    "event-texts",
    "event-counterparts",
    "event-new-counterparts",
    "agenda-items",
    "interventions",
    "event-commitments",
    "event-attachments",
]
STEPS = ["event-holding", "event-minutes", "event-cancellation", "event-reopening"]


def facts(event: Event, **changes: str) -> dict[str, str]:
    typed = {
        "kind": event.kind,
        "level": event.level,
        "title": event.title,
        "starts_on": event.starts_on.isoformat(),
        "ends_on": event.ends_on.isoformat(),
        "classification": event.classification,
        "version": str(event.version),
    }
    return typed | changes


@pytest.mark.parametrize("role", ["officer", "head", "delegation", "reader"])
def test_page_tells_the_whole_meeting(make: Making, cast: Cast, browse: Browse, role: str) -> None:
    event = make.event(summary="Sammanfattning av mötet.", state="minuted")
    make.report_home(event, "Hemrapport från Genève.")
    item = make.agenda_item(event, number="7", document_symbol="S/28/5")
    make.prepared_goal(item, "i.1", message="Förberett budskap.")
    make.intervention(event, "i.1", message="Framfört budskap.", response="Ett svar.", lean="positive")
    make.commitment(event, text="En utfästelse.")
    make.event_counterpart(event, represented_by="avdelningschefen")
    text = browse(cast[role]).get(event.get_absolute_url()).text
    for words in (
        "Sammanfattning av mötet.",
        "Hemrapport från Genève.",
        "S/28/5",
        "Förberett budskap.",
        "Framfört budskap.",
        "Ett svar.",
        "En utfästelse.",
        "avdelningschefen",
    ):
        assert words in text


@pytest.mark.parametrize("role", ["contact", "other_contact", "admin", "outsider"])
def test_page_does_not_exist_for_the_rest(make: Making, cast: Cast, browse: Browse, role: str) -> None:
    assert browse(cast[role]).get(make.event().get_absolute_url()).status_code == 404


def test_secret_event_does_not_exist_for_a_reader(make: Making, cast: Cast, browse: Browse) -> None:
    event = make.event(classification=Classification.SECRET)
    assert browse(cast.reader).get(event.get_absolute_url()).status_code == 404
    assert browse(cast.delegation).get(event.get_absolute_url()).status_code == 200


def test_secret_parts_of_an_open_event_leave_no_trace_for_a_reader(make: Making, cast: Cast, browse: Browse) -> None:
    event = make.event(state="minuted")
    item = make.agenda_item(event)
    make.prepared_goal(item, "ii.7")
    secret = {"classification": Classification.SECRET}
    make.intervention(event, "ii.7", message="Kvarnsten", **secret)
    make.commitment(event, text="Vindflöjel", **secret)
    make.attachment(event, name="lönndörr.txt", **secret)
    officers = browse(cast.officer).get(event.get_absolute_url()).text
    readers = browse(cast.reader).get(event.get_absolute_url()).text
    for word in ("Kvarnsten", "Vindflöjel", "lönndörr.txt", "ii.7"):
        assert word in officers
        assert word not in readers


def test_those_who_may_not_write_find_no_address(make: Making, cast: Cast, browse: Browse) -> None:
    event = make.event(state="planned")
    for role in ("head", "reader", "contact", "admin", "outsider"):
        client = browse(cast[role])
        for name in (*PARTS, *STEPS):
            assert client.post(reverse(f"dialogue:{name}", args=[event.pk]), {}).status_code == 404, (role, name)
    assert Event.objects.get().state == "planned"


@pytest.mark.parametrize("name", PARTS[1:])
def test_every_form_is_a_page_of_its_own_and_a_fragment_for_htmx(
    make: Making, officer: User, browse: Browse, name: str
) -> None:
    url = reverse(f"dialogue:{name}", args=[make.event().pk])
    page = browse(officer).get(url)
    assert (page.status_code, "<html" in page.text) == (200, True)
    part = browse(officer).get(url, headers=HTMX)
    assert part.text.lstrip().startswith("<form")
    assert "<html" not in part.text


def test_writers_see_what_is_left_before_the_minutes(make: Making, cast: Cast, browse: Browse) -> None:
    event = make.event()
    make.prepared_goal(make.agenda_item(event), "i.3")
    assert "Kvar att skriva in" in browse(cast.officer).get(event.get_absolute_url()).text
    assert "Kvar att skriva in" not in browse(cast.reader).get(event.get_absolute_url()).text


def test_life_of_a_meeting(make: Making, officer: User, browse: Browse) -> None:
    event = make.event(state="planned")
    client = browse(officer)
    for name, state in [
        ("event-cancellation", "cancelled"),
        ("event-reopening", "planned"),
        ("event-holding", "held"),
        ("event-minutes", "minuted"),
        ("event-reopening", "held"),
    ]:
        response = client.post(reverse(f"dialogue:{name}", args=[event.pk]))
        event.refresh_from_db()
        assert (response.status_code, event.state) == (302, state)


def test_steps_are_posts(make: Making, officer: User, browse: Browse) -> None:
    event = make.event(state="planned")
    for name in STEPS:
        assert browse(officer).get(reverse(f"dialogue:{name}", args=[event.pk])).status_code == 405


def test_refused_minutes_name_the_goals_on_the_page(make: Making, officer: User, browse: Browse) -> None:
    event = make.event()
    item = make.agenda_item(event)
    make.prepared_goal(item, "i.3")
    make.prepared_goal(item, "ii.1")
    response = browse(officer).post(reverse("dialogue:event-minutes", args=[event.pk]))
    assert response.status_code == 422
    assert "Mötet kan inte dokumenteras än." in response.text
    assert "för de förberedda målen i.3, ii.1." in response.text


def test_meeting_to_come_cannot_be_held(make: Making, officer: User, browse: Browse) -> None:
    event = make.event(state="planned", starts_on=timezone.localdate() + timedelta(days=2))
    response = browse(officer).post(reverse("dialogue:event-holding", args=[event.pk]))
    assert response.status_code == 422
    assert "kan inte markeras som genomfört än" in response.text


def test_a_held_meeting_is_not_moved_to_a_day_to_come(make: Making, officer: User, browse: Browse) -> None:
    Strategy.objects.filter(pk=make.strategy.pk).update(demonstration_on=date(2022, 2, 15))
    event = make.event(state="held", starts_on=date(2022, 2, 14))

    response = browse(officer).post(
        reverse("dialogue:event-edit", args=[event.pk]), facts(event, ends_on="16 februari 2022")
    )
    assert response.status_code == 422
    sentence = "Mötet är markerat som genomfört. Sista dagen kan inte ligga efter i dag, den 15 februari 2022."
    assert response.context["form"].errors == {"ends_on": [sentence]}
    assert 'name="ends_on" value="16 februari 2022"' in response.text


def test_edit_saves_facts_and_marking(make: Making, officer: User, browse: Browse) -> None:
    event = make.event()
    intervention = make.intervention(event)
    provision = SecrecyProvision.objects.get(reference="OSL 15:1")
    response = browse(officer).post(
        reverse("dialogue:event-edit", args=[event.pk]),
        facts(
            event,
            title="Ny rubrik",
            registry_number="Ju2021/00321",
            classification="secret",
            secrecy_provision=str(provision.pk),
            secrecy_marked_on="2021-07-01",
            secrecy_authority="Justitiedepartementet",
        ),
    )
    assert response.status_code == 302
    event.refresh_from_db()
    intervention.refresh_from_db()
    assert (event.title, event.registry_number, event.effective_classification) == (
        "Ny rubrik",
        "Ju2021/00321",
        "secret",
    )
    assert intervention.effective_classification == "secret"


def test_edit_over_a_newer_version_shows_both_and_can_be_sent_again(
    make: Making, officer: User, browse: Browse
) -> None:
    event = make.event(title="Från början")
    url = reverse("dialogue:event-edit", args=[event.pk])
    browse(officer).post(url, facts(event, title="Deras rubrik"))
    response = browse(officer).post(url, facts(event, title="Min rubrik"))
    assert response.status_code == 409
    assert "Någon annan har ändrat posten sedan du öppnade den." in response.text
    assert "Deras rubrik" in response.text
    assert "Min rubrik" in response.text
    event.refresh_from_db()
    assert event.title == "Deras rubrik"
    newer = response.context["form"]["version"].value()
    assert browse(officer).post(url, facts(event, title="Min rubrik", version=newer)).status_code == 302
    event.refresh_from_db()
    assert (event.title, event.version) == ("Min rubrik", 3)


def test_texts_are_saved_on_the_meetings_page(make: Making, officer: User, browse: Browse) -> None:
    event = make.event()
    url = reverse("dialogue:event-texts", args=[event.pk])
    response = browse(officer).post(url, {"summary": "Kort.", "participants": "Två.", "version": "1"}, headers=HTMX)
    assert response["Location"] == f"/meetings/{event.pk}/#report-home"
    event.refresh_from_db()
    assert (event.summary, event.participants) == ("Kort.", "Två.")


def test_report_home_stands_beside_the_form_that_takes_it_apart(make: Making, officer: User, browse: Browse) -> None:
    event = make.event()
    make.report_home(event, "Administrationen lovade en plan.")
    page = browse(officer).get(reverse("dialogue:interventions", args=[event.pk]))
    assert "Administrationen lovade en plan." in page.text


def test_agenda_is_built_and_goals_prepared(make: Making, officer: User, browse: Browse) -> None:
    event = make.event(state="planned")
    client = browse(officer)
    client.post(
        reverse("dialogue:agenda-items", args=[event.pk]),
        {"number": "7", "title": "Budgeten", "document_symbol": "C/112/6"},
    )
    item = AgendaItem.objects.get()
    one, other = make.goal("i.3"), make.goal("ii.2")
    typed = {"goals": [one.pk, other.pk], f"message-{one.pk}": "Fråga."}
    client.post(reverse("dialogue:prepared-goals", args=[item.pk]), typed)
    prepared, second = item.prepared_goals.order_by("goal__order")
    assert (str(item), prepared.goal.code, prepared.message) == ("7 Budgeten", "i.3", "Fråga.")
    assert (second.goal.code, second.message) == ("ii.2", "")
    client.post(
        reverse("dialogue:prepared-goal", args=[prepared.pk]),
        {"goal": one.pk, "agenda_item": item.pk, "message": "Fråga igen.", "version": "1"},
    )
    client.post(reverse("dialogue:agenda-item", args=[item.pk]), {"number": "8", "title": "Budgeten", "version": "1"})
    item.refresh_from_db()
    prepared.refresh_from_db()
    assert (item.number, prepared.message) == ("8", "Fråga igen.")
    client.post(reverse("dialogue:prepared-goal-removal", args=[prepared.pk]))
    client.post(reverse("dialogue:agenda-item-removal", args=[item.pk]))
    assert not AgendaItem.objects.visible_to(officer).exists()


@pytest.mark.parametrize(
    ("ticked", "told"),
    [
        ("i.1", "Redan förberett under punkten: i.1."),
        ("i.2", "Kryssa för målet, eller töm fältet."),
        ("", "Kryssa för minst ett mål."),
    ],
)
def test_what_is_prepared_already_or_typed_without_a_tick_is_told_in_the_form(
    make: Making, officer: User, browse: Browse, ticked: str, told: str
) -> None:
    item = make.agenda_item(make.event(state="planned"))
    make.prepared_goal(item)
    url = reverse("dialogue:prepared-goals", args=[item.pk])
    goals = [make.goal(ticked).pk] if ticked else []
    response = browse(officer).post(url, {"goals": goals, f"message-{make.goal().pk}": "Igen."})
    assert response.status_code == 422
    assert told in response.text
    assert "Igen." in response.text
    assert item.prepared_goals.count() == 1


def test_a_goal_is_moved_to_another_item_of_the_same_meeting(make: Making, officer: User, browse: Browse) -> None:
    event = make.event(state="planned")
    prepared = make.prepared_goal(make.agenda_item(event, title="Ett"))
    other, foreign = make.agenda_item(event, title="Två"), make.agenda_item(make.event(state="planned"))
    url = reverse("dialogue:prepared-goal", args=[prepared.pk])
    typed = {"goal": prepared.goal_id, "message": prepared.message, "version": "1"}
    assert browse(officer).post(url, typed | {"agenda_item": foreign.pk}).status_code == 422
    browse(officer).post(url, typed | {"agenda_item": other.pk})
    assert other.prepared_goals.get() == prepared


def test_an_item_is_moved_from_its_menu(make: Making, officer: User, browse: Browse) -> None:
    event = make.event(state="planned")
    make.agenda_item(event, title="Ett")
    item = make.agenda_item(event, title="Två")
    url = reverse("dialogue:agenda-item-place", args=[item.pk])
    assert url in browse(officer).get(event.get_absolute_url()).text
    assert browse(officer).post(url, {"step": "up"})["Location"] == f"{event.get_absolute_url()}#item-{item.pk}"
    assert [str(one) for one in AgendaItem.objects.filter(event=event)] == ["Två", "Ett"]


def test_goal_is_marked_as_left_unsaid_and_back(make: Making, officer: User, browse: Browse) -> None:
    prepared = make.prepared_goal(make.agenda_item(make.event()))
    browse(officer).post(reverse("dialogue:silence", args=[prepared.pk]))
    prepared.refresh_from_db()
    assert prepared.not_raised is True
    browse(officer).post(reverse("dialogue:speech", args=[prepared.pk]))
    prepared.refresh_from_db()
    assert prepared.not_raised is False


def test_counterparts_come_and_go(make: Making, officer: User, browse: Browse) -> None:
    event = make.event()
    chosen = [make.counterpart(), make.counterpart("Japan"), make.counterpart("Kanada")][:2]
    client = browse(officer)
    url = reverse("dialogue:event-counterparts", args=[event.pk])
    client.post(url, {"counterparts": [counterpart.pk for counterpart in chosen]})
    assert [str(choice) for choice in client.get(url).context["form"].fields["counterparts"].queryset] == ["Kanada"]
    client.post(
        reverse("dialogue:event-new-counterparts", args=[event.pk]),
        {"name": "IOM:s etikkontor", "kind": "body", "party": "iom"},
    )
    parts = event.event_counterparts.order_by("pk")
    assert [str(part) for part in parts] == ["IOM:s administration", "Japan", "IOM:s etikkontor"]
    spoken = {"represented_by": "ministern", "version": "1"}
    client.post(reverse("dialogue:counterpart-part", args=[parts[1].pk]), spoken)
    assert parts.all()[1].represented_by == "ministern"
    client.post(reverse("dialogue:counterpart-removal", args=[parts[0].pk]))
    assert [str(part) for part in parts.filter(removed_at=None)] == ["Japan", "IOM:s etikkontor"]


def test_counterpart_that_exists_is_not_made_again(make: Making, officer: User, browse: Browse) -> None:
    event = make.event()
    make.counterpart("IOM:s etikkontor")
    response = browse(officer).post(
        reverse("dialogue:event-new-counterparts", args=[event.pk]),
        {"name": "IOM:s etikkontor", "kind": "body", "party": "iom"},
    )
    assert response.status_code == 422
    assert "Motparten finns redan." in response.text


def test_archived_strategy_is_read_only(make: Making, officer: User, browse: Browse) -> None:
    event = make.event()
    Strategy.objects.filter(pk=event.strategy_id).update(status=Strategy.Status.ARCHIVED)
    page = browse(officer).get(event.get_absolute_url())
    assert page.status_code == 200
    assert 'action="/meetings' not in page.text
    assert browse(officer).post(reverse("dialogue:event-minutes", args=[event.pk])).status_code == 404
