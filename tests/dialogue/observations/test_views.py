from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dialogue.observations.models import Observation
from dialogue.observations.services import return_observation
from strategy.decision.models import Strategy
from strategy.people.models import User
from tests.conftest import Cast
from tests.making import Making
from tests.making_files import photo

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]


def seen(**changes: object) -> dict[str, object]:
    typed: dict[str, object] = {
        "title": "Kö vid registreringen",
        "text": "Väntan är nu fyra dygn.",
        "country": "Somalia",
        "observed_on": "2021-06-28",
        "source": "own_observation",
        "confidence": "high",
        "classification": "working",
        "form_key": str(uuid4()),
        "action": "submit",
    }
    return typed | changes


@pytest.fixture
def new_url(strategy: Strategy) -> str:
    return reverse("dialogue:observation-new", args=[strategy.slug])


@pytest.fixture
def list_url(strategy: Strategy) -> str:
    return reverse("dialogue:observations", args=[strategy.slug])


def edit_url(observation: Observation) -> str:
    return reverse("dialogue:observation-edit", args=[observation.pk])


def test_form_warns_asks_little_and_carries_a_key(contact: User, browse: Browse, new_url: str) -> None:
    page = browse(contact).get(new_url)
    form = page.context["form"]
    required = {name for name, field in form.fields.items() if field.required}
    assert required == {"title", "text", "observed_on", "source", "confidence", "classification"}
    assert form["observed_on"].value() == timezone.localdate()
    assert "Skriv inga uppgifter om enskilda migranter" in page.text
    assert 'name="form_key"' in page.text


def test_observation_is_sent_and_the_receipt_shown(make: Making, contact: User, browse: Browse, new_url: str) -> None:
    response = browse(contact).post(new_url, seen(goals=[make.goal("ii.5").pk]), follow=True)
    observation = Observation.objects.get()
    assert (observation.state, observation.author, observation.organisation.key) == (
        "submitted",
        contact,
        "migrationsverket",
    )
    assert response.redirect_chain == [(observation.get_absolute_url(), 302)]
    assert "Kvittot finns här" in response.text
    assert observation.receipt_number in response.text


def test_double_submit_makes_one_observation(contact: User, browse: Browse, new_url: str) -> None:
    typed = seen()
    first, second = (browse(contact).post(new_url, typed) for _ in range(2))
    observation = Observation.objects.get()
    assert first["Location"] == second["Location"] == observation.get_absolute_url()
    assert observation.steps.count() == 1


def test_saving_then_sending_the_same_form_opens_it_with_what_was_typed_last(
    contact: User, browse: Browse, new_url: str
) -> None:
    client, typed = browse(contact), seen(action="draft")
    client.post(new_url, typed)
    page = client.post(new_url, typed | {"text": "Nu är det fem dygn.", "action": "submit"}, follow=True)
    observation = Observation.objects.get()
    assert page.redirect_chain == [(edit_url(observation), 302)]
    assert "Nu är det fem dygn." in page.text
    assert (observation.text, observation.state) == ("Väntan är nu fyra dygn.", "draft")


def test_draft_is_saved_as_typed_and_opens_again(contact: User, browse: Browse, new_url: str) -> None:
    response = browse(contact).post(new_url, seen(action="draft"), follow=True)
    observation = Observation.objects.get()
    assert observation.state == "draft"
    assert response.redirect_chain == [(edit_url(observation), 302)]
    assert "Väntan är nu fyra dygn." in response.text


def test_draft_is_sent_from_its_own_page(make: Making, contact: User, browse: Browse) -> None:
    draft = make.observation(state="draft")
    response = browse(contact).post(edit_url(draft), seen(version="1"))
    draft.refresh_from_db()
    assert (response.status_code, draft.state) == (302, "submitted")


def test_form_without_an_action_is_not_sent(contact: User, browse: Browse, new_url: str) -> None:
    browse(contact).post(new_url, seen(action=""))
    assert Observation.objects.get().state == "draft"


def test_wrong_form_comes_back_as_typed(contact: User, browse: Browse, new_url: str) -> None:
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    response = browse(contact).post(new_url, seen(title="", observed_on=tomorrow))
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"title", "observed_on"}
    assert "Väntan är nu fyra dygn." in response.text
    assert Observation.objects.count() == 0


def test_photos_and_files_come_along(contact: User, browse: Browse, new_url: str) -> None:
    files = [
        SimpleUploadedFile("kö.jpg", photo()),
        SimpleUploadedFile("lista.txt", b"Avtal och datum"),
    ]
    browse(contact).post(new_url, seen(documents=files))
    attachments = Observation.objects.get().attachments.all()
    assert [(one.name, one.content_type) for one in attachments] == [
        ("kö.jpg", "image/jpeg"),
        ("lista.txt", "text/plain"),
    ]


def test_file_that_is_not_accepted_is_named_and_nothing_is_sent(contact: User, browse: Browse, new_url: str) -> None:
    response = browse(contact).post(new_url, seen(documents=[SimpleUploadedFile("kö.jpg", b"MZ\x90\x00")]))
    assert response.status_code == 422
    assert "kö.jpg: Filen är ett program, och sådana tas inte emot." in response.text
    assert Observation.objects.count() == 0


