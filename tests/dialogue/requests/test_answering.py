"""How an organisation answers, and that nothing of it is lost."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from dialogue.attachments.models import Attachment
from dialogue.attachments.services import remove_attachment
from dialogue.files.uploads import admit
from dialogue.pieces.services import discard
from dialogue.requests.answering import (
    ask_for_more,
    begin_part,
    enter_answer,
    hand_over,
    nothing_to_add,
    save_part,
    send_part,
)
from dialogue.requests.models import Answer
from dialogue.requests.parts import AnswerPart, RequestReading, unread_parts
from dialogue.requests.services import close_request, reopen_request
from reporting.archive.registry.entries import waiting
from strategy.access import Role
from strategy.notices.models import Notice
from strategy.notices.services import tell_what_is_due
from strategy.people.models import User
from strategy.records.refusals import Conflict, TransitionRefused
from tests.conftest import Cast
from tests.making import Making, make_user
from tests.making_files import mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def answer(make: Making) -> Answer:
    """The Migration Agency's thread of a request that an officer answers for."""
    return make.request(owner=make.officer).answers.get(organisation__key="migrationsverket")


@pytest.fixture
def same_agency(make: Making) -> User:
    return make_user("same_agency", Role.CONTACT, make.strategy, make.organisation("migrationsverket"))


def written(answer: Answer, by: User, text: str = "Det går framåt.", **fields: object) -> AnswerPart:
    part = begin_part(answer=answer, by=by)
    for name, value in {"text": text, **fields}.items():
        setattr(part, name, value)
    return part


def told(user: User) -> list[tuple[str, str]]:
    """Kind and occasion's last word, and forgets it."""
    notices = Notice.objects.of(user).order_by("pk")
    found = [(notice.kind, notice.occasion.rpartition(" ")[2]) for notice in notices]
    notices.delete()
    return found


def kinds(user: User) -> list[str]:
    return [kind for kind, _word in told(user)]


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_an_answer_is_its_writers_until_it_is_shared_and_everybodys_there_when_it_is_sent(
    answer: Answer, cast: Cast, same_agency: User
) -> None:
    part = save_part(piece=written(answer, cast.contact), by=cast.contact)
    others = (same_agency, cast.officer, cast.head, cast.other_contact)
    assert [user for user in others if AnswerPart.objects.visible_to(user).exists()] == []
    part.is_shared = True
    save_part(piece=part, by=cast.contact)
    assert [user for user in others if AnswerPart.objects.visible_to(user).exists()] == [same_agency]
    send_part(piece=part, by=same_agency)  # a colleague sends what was shared
    answer.refresh_from_db()
    assert (answer.state, part.author) == ("answered", cast.contact)
    seeing = {name for name in ("officer", "head", "delegation", "reader", "contact", "other_contact", "admin")
              if AnswerPart.objects.visible_to(cast[name]).exists()}  # fmt: skip
    assert seeing == {"officer", "head", "contact"}
    assert (kinds(cast.officer), kinds(cast.colleague)) == (["replied"], [])
    assert part in [found.thing for found in waiting(cast.officer, answer.strategy)]


def test_two_people_answer_at_once(answer: Answer, cast: Cast, same_agency: User) -> None:
    """Each piece is kept; on one that they share, the second sees what the first wrote."""
    send_part(piece=written(answer, cast.contact, "Det ena."), by=cast.contact)
    stale = Answer.objects.get(pk=answer.pk)
    send_part(piece=written(stale, same_agency, "Det andra."), by=same_agency)
    assert [part.text for part in AnswerPart.objects.sent()] == ["Det ena.", "Det andra."]
    shared = save_part(piece=written(answer, cast.contact, "Ett utkast.", is_shared=True), by=cast.contact)
    one, other = (AnswerPart.objects.get(pk=shared.pk) for _ in range(2))
    one.text, other.text = "Min mening.", "Din mening."
    save_part(piece=one, by=cast.contact, expected_version=shared.version)
    with pytest.raises(Conflict) as conflict:
        send_part(piece=other, by=same_agency, expected_version=shared.version)
    assert conflict.value.record.text == "Min mening."
    assert AnswerPart.objects.get(pk=shared.pk).state == "draft"


