"""The one mechanism of every form where somebody else saved first."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dialogue.commitments.models import Commitment
from dialogue.commitments.services import change_commitment
from dialogue.meetings.models.events import Event
from dialogue.meetings.services import change_event
from strategy.people.models import User
from tests.conftest import Cast
from tests.making import Making

Browse = Callable[[User], Client]
TEXT = "Mötena hålls varje vecka.\n\nResultaten är goda."


@pytest.fixture
def event(make: Making) -> Event:
    return make.event(title="Mötet", summary=TEXT, participants="Hemma.", state="held")


def address(event: Event) -> str:
    return reverse("dialogue:event-texts", args=[event.pk])


def save_as(event: Event, by: User, **changes: Any) -> None:
    """Somebody else's save over the newest version."""
    newest = Event.objects.get(pk=event.pk)
    for name, value in changes.items():
        setattr(newest, name, value)
    change_event(event=newest, by=by, expected_version=newest.version)


def send(client: Client, event: Event, **typed: str) -> Any:
    return client.post(address(event), {"summary": TEXT, "participants": "Hemma."} | typed)


def test_what_only_the_other_changed_is_in_the_form_and_said(cast: Cast, browse: Browse, event: Event) -> None:
    save_as(event, cast.colleague, participants="Kollegans lista.")

    response = send(browse(cast.officer), event, summary="Min sammanfattning.", version="1")
    form = response.context["form"]

    assert response.status_code == 409
    assert form.conflict.questions == {}
    assert form.conflict.taken == ["Svenska deltagare"]
    assert "Colleague har också ändrat: Svenska deltagare. Det står redan i formuläret." in response.text
    assert form["participants"].value() == "Kollegans lista."
    assert form["summary"].value() == "Min sammanfattning."


def test_what_both_changed_shows_who_when_and_both_texts_marked(cast: Cast, browse: Browse, event: Event) -> None:
    save_as(event, cast.colleague, summary=TEXT.replace("varje", "varannan"))

    response = send(browse(cast.officer), event, summary=TEXT.replace("goda", "svaga"), version="1")

    when = timezone.localtime(Event.objects.get(pk=event.pk).updated_at)
    assert f"Colleague sparade {when:%-d}" in response.text
    assert "<del>varje</del> <ins>varannan</ins> " in response.text
    assert "<del>goda.</del> <ins>svaga.</ins>" in response.text
    assert Event.objects.get(pk=event.pk).summary == TEXT.replace("varje", "varannan")


@pytest.mark.parametrize(
    ("choice", "kept"),
    [
        ("mine", TEXT.replace("goda", "svaga")),
        ("theirs", TEXT.replace("varje", "varannan")),
        ("merged", TEXT.replace("varje", "varannan").replace("goda", "svaga")),
    ],
)
def test_each_choice_is_carried_out(choice: str, kept: str, cast: Cast, browse: Browse, event: Event) -> None:
    client = browse(cast.officer)
    save_as(event, cast.colleague, summary=TEXT.replace("varje", "varannan"))
    mine = TEXT.replace("goda", "svaga")
    asked = send(client, event, summary=mine, version="1").context["form"].conflict.questions["summary"]
    assert asked.proposed == "merged"

    choices = {"conflict-summary": choice, "merged-summary": asked.proposal}
    assert send(client, event, summary=mine, version="2", **choices).status_code == 302

    assert Event.objects.get(pk=event.pk).summary.replace("\r", "") == kept


def test_clashing_changes_are_proposed_as_both_and_mine_is_ticked(cast: Cast, browse: Browse, event: Event) -> None:
    save_as(event, cast.colleague, summary=TEXT.replace("varje", "varannan"))

    form = send(browse(cast.officer), event, summary=TEXT.replace("varje", "sällan"), version="1").context["form"]
    asked = form.conflict.questions["summary"]

    assert asked.proposed == "mine"
    assert asked.proposal == ("Mötena hålls sällan vecka.\n\nMötena hålls varannan vecka.\n\nResultaten är goda.")


def test_a_third_save_is_a_new_conflict_and_the_merged_text_is_kept(cast: Cast, browse: Browse, event: Event) -> None:
    client = browse(cast.officer)
    save_as(event, cast.colleague, summary="Kollegans.")
    send(client, event, summary="Mitt.", version="1")
    save_as(event, cast.delegation, summary="Genèves.")

    response = send(
        client, event, summary="Mitt.", version="2", **{"conflict-summary": "merged", "merged-summary": "Bådas."}
    )
    asked = response.context["form"].conflict.questions["summary"]

    assert response.status_code == 409
    assert (asked.who, response.context["form"]["version"].value()) == ("Delegation", "3")
    assert response.context["form"]["summary"].value() == "Bådas."
    assert "<del>Kollegans.</del><ins>Genèves.</ins>" in response.text


