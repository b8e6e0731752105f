"""What is added to an observation that was sent, and that nothing of either is written over."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from dialogue.attachments.models import Attachment
from dialogue.attachments.services import remove_attachment
from dialogue.files.uploads import admit
from dialogue.observations.adding import begin_addition, save_addition, send_addition
from dialogue.observations.additions import Addition, ObservationReading, with_additions
from dialogue.observations.models import Observation
from dialogue.observations.services import (
    accept_observation,
    decline_observation,
    register_observation,
    return_observation,
    withdraw_observation,
)
from dialogue.pieces.services import discard
from strategy.access import Audience, Classification, Edition, Role
from strategy.notices.models import Notice
from strategy.people.models import User
from strategy.records.models import SecrecyProvision
from strategy.records.refusals import TransitionRefused
from tests.conftest import Cast
from tests.making import DAY, Making, make_user

Browse = Callable[[User], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def returned(make: Making, officer: User) -> Observation:
    observation = make.observation()
    return_observation(observation=observation, reason="Vilket läger?", by=officer)
    return observation


def written(observation: Observation, by: User, text: str = "Lägret i norr.") -> Addition:
    addition = begin_addition(observation=observation, by=by)
    addition.text = text
    return addition


def kinds(user: User) -> list[str]:
    return list(Notice.objects.of(user).order_by("pk").values_list("kind", flat=True))


def address(name: str, pk: int) -> str:
    return reverse(f"dialogue:addition-{name}", args=[pk])


@pytest.mark.both
def test_what_was_asked_for_is_added_and_waits_for_review_again(returned: Observation, cast: Cast) -> None:
    before = returned.text
    send_addition(piece=written(returned, cast.contact), by=cast.contact)
    returned.refresh_from_db()
    assert (returned.state, returned.text) == ("submitted", before)
    steps = list(returned.steps.order_by("pk").values_list("to_state", "reason"))
    assert steps == [("returned", "Vilket läger?"), ("submitted", "")]
    assert kinds(cast.officer) == ["received"]  # who asked for more answers for it
    decline_observation(observation=returned, reason="Rör inte strategin.", by=cast.officer)
    assert Addition.objects.visible_to(cast.contact).get().text == "Lägret i norr."


def test_more_is_added_of_ones_own_accord_while_it_waits(make: Making, cast: Cast) -> None:
    observation = make.observation(owner=cast.officer)
    for text in ("Det ena.", "Det andra."):
        send_addition(piece=written(observation, cast.contact, text), by=cast.contact)
    observation.refresh_from_db()
    assert (observation.state, observation.steps.count(), kinds(cast.officer)) == ("submitted", 0, ["received"] * 2)


@pytest.mark.both
def test_what_was_sent_is_never_written_over(returned: Observation, cast: Cast) -> None:
    """By no service, and not in the database either."""
    addition = send_addition(piece=written(returned, cast.contact), by=cast.contact)
    addition.text = "Något annat."
    with pytest.raises(TransitionRefused, match="redan skickad"):
        save_addition(piece=addition, by=cast.contact)
    with pytest.raises(TransitionRefused):
        discard(piece=addition, by=cast.contact)
    with pytest.raises(IntegrityError, match="addition_sent"), transaction.atomic():
        Addition.objects.filter(pk=addition.pk).update(text="Något annat.")
    with pytest.raises(IntegrityError, match="_sent"), transaction.atomic():
        addition.delete()


def test_what_has_been_reviewed_takes_no_more_and_keeps_what_was_written(make: Making, cast: Cast) -> None:
    accepted, declined, withdrawn = (make.observation() for _ in range(3))
    draft = save_addition(piece=written(accepted, cast.contact, "Halva."), by=cast.contact)
    accept_observation(observation=accepted, goals=[], by=cast.officer)
    decline_observation(observation=declined, reason="Dubblett.", by=cast.officer)
    withdraw_observation(observation=withdrawn, by=cast.contact)
    for piece in (draft, written(declined, cast.contact), written(withdrawn, cast.contact)):
        with pytest.raises(TransitionRefused, match="tar inte emot mer"):
            send_addition(piece=piece, by=cast.contact)
    draft.text = "Hela."
    save_addition(piece=draft, by=cast.contact)
    assert Addition.objects.get().text == "Hela."


def test_a_colleague_goes_on_where_the_writers_role_has_ended(returned: Observation, make: Making, cast: Cast) -> None:
    colleague = make_user("same_agency", Role.CONTACT, make.strategy, returned.organisation)
    with pytest.raises(TransitionRefused, match="Bara en kontaktperson för"):
        send_addition(piece=written(returned, cast.other_contact), by=cast.other_contact)
    sent = send_addition(piece=written(returned, colleague), by=colleague)
    assert (sent.author, sent.organisation, returned.author) == (colleague, returned.organisation, cast.contact)


def test_an_addition_needs_a_text_or_a_file_and_keeps_the_file(returned: Observation, cast: Cast) -> None:
    with pytest.raises(ValidationError, match="Skriv vad du vill lägga till"):
        send_addition(piece=written(returned, cast.contact, " "), by=cast.contact)
    assert Addition.objects.count() == 0
    file = admit(ContentFile(b"Bilagan", "karta.txt"))
    sent = send_addition(piece=written(returned, cast.contact, ""), by=cast.contact, files=[file])
    attached = Attachment.objects.visible_to(cast.officer).get(addition=sent)
    with pytest.raises(TransitionRefused, match="ligger kvar"):
        remove_attachment(attachment=attached, by=cast.contact)


def test_a_draft_is_its_writers_alone(returned: Observation, make: Making, cast: Cast) -> None:
    colleague = make_user("same_agency", Role.CONTACT, make.strategy, returned.organisation)
    draft = save_addition(piece=written(returned, cast.contact), by=cast.contact)
    file = make.attachment(draft)
    seen = {user: Addition.objects.visible_to(user).exists() for user in (cast.contact, colleague, cast.officer)}
    assert list(seen.values()) == [True, False, False]
    assert not Attachment.objects.visible_to(cast.officer).filter(pk=file.pk).exists()
    discard(piece=draft, by=cast.contact)
    assert not Addition.objects.all().in_bin_for(cast.officer).exists()


def test_an_addition_is_in_the_editions_that_hold_the_observation(make: Making, cast: Cast) -> None:
    """Unless it is marked more strictly than that."""
    shared = make.observation(state="accepted", shared_with_agencies=True)
    make.addition(shared, text="Med.")
    secret = make.addition(shared, text="Hemligt.", classification="secret")
    waits = make.addition(make.observation(classification="open"), classification="open")
    for audience, texts in (
        (Audience.EXTERNAL, []),
        (Audience.AGENCIES, ["Med."]),
        (Audience.INTERNAL, ["Med."]),
        (Audience.INTERNAL_SECRET, ["Med.", "Hemligt."]),
    ):
        held = Addition.objects.visible_in(Edition(audience))
        assert [one.text for one in held] == texts, audience
    own_copy = Addition.objects.visible_in(Edition(Audience.AGENCIES, shared.organisation_id))
    assert secret in own_copy
    assert waits not in own_copy
    other = Edition(Audience.AGENCIES, make.organisation("sida").pk)
    assert secret not in Addition.objects.visible_in(other)


def test_the_marking_of_an_observation_reaches_its_additions_and_their_files(make: Making, officer: User) -> None:
    observation = make.observation()
    addition = make.addition(observation, classification=Classification.OPEN)
    file = make.attachment(addition, classification=Classification.OPEN)
    observation.classification = Classification.SECRET
    observation.secrecy_provision = SecrecyProvision.objects.get(reference="OSL 15:1")
    observation.secrecy_marked_on, observation.secrecy_authority = DAY, "Justitiedepartementet"
    register_observation(observation=observation, goals=[], by=officer, expected_version=1)
    addition.refresh_from_db()
    file.refresh_from_db()
    assert (addition.effective_classification, file.effective_classification) == ("secret", "secret")


def test_the_whole_text_tells_what_was_added_on_which_day(make: Making) -> None:
    observation = make.observation(text="Kön är lång.")
    moments = [datetime(2021, 3, 3, 23, 30, tzinfo=UTC), datetime(2021, 3, 9, tzinfo=UTC)]
    for moment, text in zip(moments, ("Fyra dygn.", "Fem dygn."), strict=True):
        make.addition(observation, text=text, sent_at=moment)
    read = Observation.objects.prefetch_related(with_additions(Addition.objects.all())).get()
    assert read.whole_text == (
        "Kön är lång.\n\n**Komplettering 4 mars 2021**\nFyra dygn.\n\n**Komplettering 9 mars 2021**\nFem dygn."
    )
    assert list(Addition.objects.all().sent_by(date(2021, 3, 4)).values_list("text", flat=True)) == ["Fyra dygn."]


# ------------------------------------------------------------------ pages


def test_the_contact_completes_on_a_page_that_says_what_was_asked(
    returned: Observation, cast: Cast, browse: Browse
) -> None:
    client = browse(cast.contact)
    assert address("new", returned.pk) in client.get(returned.get_absolute_url()).text
    page = client.get(address("new", returned.pk))
    assert page.text.index("Vilket läger?") < page.text.index('name="text"')
    assert returned.text in page.text
    typed = {"text": "Lägret i norr.", "classification": "working"}
    client.post(address("new", returned.pk), typed | {"action": "draft"})
    draft = Addition.objects.get()
    assert draft.get_edit_url() in client.get(returned.get_absolute_url()).text
    sent = client.post(draft.get_edit_url(), typed | {"action": "submit", "version": "1"}, follow=True)
    assert "Kompletteringen är skickad." in sent.text
    assert "Lägret i norr." in sent.text
    assert client.get(draft.get_edit_url()).status_code == 302
    late = client.post(draft.get_edit_url(), typed | {"text": "Och i söder.", "action": "submit"})
    assert ("Texten är redan skickad." in late.text, "Och i söder." in late.text) == (True, True)


def test_the_officer_sees_what_is_new_once(returned: Observation, make: Making, cast: Cast, browse: Browse) -> None:
    client = browse(cast.officer)
    ObservationReading.note(returned, cast.officer)
    make.addition(returned)
    first, second = (client.get(returned.get_absolute_url()).text for _ in range(2))
    assert ("Väntan är nu fyra dygn." in first, ">Nytt</b>" in first) == (True, True)
    assert ("Väntan är nu fyra dygn." in second, ">Nytt</b>" in second) == (True, False)


def test_a_draft_is_thrown_away_on_its_page(returned: Observation, make: Making, cast: Cast, browse: Browse) -> None:
    draft = make.addition(returned, state="draft")
    client = browse(cast.contact)
    assert "Ta bort utkastet" in client.get(draft.get_edit_url()).text
    assert client.post(address("removal", draft.pk)).status_code == 302
    assert not Addition.objects.visible_to(cast.contact).exists()