def test_a_request_that_is_closed_while_somebody_writes_keeps_what_they_wrote(answer: Answer, cast: Cast) -> None:
    part = save_part(piece=written(answer, cast.contact), by=cast.contact)
    close_request(request=answer.request, by=cast.officer)
    part.text = "Det sista ordet."
    with pytest.raises(TransitionRefused, match="avslutad och tar inte emot fler svar"):
        send_part(piece=part, by=cast.contact)
    part = AnswerPart.objects.get(pk=part.pk)
    part.text = "Det sista ordet."
    save_part(piece=part, by=cast.contact)
    reopen_request(request=answer.request, by=cast.officer)
    send_part(piece=part, by=cast.contact)
    assert AnswerPart.objects.visible_to(cast.officer).get().text == "Det sista ordet."


def test_a_contact_whose_role_ends_in_the_middle(answer: Answer, cast: Cast, same_agency: User) -> None:
    """Nothing more is taken from them, what they shared goes on without them, and the rest waits for their return."""
    own = save_part(piece=written(answer, cast.contact, "Mitt eget."), by=cast.contact)
    shared = save_part(piece=written(answer, cast.contact, "Vårt.", is_shared=True), by=cast.contact)
    membership = cast.contact.memberships.get()
    membership.until = date(2021, 1, 1)
    membership.save()
    with pytest.raises(TransitionRefused, match="Bara en kontaktperson för Migrationsverket"):
        send_part(piece=own, by=cast.contact)
    assert list(AnswerPart.objects.visible_to(fresh(cast.contact))) == []
    send_part(piece=shared, by=same_agency)
    assert AnswerPart.objects.get(pk=own.pk).text == "Mitt eget."
    membership.until = None
    membership.save()
    assert own in AnswerPart.objects.visible_to(fresh(cast.contact))


def test_an_organisation_that_is_renamed_keeps_its_answers_under_the_new_name(answer: Answer, cast: Cast) -> None:
    part = send_part(piece=written(answer, cast.contact), by=cast.contact)
    agency = answer.organisation
    agency.name, agency.abbreviation = "Verket för migration", ""
    agency.save()
    part = AnswerPart.objects.visible_to(cast.officer).with_parts().get(pk=part.pk)
    assert (str(part.organisation), part.text) == ("Verket för migration", "Det går framåt.")
    assert str(Answer.objects.get(pk=answer.pk)) == "Frågor inför samrådet – Verket för migration"


@pytest.mark.both
@pytest.mark.parametrize("last", [date(2027, 3, 28), date(2027, 10, 31)], ids=["spring", "autumn"])
def test_a_deadline_on_the_night_clocks_change(make: Making, cast: Cast, last: date) -> None:
    """It is late when the day is over in Sweden, not an hour before or after."""
    is_winter_after = last.month == 10
    midnight = datetime(last.year, last.month, last.day, 23 if is_winter_after else 22, tzinfo=UTC)
    with time_machine.travel(midnight - timedelta(minutes=1), tick=False):
        asked = make.request(["migrationsverket"], answer_by=last, owner=cast.officer)
        assert not Answer.objects.filter(Answer.objects.all().are_late(make.strategy.today())).exists()
        tell_what_is_due()
        assert (told(cast.contact), told(cast.officer)) == ([("due", "day")], [])
    with time_machine.travel(midnight, tick=False):
        late = Answer.objects.get(request=asked)
        assert late.is_late
        tell_what_is_due()
        assert (kinds(cast.contact), kinds(cast.officer)) == (["late"], ["late"])


def test_reminders_come_a_week_before_a_day_before_and_after_each_once(make: Making, cast: Cast) -> None:
    today = make.strategy.today()
    asked = make.request(owner=cast.officer, answer_by=today + timedelta(8))
    found = []
    for days in (0, 1, 2, 7, 8, 9, 10):
        make.strategy.demonstration_on = today + timedelta(days)
        make.strategy.save()
        tell_what_is_due()
        tell_what_is_due()
        found.append((days, *(kind if word != "day" else "due tomorrow" for kind, word in told_since(cast.contact))))
    assert found == [(0,), (1, "due"), (2,), (7, "due tomorrow"), (8,), (9, "late"), (10,)]
    nothing_to_add(answer=asked.answers.get(organisation__key="migrationsverket"), by=cast.contact)
    assert list(Answer.objects.waiting().values_list("organisation__key", flat=True)) == ["sida"]


def told_since(user: User) -> list[tuple[str, str]]:
    """Without forgetting what was told: told again is told once."""
    notices = list(Notice.objects.of(user).filter(read_at=None).order_by("pk"))
    Notice.objects.of(user).update(read_at=datetime.now(UTC))
    return [(notice.kind, notice.occasion.rpartition(" ")[2]) for notice in notices]


