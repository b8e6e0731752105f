from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from dialogue.requests.models import Answer, Request
from dialogue.requests.services import (
    change_request,
    close_request,
    draft_request,
    keep_request,
    remove_request,
    reopen_request,
    send_request,
)
from reporting.archive.registry.entries import waiting
from strategy.access import Classification
from strategy.notices.models import Notice
from strategy.people.models import User
from strategy.records.log.models import AuditEntry
from strategy.records.refusals import TransitionRefused
from tests.conftest import Cast
from tests.making import Making

pytestmark = pytest.mark.django_db


def told(user: User) -> list[str]:
    return list(Notice.objects.of(user).order_by("pk").values_list("kind", flat=True))


def test_a_request_is_put_to_its_organisations_when_it_is_sent(make: Making, cast: Cast) -> None:
    """Its contacts are told, and nobody before; it stands in the log and with the registrar."""
    asked = Request(strategy=make.strategy, title="Inför samrådet", questions="Vad ser ni?\n\n Vad saknas? ")
    asked.answer_by = make.strategy.today()
    chosen = [make.organisation("migrationsverket"), make.organisation("scb")]
    draft_request(request=asked, organisations=chosen, by=cast.officer)
    assert (asked.numbered, asked.answers.count(), told(cast.contact)) == (["Vad ser ni?", "Vad saknas?"], 0, [])
    assert asked not in Request.objects.visible_to(cast.contact)
    send_request(request=asked, by=cast.officer)
    assert {answer.organisation.key for answer in asked.answers.all()} == {"migrationsverket", "scb"}
    assert (told(cast.contact), told(cast.other_contact)) == (["asked"], [])
    assert list(Request.objects.visible_to(cast.contact)) == [asked]
    assert list(Request.objects.visible_to(cast.other_contact)) == []
    entry = AuditEntry.objects.get(verb="released", object_id=asked.pk)
    assert (entry.by, entry.details) == (cast.officer, {"organisations": ["migrationsverket", "scb"]})
    assert asked in [found.thing for found in waiting(cast.officer, make.strategy)]


def test_a_request_is_not_sent_to_nobody_nor_for_a_day_that_has_been(make: Making, officer: User) -> None:
    asked = make.request((), state="draft")
    with pytest.raises(ValidationError, match="minst en organisation"):
        send_request(request=asked, by=officer)
    late = make.request(state="draft", answer_by=make.strategy.today() - timedelta(1))
    with pytest.raises(ValidationError, match="har redan varit"):
        send_request(request=late, by=officer)
    assert Answer.objects.count() == 0


def test_a_request_has_one_to_ten_questions(make: Making) -> None:
    make.request(questions="\n".join(f"Fråga {number}?" for number in range(10)))
    with pytest.raises(ValidationError, match="högst 10 frågor"):
        make.request(questions="\n".join(f"Fråga {number}?" for number in range(11)))


@pytest.mark.both
def test_what_was_sent_is_never_written_over(make: Making, officer: User) -> None:
    """By no service, and not in the database either."""
    asked = make.request()
    with pytest.raises(TransitionRefused, match="skickad"):
        change_request(request=asked, organisations=[], by=officer, expected_version=asked.version)
    with pytest.raises(TransitionRefused, match="skickad"):
        remove_request(request=asked, by=officer)
    part = make.answer_part(asked.answers.all()[0])
    for thing, field in ((asked, "questions"), (part, "text"), (part, "kind")):
        with pytest.raises(IntegrityError, match="_sent"), transaction.atomic():
            type(thing)._base_manager.filter(pk=thing.pk).update(**{field: "more"})
    part.registry_number = "Ju2021/00007"  # a number is no part of what was sent
    part.save()


def test_the_marking_of_a_request_reaches_its_answers_and_their_files(make: Making, officer: User) -> None:
    asked = make.request(classification="secret")
    part = make.answer_part(asked.answers.all()[0], classification="open")
    file = make.attachment(part, classification="open")
    assert (part.effective_classification, file.effective_classification) == ("secret", "secret")
    asked.classification, asked.lowering_reason = Classification.WORKING, "Det är inte längre känsligt."
    asked.secrecy_provision, asked.secrecy_marked_on, asked.secrecy_authority = None, None, ""
    keep_request(request=asked, by=officer, expected_version=asked.version)
    part.refresh_from_db()
    file.refresh_from_db()
    assert (part.effective_classification, file.effective_classification) == ("working", "working")


def test_another_day_holds_for_those_who_have_not_answered(make: Making, officer: User) -> None:
    asked = make.request()
    answered = asked.answers.order_by("pk")[0]
    Answer.objects.filter(pk=answered.pk).update(state="answered")
    before, asked.answer_by = asked.answer_by, asked.answer_by + timedelta(7)
    keep_request(request=asked, by=officer, expected_version=asked.version)
    assert [answer.answer_by for answer in asked.answers.order_by("pk")] == [before, asked.answer_by]


def test_more_are_asked_the_same_afterwards(make: Making, cast: Cast) -> None:
    asked = make.request(["sida"])
    more = [make.organisation("migrationsverket")]

    keep_request(request=asked, by=cast.officer, expected_version=asked.version, more=more)

    assert [answer.organisation.key for answer in asked.answers.order_by("pk")] == ["sida", "migrationsverket"]
    assert Request.objects.visible_to(cast.contact).get() == asked
    assert Notice.objects.of(cast.contact).get().kind == "asked"
    close_request(request=asked, by=cast.officer)
    with pytest.raises(TransitionRefused, match="Öppna den igen"):
        keep_request(request=asked, by=cast.officer, expected_version=asked.version, more=[make.organisation("scb")])


def test_a_closed_request_can_be_opened_again_and_a_draft_removed(make: Making, officer: User) -> None:
    asked, draft = make.request(), make.request(state="draft")
    close_request(request=asked, by=officer)
    assert not Answer.objects.waiting().exists()
    reopen_request(request=asked, by=officer)
    assert Answer.objects.waiting().count() == 2
    with pytest.raises(TransitionRefused, match="inte skickad"):
        reopen_request(request=draft, by=officer)
    remove_request(request=draft, by=officer)
    assert list(Request.objects.in_bin_for(officer)) == [draft]


def test_a_request_for_a_secret_meeting_shows_it_to_none_that_may_not_see_it(make: Making, cast: Cast) -> None:
    """The request goes to others, and takes no marking from the meeting that it is put for."""
    asked = make.request(event=make.event(title="Hemligt samråd", classification="secret"))
    assert asked.effective_classification == "working"
    assert asked in Request.objects.visible_to(cast.reader)
