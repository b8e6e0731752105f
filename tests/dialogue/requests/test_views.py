from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from dialogue.requests.answering import begin_part, save_part, send_part
from dialogue.requests.models import Answer, Request
from dialogue.requests.parts import AnswerPart
from dialogue.requests.services import close_request
from reporting.overview.todo import what_waits
from strategy.access import Role
from strategy.people.models import User
from tests.conftest import Cast
from tests.making import Making, make_user
from tests.making_files import mail

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]


@pytest.fixture
def answer(make: Making) -> Answer:
    """The Migration Agency's thread of a request that an officer answers for."""
    return make.request(owner=make.officer).answers.get(organisation__key="migrationsverket")


def typed(**fields: object) -> dict[str, object]:
    return {"classification": "working", "form_key": str(uuid4())} | fields


def to_part(name: str, pk: int) -> str:
    return reverse(f"dialogue:{name}", args=[pk])


def test_an_officer_writes_a_request_reads_it_and_sends_it(make: Making, cast: Cast, browse: Browse) -> None:
    client, day = browse(cast.officer), make.strategy.today() + timedelta(10)
    fields: dict[str, Any] = {"title": "Inför samrådet", "questions": "Vad ser ni?\nVad saknas?", "answer_by": day}
    chosen = [make.organisation(key).pk for key in ("migrationsverket", "scb")]
    address = reverse("dialogue:request-new", args=[make.strategy.slug])
    page = client.post(address, typed(**fields, organisations=chosen), follow=True)
    asked = Request.objects.get()
    assert "kontaktpersonerna får besked" in page.text
    assert "saknar kontaktperson: skickas som brev" in page.text  # SCB has none
    assert "allmän handling" in page.text
    page = client.post(to_part("request-sending", asked.pk), typed(), follow=True)
    assert "Förfrågan är skickad." in page.text
    assert reverse("reporting:request-letter", args=[asked.answers.get(organisation__key="scb").pk]) in page.text
    listed = client.get(reverse("dialogue:requests", args=[make.strategy.slug])).text
    assert "0 av 2" in listed.replace("\n", " ")
    assert client.get(reverse("dialogue:requests", args=[make.strategy.slug]) + "?format=xlsx").status_code == 200


def test_a_contact_answers_from_the_request(answer: Answer, make: Making, cast: Cast, browse: Browse) -> None:
    """Told nothing of whom else it was put to."""
    sida = make.organisation("sida")
    assert sida in answer.request.organisations.all()
    client = browse(cast.contact)
    page = client.get(answer.request.get_absolute_url()).text
    assert "Hur fungerar samordningen?" in page
    assert [name for name in (sida.name, sida.short_name) if name in page] == []
    file = SimpleUploadedFile("bild.txt", b"Bilagan", "text/plain")
    sent = typed(text="Den fungerar.", documents=file, action="submit")
    page = client.post(to_part("answer-part-new", answer.pk), sent, follow=True).text
    assert "Svaret är skickat." in page
    assert "Den fungerar." in page
    assert "bild.txt" in page
    officer = browse(cast.officer)
    assert "Nytt</b>" in officer.get(answer.request.get_absolute_url()).text
    assert "Nytt</b>" not in officer.get(answer.request.get_absolute_url()).text


def test_nothing_to_add_is_one_press(answer: Answer, cast: Cast, browse: Browse) -> None:
    page = browse(cast.contact).post(to_part("answer-nothing", answer.pk), typed(), follow=True).text
    assert "Vi har inget att tillägga." in page
    answer.refresh_from_db()
    assert answer.state == "answered"


def test_an_officer_is_not_told_that_somebody_writes(answer: Answer, cast: Cast, browse: Browse) -> None:
    client = browse(cast.officer)
    before = client.get(answer.request.get_absolute_url()).text
    part = begin_part(answer=answer, by=cast.contact)
    part.text, part.is_shared = "Ett utkast.", True
    save_part(piece=part, by=cast.contact)
    after = client.get(answer.request.get_absolute_url()).text
    assert "Ett utkast." not in after
    assert (before.count("<li"), before.count("inget svar än")) == (after.count("<li"), after.count("inget svar än"))