def test_nothing_to_add_is_an_answer(answer: Answer, cast: Cast) -> None:
    part = nothing_to_add(answer=answer, by=cast.contact)
    answer.refresh_from_db()
    assert (answer.state, part.state, part.kind) == ("answered", "sent", "nothing")
    with pytest.raises(TransitionRefused, match="Bara en kontaktperson"):
        nothing_to_add(answer=answer, by=cast.other_contact)


def test_an_answer_needs_a_text_an_observation_or_a_file(answer: Answer, make: Making, cast: Cast) -> None:
    with pytest.raises(ValidationError, match="Skriv ett svar"):
        send_part(piece=written(answer, cast.contact, ""), by=cast.contact)
    assert AnswerPart.objects.count() == 0
    send_part(piece=written(answer, cast.contact, "", observation=make.observation()), by=cast.contact)
    file = admit(ContentFile(b"Bilagan", "svar.txt"))
    sent = send_part(piece=written(answer, cast.contact, ""), by=cast.contact, files=[file])
    attached = Attachment.objects.visible_to(cast.officer).get(answer_part=sent)
    with pytest.raises(TransitionRefused, match="Filen är skickad"):
        remove_attachment(attachment=attached, by=cast.contact)


def test_what_was_sent_takes_an_addition_and_the_officer_sees_what_is_new(answer: Answer, cast: Cast) -> None:
    first = send_part(piece=written(answer, cast.contact), by=cast.contact)
    assert list(unread_parts(cast.officer)) == [first]
    RequestReading.note(answer.request, cast.officer)
    first.text = "Något annat."
    with pytest.raises(TransitionRefused, match="redan skickad"):
        save_part(piece=first, by=cast.contact)
    addition = send_part(piece=written(answer, cast.contact, "Ett tillägg."), by=cast.contact)
    assert (list(unread_parts(cast.officer)), unread_parts(cast.head).count()) == ([addition], 2)
    assert AnswerPart.objects.get(pk=first.pk).text == "Det går framåt."


def test_more_is_asked_for_with_a_reason_that_is_kept(answer: Answer, cast: Cast) -> None:
    nothing_to_add(answer=answer, by=cast.contact)
    told(cast.contact)
    until = answer.answer_by + timedelta(7)
    answer.refresh_from_db()
    with pytest.raises(ValidationError, match="Skriv vad ni behöver veta"):
        ask_for_more(answer=answer, reason=" ", by=cast.officer)
    ask_for_more(answer=answer, reason="Vilka regioner?", until=until, by=cast.officer)
    answer.refresh_from_db()
    assert (answer.state, answer.answer_by, kinds(cast.contact)) == ("returned", until, ["returned"])
    asked = AnswerPart.objects.visible_to(cast.contact).get(kind="more")
    assert (asked.text, asked.author) == ("Vilka regioner?", cast.officer)
    send_part(piece=written(answer, cast.contact, "Norr och väst."), by=cast.contact)
    answer.refresh_from_db()
    assert (answer.state, unread_parts(cast.colleague).count()) == ("answered", 2)  # and not what was asked


def test_a_draft_is_handed_to_a_colleague_or_thrown_away(answer: Answer, cast: Cast, same_agency: User) -> None:
    part = save_part(piece=written(answer, cast.contact), by=cast.contact)
    with pytest.raises(TransitionRefused, match="Bara en kontaktperson"):
        hand_over(part=part, to=cast.other_contact, by=cast.contact)
    hand_over(part=part, to=same_agency, by=cast.contact)
    assert (list(AnswerPart.objects.visible_to(cast.contact)), kinds(same_agency)) == ([], ["asked"])
    with pytest.raises(TransitionRefused, match="Bara den som skriver"):
        discard(piece=part, by=cast.contact)
    discard(piece=part, by=same_agency)
    assert (AnswerPart.objects.in_bin().count(), AnswerPart.objects.thrown_away().count()) == (0, 1)


def test_what_came_by_mail_is_entered_with_the_mail(answer: Answer, cast: Cast) -> None:
    """After the request is closed too."""
    close_request(request=answer.request, by=cast.officer)
    part = begin_part(answer=answer, by=cast.officer, kind="entered")
    with pytest.raises(ValidationError, match="Skriv in svaret"):
        enter_answer(part=part, by=cast.officer, files=[])
    part.received_on = answer.strategy.today()
    enter_answer(part=part, by=cast.officer, files=[admit(ContentFile(mail(), "svar.eml"))])
    answer.refresh_from_db()
    assert (answer.state, part.state, part.attachments.get().name) == ("answered", "sent", "svar.eml")
    assert AnswerPart.objects.visible_to(cast.contact).get() == part