def test_theirs_is_the_version_that_was_shown(cast: Cast, browse: Browse, event: Event) -> None:
    """A third save does not come in under the name of the second."""
    client = browse(cast.officer)
    save_as(event, cast.colleague, summary="Kollegans.")
    save_as(event, cast.delegation, summary="Genèves.")

    form = send(client, event, summary="Mitt.", version="2", **{"conflict-summary": "theirs"}).context["form"]

    assert form["summary"].value() == "Genèves."
    assert form.conflict.taken == ["Sammanfattning"]


def test_each_field_names_the_one_who_changed_it_last(cast: Cast, browse: Browse, event: Event) -> None:
    save_as(event, cast.delegation, summary="Genèves.")
    save_as(event, cast.colleague, participants="Kollegans.")

    conflict = (
        send(browse(cast.officer), event, summary="Mitt.", participants="Mitt.", version="1").context["form"].conflict
    )

    assert {name: asked.who for name, asked in conflict.questions.items()} == {
        "summary": "Delegation",
        "participants": "Colleague",
    }


def test_choices_dates_and_goals_are_told_in_words(make: Making, cast: Cast, browse: Browse) -> None:
    commitment = make.commitment(goals=["i.1"])
    newest = Commitment.objects.get(pk=commitment.pk)
    newest.due_on = date(2022, 3, 1)
    goals = [make.goal("i.1"), make.goal("i.2")]
    change_commitment(commitment=newest, goals=goals, by=cast.colleague, expected_version=1)
    typed = {
        "text": commitment.text,
        "whose": "counterpart",
        "counterpart": commitment.counterpart_id,
        "due_on": "2022-04-01",
        "goals": [make.goal("i.3").pk],
        "classification": "working",
        "version": "1",
    }
    url = reverse("dialogue:commitment-edit", args=[commitment.pk])

    response = browse(cast.officer).post(url, typed)

    assert "<del>31 december 2021</del><ins>1 mars 2022</ins>" in response.text
    assert f"<ins>{make.goal('i.1')}, {make.goal('i.2')}</ins>" in response.text
    asked = response.context["form"].conflict.questions
    assert asked["goals"].proposal == [make.goal("i.2").pk, make.goal("i.3").pk]
    assert asked["due_on"].proposal is None

    choices = {"conflict-due_on": "theirs", "conflict-goals": "merged", "merged-goals": asked["goals"].proposal}
    assert browse(cast.officer).post(url, typed | choices | {"version": "2"}).status_code == 302
    commitment.refresh_from_db()
    assert commitment.due_on == newest.due_on
    assert [goal.code for goal in commitment.goals.all()] == ["i.2", "i.3"]


def test_a_version_that_never_was_asks_about_everything_that_differs(cast: Cast, browse: Browse, event: Event) -> None:
    form = send(browse(cast.officer), event, summary="Mitt.", version="77").context["form"]

    assert list(form.conflict.questions) == ["summary"]
    assert form["version"].value() == "1"


def test_the_part_of_a_meetings_page_asks_in_the_same_way(cast: Cast, browse: Browse, event: Event) -> None:
    save_as(event, cast.colleague, summary="Kollegans.")

    response = browse(cast.officer).post(
        address(event), {"summary": "Mitt.", "participants": "Hemma.", "version": "1"}, headers={"HX-Request": "true"}
    )

    assert response.status_code == 409
    assert 'name="conflict-summary" value="theirs"' in response.text
    assert "<html" not in response.text


def test_files_that_a_browser_does_not_send_again_are_named(make: Making, browse: Browse) -> None:
    draft = make.observation(state="draft")
    url = reverse("dialogue:observation-edit", args=[draft.pk])
    seen = {"title": "Kö", "text": "Lång.", "observed_on": "2021-06-28", "source": "document", "confidence": "low"}
    typed = seen | {"classification": "working", "version": "1", "action": "draft"}
    browse(make.contact).post(url, typed)

    response = browse(make.contact).post(
        url, typed | {"text": "Kort.", "documents": SimpleUploadedFile("karta.pdf", b"%PDF-1.7\n")}
    )

    assert response.status_code == 409
    assert "karta.pdf" in response.text