def test_a_request_that_closes_while_somebody_writes_leaves_the_text_in_the_form(
    answer: Answer, cast: Cast, browse: Browse
) -> None:
    client = browse(cast.contact)
    close_request(request=answer.request, by=cast.officer)
    sent = typed(text="Det sista ordet.", action="submit")
    page = client.post(to_part("answer-part-new", answer.pk), sent)
    assert (page.status_code, "Det sista ordet." in page.text) == (422, True)
    assert "avslutad och tar inte emot fler svar" in page.text
    client.post(to_part("answer-part-new", answer.pk), typed(text="Det sista ordet.", action="draft"))
    assert AnswerPart.objects.get().text == "Det sista ordet."


def test_what_is_written_on_after_a_colleague_has_sent_it_can_be_sent_as_an_addition(
    answer: Answer, make: Making, cast: Cast, browse: Browse
) -> None:
    colleague = make_user("same_agency", Role.CONTACT, make.strategy, answer.organisation)
    part = begin_part(answer=answer, by=cast.contact)
    part.text, part.is_shared = "Vårt svar.", True
    save_part(piece=part, by=cast.contact)
    send_part(piece=part, by=colleague)
    client = browse(cast.contact)
    late = typed(text="Vårt svar, med mer.", version=1, action="submit")
    page = client.post(to_part("answer-part-edit", part.pk), late)
    assert "Texten är redan skickad." in page.text
    assert "Vårt svar, med mer." in page.text
    assert f'action="{to_part("answer-part-new", answer.pk)}"' in page.text
    assert AnswerPart.objects.get().text == "Vårt svar."


def test_a_draft_is_handed_over_on_its_page(answer: Answer, make: Making, cast: Cast, browse: Browse) -> None:
    colleague = make_user("same_agency", Role.CONTACT, make.strategy, answer.organisation)
    client = browse(cast.contact)
    client.post(to_part("answer-part-new", answer.pk), typed(text="Halva svaret.", action="draft"))
    part = AnswerPart.objects.get()
    assert "Same_agency" in client.get(to_part("answer-part-edit", part.pk)).text
    page = client.post(to_part("answer-part-handover", part.pk), typed(to=colleague.pk), follow=True).text
    assert "överlämnat" in page
    assert client.get(to_part("answer-part-edit", part.pk)).status_code == 404
    assert "Halva svaret." in browse(colleague).get(to_part("answer-part-edit", part.pk)).text


def test_an_officer_asks_for_more_and_enters_what_came_by_mail(answer: Answer, cast: Cast, browse: Browse) -> None:
    client = browse(cast.officer)
    assert "Begär mer" not in client.get(answer.request.get_absolute_url()).text  # nothing has come yet
    browse(cast.contact).post(to_part("answer-nothing", answer.pk), typed())
    assert "1 av 2 har svarat" in client.get(answer.request.get_absolute_url()).text
    refused = client.post(to_part("answer-more", answer.pk), typed(reason=""))
    assert refused.status_code == 422
    page = client.post(to_part("answer-more", answer.pk), typed(reason="Vilka regioner?"), follow=True).text
    assert "Mer är begärt" in page
    assert "Vilka regioner?" in browse(cast.contact).get(answer.request.get_absolute_url()).text
    came = typed(received_on="2021-06-28", documents=SimpleUploadedFile("svar.eml", mail(), "message/rfc822"))
    page = client.post(to_part("answer-entry", answer.pk), came, follow=True).text
    assert "Svaret är inskrivet." in page
    assert "svar.eml" in page


def test_what_is_asked_and_who_has_not_answered_waits(answer: Answer, cast: Cast) -> None:
    """For contacts what they are asked; for whoever asked how many are silent, and then what is new."""

    def tasks(user: User, group: str) -> list[str]:
        return [
            task.text for task in getattr(what_waits(User.objects.get(pk=user.pk)), group) if "samrådet" in task.text
        ]

    assert tasks(cast.contact, "own") == ["Besvara: Frågor inför samrådet"]
    assert tasks(cast.officer, "others") == ["Svar väntas: Frågor inför samrådet"]
    assert tasks(cast.colleague, "others") == []
    part = begin_part(answer=answer, by=cast.contact)
    part.text = "Ja."
    send_part(piece=part, by=cast.contact)
    assert (tasks(cast.contact, "own"), tasks(cast.officer, "own")) == ([], ["1 nytt svar: Frågor inför samrådet"])
    Answer.objects.update(answer_by="2021-01-01")
    late = next(task for task in what_waits(User.objects.get(pk=cast.other_contact.pk)).own if "samrådet" in task.text)
    assert (late.late, late.detail) == (True, "skulle ha besvarats 1 jan 2021")
