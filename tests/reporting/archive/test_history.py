"""The history of each thing: who, when, from what to what, word by word, and only what the reader could have read."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.functional import Promise

from dialogue.commitments.models import Commitment
from dialogue.commitments.services import change_commitment
from dialogue.meetings.models.events import Event
from dialogue.observations.services import save_draft, submit_observation
from dialogue.pieces.models import Piece
from reporting.archive.versions import shown_fields
from strategy.people.models import User
from strategy.records.kinds import kinds
from strategy.records.models import Record
from strategy.records.services import move_to_bin, save_record
from tests.conftest import ROLES, Cast
from tests.making import Making

Browse = Callable[[User], Client]


def address(kind: str, thing: Record) -> str:
    return reverse("reporting:history", args=[kind, thing.pk])


def change(record: Record, by: User, **values: Any) -> None:
    for name, value in values.items():
        setattr(record, name, value)
    save_record(record=record, by=by)


def test_every_kind_of_record_has_a_history() -> None:
    models = {*Record.__subclasses__(), *Piece.__subclasses__()} - {Piece}
    ours = {model for model in models if not model.__module__.startswith("tests.")}
    assert {kind.model for kind in kinds().values()} == ours


@pytest.mark.parametrize("noun", kinds())
def test_every_field_shown_has_a_swedish_name(noun: str) -> None:
    for field in shown_fields(kinds()[noun].model).values():
        assert isinstance(field.verbose_name, Promise)


def test_versions_stand_newest_first_with_who_and_the_words_that_differ(
    make: Making, cast: Cast, browse: Browse
) -> None:
    event = make.event(title="Mötet i juni", summary="IOM leder alla möten.")
    change(event, cast.colleague, summary="IOM leder inte möten.", state="minuted")

    response = browse(cast.head).get(address("event", event))
    newest, first = response.context["versions"]

    assert (newest.number, newest.who, newest.what) == (2, "Colleague", "Ändrad")
    assert [(one.label, one.before, one.after) for one in newest.changes] == [
        ("Sammanfattning", "IOM leder alla möten.", "IOM leder inte möten."),
        ("Läge", "genomfört", "dokumenterat"),
    ]
    assert "IOM leder <del>alla</del> <ins>inte</ins> möten." in response.text
    assert (first.number, first.who, first.what) == (1, "Officer", "Skapad")
    assert {"Rubrik", "Slag", "Första dag"} <= {one.label for one in first.changes}


def test_goals_of_a_version_are_those_it_ended_with(make: Making, cast: Cast, browse: Browse) -> None:
    commitment = make.commitment(goals=["i.1"])
    newest = Commitment.objects.get(pk=commitment.pk)
    change_commitment(commitment=newest, goals=[make.goal("i.2")], by=cast.officer, expected_version=1)

    newest_version, first = browse(cast.officer).get(address("commitment", commitment)).context["versions"]

    assert [(one.label, one.before, one.after) for one in newest_version.changes] == [
        ("Mål", str(make.goal("i.1")), str(make.goal("i.2")))
    ]
    assert ("Mål", str(make.goal("i.1"))) in [(one.label, one.after) for one in first.changes]


def test_a_draft_before_submission_belongs_to_its_writer(make: Making, cast: Cast, browse: Browse) -> None:
    draft = make.observation(state="draft", text="Det jag inte skickade.")
    draft.text = "Det jag skickade."
    saved = save_draft(observation=draft, goals=[], mandate_areas=[], by=cast.contact, expected_version=1)
    submit_observation(observation=saved, goals=[], mandate_areas=[], by=cast.contact, expected_version=2)

    told = browse(cast.officer).get(address("observation", draft))
    own = browse(cast.contact).get(address("observation", draft))

    assert [version.number for version in told.context["versions"]] == [4]
    assert "Det jag inte skickade." not in told.text
    assert told.context["versions"][0].what == "Först synlig för dig"
    assert [version.number for version in own.context["versions"]] == [4, 3, 2, 1]
    assert "Det jag inte skickade." in own.text


def test_an_unsent_draft_has_no_history_for_others(make: Making, cast: Cast, browse: Browse) -> None:
    draft = make.observation(state="draft")
    statuses = {role: browse(cast[role]).get(address("observation", draft)).status_code for role in ROLES}
    assert {role for role, status in statuses.items() if status == 200} == {"contact"}


@pytest.mark.parametrize("kind", ["event", "commitment", "assessment"])
def test_those_without_a_part_in_history_find_no_address(kind: str, make: Making, cast: Cast, browse: Browse) -> None:
    thing = getattr(make, kind)()
    statuses = {role: browse(cast[role]).get(address(kind, thing)).status_code for role in ROLES}
    assert {role for role, status in statuses.items() if status == 200} == {"officer", "colleague", "head"}


def test_a_colleague_at_the_agency_reads_the_history_of_what_was_sent(make: Making, cast: Cast, browse: Browse) -> None:
    sent = make.observation()
    statuses = {role: browse(cast[role]).get(address("observation", sent)).status_code for role in ROLES}
    assert {role for role, status in statuses.items() if status == 200} == {"officer", "colleague", "head", "contact"}


def test_an_unknown_kind_is_not_found(make: Making, officer: User, browse: Browse) -> None:
    assert browse(officer).get(f"/history/membership/{make.event().pk}/").status_code == 404


def test_what_is_in_the_bin_keeps_its_history(make: Making, cast: Cast, browse: Browse) -> None:
    intervention = make.intervention(message="Sagt i juni.")
    move_to_bin(record=intervention, by=cast.colleague, expected_version=1)

    for role in ("officer", "head"):
        response = browse(cast[role]).get(address("intervention", intervention))
        assert [version.what for version in response.context["versions"]] == ["Lagd i papperskorgen", "Skapad"]
        assert ("Återställ" in response.text) == (role == "officer")
    assert browse(cast.reader).get(address("intervention", intervention)).status_code == 404


def test_what_the_reader_may_not_see_is_not_named(make: Making, cast: Cast, browse: Browse) -> None:
    """A piece of evidence that once pointed at what has since been removed."""
    assessment = make.assessment()
    commitment = make.commitment(text="Ett borttaget löfte.")
    piece = make.evidence(assessment, commitment=commitment)
    change(piece, cast.officer, commitment=None, document="En rapport")
    move_to_bin(record=commitment, by=cast.officer, expected_version=1)

    newest = browse(cast.officer).get(address("evidence", piece)).context["versions"][0]

    assert ("Utfästelse", "något som inte visas", "") in [(one.label, one.before, one.after) for one in newest.changes]


@pytest.mark.long
def test_history_takes_as_many_questions_for_thirty_versions_as_for_two(
    make: Making, officer: User, browse: Browse
) -> None:
    few, many = make.event(title="Få"), make.event(title="Många")
    change(few, officer, place="Genève")
    for number in range(30):
        change(many, officer, place=f"Rum {number}", title=f"Många {number}")
    client = browse(officer)
    client.get(address("event", few))

    assert questions(client, address("event", few)) == questions(client, address("event", many))
    page = client.get(address("event", many)).context
    assert (len(page["versions"]), page["page"].paginator.count) == (25, 31)
    last = client.get(address("event", many) + "?page=2").context["versions"]
    assert [version.number for version in last] == [6, 5, 4, 3, 2, 1]
    assert page["versions"][-1].changes[0].before == "Många 4"


def questions(client: Client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_the_way_to_the_history_stands_on_the_page(make: Making, cast: Cast, browse: Browse) -> None:
    event = make.event()
    said = make.intervention(event)
    page = browse(cast.head).get(event.get_absolute_url()).text
    assert address("event", event) in page
    assert address("intervention", said) in page
    assert "Historik" not in browse(cast.reader).get(event.get_absolute_url()).text
    assert Event.objects.count() == 1