def test_submitted_observation_opens_no_form(make: Making, contact: User, browse: Browse) -> None:
    observation = make.observation()
    response = browse(contact).get(edit_url(observation))
    assert response["Location"] == observation.get_absolute_url()


def test_two_windows_over_one_draft_are_a_conflict(make: Making, contact: User, browse: Browse) -> None:
    draft = make.observation(state="draft")
    browse(contact).post(edit_url(draft), seen(version="1", action="draft", text="Från telefonen."))
    response = browse(contact).post(edit_url(draft), seen(version="1", action="draft", text="Från datorn."))
    assert response.status_code == 409
    assert "Från telefonen." in response.text
    assert "Från datorn." in response.text


def test_withdrawal_keeps_the_observation_in_the_list(
    make: Making, contact: User, browse: Browse, list_url: str
) -> None:
    observation = make.observation(title="Fel plats")
    url = reverse("dialogue:observation-withdrawal", args=[observation.pk])
    assert browse(contact).post(url, {"reason": "Det var ett annat läger."}).status_code == 302
    observation.refresh_from_db()
    assert observation.state == "withdrawn"
    text = browse(contact).get(list_url).text
    assert "Fel plats" in text
    assert "Det var ett annat läger." in text


def test_accepted_observation_says_why_it_cannot_be_withdrawn(make: Making, contact: User, browse: Browse) -> None:
    observation = make.observation(state="accepted")
    response = browse(contact).post(reverse("dialogue:observation-withdrawal", args=[observation.pk]), {})
    assert response.status_code == 422
    observation.refresh_from_db()
    assert observation.state == "accepted"


def test_draft_is_removed_by_its_writer(make: Making, contact: User, browse: Browse) -> None:
    draft = make.observation(state="draft")
    browse(contact).post(reverse("dialogue:observation-removal", args=[draft.pk]))
    assert not Observation.objects.visible_to(contact).exists()


def test_returned_observation_is_not_removed(make: Making, contact: User, browse: Browse) -> None:
    observation = make.observation(state="returned")
    response = browse(contact).post(reverse("dialogue:observation-removal", args=[observation.pk]))
    assert response.status_code == 422
    assert "inkommen handling" in response.text


def test_list_holds_own_drafts_and_what_the_organisation_has_sent(
    make: Making, cast: Cast, browse: Browse, list_url: str
) -> None:
    make.observation(title="Mitt utkast", state="draft")
    make.observation(title="Vårt", state="accepted")
    make.observation(author=cast.other_contact, title="Deras", state="accepted")
    text = browse(cast.contact).get(list_url).text
    assert "Mina observationer" in text
    assert ("Mitt utkast" in text, "Vårt" in text, "Deras" in text) == (True, True, False)


def test_what_waits_for_the_writer_stands_first(make: Making, contact: User, browse: Browse, list_url: str) -> None:
    for state in ("accepted", "draft", "returned"):
        make.observation(title=state, state=state)
    page = browse(contact).get(list_url).context["page"]
    assert [one.title for one in page] == ["returned", "draft", "accepted"]


def test_list_tells_what_became_of_each(
    make: Making, officer: User, contact: User, browse: Browse, list_url: str
) -> None:
    observation = make.observation()
    return_observation(observation=observation, reason="Ange datum.", by=officer)
    text = browse(contact).get(list_url).text
    assert "Ange datum." in text
    assert observation.receipt_number in text


def test_empty_list_says_how_to_begin(contact: User, browse: Browse, list_url: str) -> None:
    assert "Inga observationer än" in browse(contact).get(list_url).text


def test_colleague_reads_what_is_sent_but_does_not_write_it(
    make: Making, cast: Cast, strategy: Strategy, browse: Browse
) -> None:
    cast.other_contact.memberships.update(organisation=cast.contact.memberships.get().organisation)
    submitted, draft = make.observation(state="returned"), make.observation(state="draft")
    colleague = browse(cast.other_contact)
    assert colleague.get(submitted.get_absolute_url()).status_code == 200
    assert colleague.get(draft.get_absolute_url()).status_code == 404
    for name in ("edit", "withdrawal", "removal"):
        for observation in (submitted, draft):
            url = reverse(f"dialogue:observation-{name}", args=[observation.pk])
            assert colleague.post(url, {}).status_code == 404


@pytest.mark.parametrize("role", ["officer", "head", "delegation", "reader", "admin", "outsider"])
def test_only_contacts_write(cast: Cast, browse: Browse, new_url: str, role: str) -> None:
    assert browse(cast[role]).get(new_url).status_code == 404
    assert browse(cast[role]).post(new_url, seen()).status_code == 404
    assert Observation.objects.count() == 0


def test_closed_strategy_refuses_a_new_one_in_a_sentence(
    strategy: Strategy, contact: User, browse: Browse, new_url: str
) -> None:
    strategy.status = Strategy.Status.CLOSED
    strategy.save()
    response = browse(contact).post(new_url, seen())
    assert response.status_code == 422
    assert "Strategin är avslutad" in response.text
    assert "Väntan är nu fyra dygn." in response.text
