"""The bin: what was removed, by whom and when, and its way back."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dialogue.meetings.models.agenda import AgendaItem
from dialogue.meetings.models.events import Event
from dialogue.meetings.models.interventions import Intervention
from dialogue.observations.services import discard_draft
from reporting.assessments.models.evidence import Evidence
from strategy.people.models import User
from strategy.records.models import Record
from strategy.records.services import move_to_bin
from tests.conftest import ROLES, Cast
from tests.making import Making

Browse = Callable[[User], Client]


@pytest.fixture
def url(make: Making) -> str:
    return reverse("reporting:bin", args=[make.strategy.slug])


def remove(record: Record, by: User) -> None:
    move_to_bin(record=record, by=by, expected_version=record.version)


def restoration(kind: str, record: Record) -> str:
    return reverse("reporting:restoration", args=[kind, record.pk])


def told(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_the_latest_stands_first_with_what_it_was_and_who_removed_it(
    make: Making, cast: Cast, browse: Browse, url: str
) -> None:
    event = make.event(title="SCPF 29")
    remove(make.agenda_item(event, title="Budgeten"), cast.officer)
    remove(make.intervention(event), cast.delegation)

    entries = browse(cast.head).get(url).context["entries"]

    assert [(entry.kind.noun, str(entry.record), str(entry.belongs_to), entry.by) for entry in entries] == [
        ("intervention", "i.1, SCPF 29", "SCPF 29", "Delegation"),
        ("agenda-item", "Budgeten", "SCPF 29", "Officer"),
    ]


def test_an_officer_restores_and_a_head_reads(make: Making, cast: Cast, browse: Browse, url: str) -> None:
    said = make.intervention()
    remove(said, cast.colleague)
    assert "Återställ" not in browse(cast.head).get(url).text
    assert browse(cast.head).post(restoration("intervention", said)).status_code == 404
    assert "Återställ" in browse(cast.officer).get(url).text

    response = browse(cast.officer).post(restoration("intervention", said), follow=True)

    assert told(response) == [f"Framfört budskap är tillbaka: {said}"]
    assert Intervention.objects.visible_to(cast.reader).get() == said
    assert browse(cast.officer).get(url).context["entries"] == []


def test_an_administrator_sees_counts_alone(make: Making, cast: Cast, browse: Browse, url: str) -> None:
    event = make.event(title="Hemligt möte")
    for goal in ("i.1", "i.2"):
        remove(make.intervention(event, goal), cast.officer)

    response = browse(cast.admin).get(url)

    assert [(kind.noun, number) for kind, number in response.context["counts"]] == [("intervention", 2)]
    assert "Hemligt möte" not in response.text
    assert "entries" not in response.context


def test_nobody_else_finds_the_bin(make: Making, cast: Cast, browse: Browse, url: str) -> None:
    statuses = {role: browse(cast[role]).get(url).status_code for role in ROLES}
    assert {role for role, status in statuses.items() if status == 200} == {"officer", "colleague", "head", "admin"}


def test_a_draft_that_its_writer_threw_away_is_in_nobodys_bin(
    make: Making, cast: Cast, browse: Browse, url: str
) -> None:
    draft = make.observation(state="draft", title="Mitt utkast")
    remove(make.attachment(draft), cast.contact)
    discard_draft(observation=draft, by=cast.contact)

    for role in ("officer", "head"):
        assert browse(cast[role]).get(url).context["entries"] == []
    assert browse(cast.admin).get(url).context["counts"] == []
    assert browse(cast.officer).post(restoration("observation", draft)).status_code == 404


def test_another_strategys_bin_is_its_own(make: Making, make_foreign: Making, cast: Cast, browse: Browse) -> None:
    foreign = make_foreign.event()
    remove(foreign, cast.outsider)
    assert browse(cast.officer).post(restoration("event", foreign)).status_code == 404
    assert browse(cast.outsider).post(restoration("event", foreign)).status_code == 302


def test_what_hangs_on_something_removed_waits_for_it(make: Making, cast: Cast, browse: Browse, url: str) -> None:
    item = make.agenda_item(make.event(), title="Budgeten")
    prepared = make.prepared_goal(item)
    remove(prepared, cast.officer)
    remove(item, cast.officer)
    client = browse(cast.officer)

    page = client.get(url)
    refused = client.post(restoration("prepared-goal", prepared), follow=True)

    assert reverse("reporting:history", args=["agenda-item", item.pk]) in page.text
    assert told(refused) == ["Det hör till ”Budgeten”, som också ligger i papperskorgen. Återställ det först."]
    client.post(restoration("agenda-item", item))
    client.post(restoration("prepared-goal", prepared))
    assert AgendaItem.objects.present().get().prepared_goals.get(removed_at=None) == prepared


def test_a_rule_that_would_be_broken_is_told(make: Making, cast: Cast, browse: Browse) -> None:
    item = make.agenda_item(make.event())
    first = make.prepared_goal(item)
    remove(first, cast.officer)
    make.prepared_goal(item)
    piece = make.evidence(make.assessment())
    remove(piece, cast.officer)
    make.evidence(piece.assessment, number=piece.number)
    client = browse(cast.officer)

    assert told(client.post(restoration("prepared-goal", first), follow=True)) == [
        "Målet är redan förberett under punkten."
    ]
    assert told(client.post(restoration("evidence", piece), follow=True)) == [
        "Något annat har tagit dess plats sedan det togs bort. Ta bort eller ändra det först."
    ]


def test_what_has_been_closed_since_stays_as_it_was_closed(make: Making, cast: Cast, browse: Browse) -> None:
    """An approved assessment gets no evidence back, a minuted meeting nothing said."""
    event = make.event()
    said = make.intervention(event)
    remove(said, cast.officer)
    Event.objects.filter(pk=event.pk).update(state="minuted")
    assessment = make.assessment()
    piece = make.evidence(assessment)
    remove(piece, cast.officer)
    make.sealed(assessment)
    type(assessment).objects.filter(pk=assessment.pk).update(
        state="approved", approved_by=cast.head, approved_at=piece.created_at
    )
    client = browse(cast.officer)

    assert told(client.post(restoration("intervention", said), follow=True)) == [
        "Mötet är dokumenterat. Öppna det igen om något ska ändras."
    ]
    assert told(client.post(restoration("evidence", piece), follow=True)) == [
        "Bedömningen är föreslagen eller godkänd och går inte att ändra."
    ]
    assert not Evidence.objects.present().filter(assessment=assessment).exists()


def test_a_removal_offers_to_undo_it_at_once(make: Making, cast: Cast, browse: Browse) -> None:
    said = make.intervention()
    removal = reverse("dialogue:intervention-removal", args=[said.pk])

    page = browse(cast.officer).post(removal, follow=True)

    assert f'action="{restoration("intervention", said)}"' in page.text
    assert "Ångra" in page.text
    assert browse(cast.officer).post(restoration("intervention", said)).status_code == 302
    assert "Ångra" not in browse(cast.delegation).post(removal, follow=True).text


def test_the_bin_is_filtered_by_kind_and_offers_only_what_lies_there(
    make: Making, cast: Cast, browse: Browse, url: str
) -> None:
    event = make.event()
    remove(make.agenda_item(event), cast.officer)
    remove(make.intervention(event), cast.officer)

    page = browse(cast.officer).get(url, {"of": "intervention"}).context

    assert [entry.kind.noun for entry in page["entries"]] == ["intervention"]
    assert [value for value, _label in page["filter"].fields["of"].choices] == ["", "agenda-item", "intervention"]


@pytest.mark.long
def test_the_bin_takes_as_many_questions_for_thirty_as_for_one(
    make: Making, cast: Cast, browse: Browse, url: str
) -> None:
    client = browse(cast.officer)
    codes = iter(make.strategy.goals.values_list("code", flat=True))

    def remove_several(number: int) -> None:
        for _each in range(number):
            event = make.event()
            item = make.agenda_item(event)
            assessment = make.assessment(next(codes))
            for record in (make.prepared_goal(item), make.intervention(event), make.evidence(assessment)):
                remove(record, cast.officer)

    remove_several(1)
    client.get(url)
    few = questions(client, url)
    remove_several(9)

    assert questions(client, url) == few
    assert len(client.get(url).context["entries"]) == 25


def questions(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)
