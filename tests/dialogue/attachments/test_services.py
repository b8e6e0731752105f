import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from dialogue.attachments.models import Attachment
from dialogue.attachments.services import attach, remove_attachment
from dialogue.files.uploads import admit
from dialogue.meetings.services import change_event
from strategy.access import Classification
from strategy.people.models import User
from strategy.records.refusals import TransitionRefused
from tests.making import Making
from tests.making_files import mail, photo

pytestmark = pytest.mark.django_db

CONTENT = b"Anteckningar fr\xc3\xa5n bes\xc3\xb6ket"


def test_file_is_kept_with_its_checksum_under_a_name_that_cannot_be_guessed(
    make: Making, officer: User, media_folder: Path
) -> None:
    attachment = attach(file=admit(ContentFile(CONTENT, "besök.txt")), to=make.event(), by=officer)
    assert (attachment.name, attachment.content_type, attachment.size) == ("besök.txt", "text/plain", len(CONTENT))
    assert attachment.sha256 == hashlib.sha256(CONTENT).hexdigest()
    stored = Path(attachment.file.path)
    assert stored.read_bytes() == CONTENT
    assert stored.is_relative_to(media_folder)
    assert "besök" not in stored.name
    assert len(stored.stem) >= 40


def test_file_follows_the_marking_of_what_it_belongs_to_up_and_down(make: Making, officer: User) -> None:
    event = make.event(classification=Classification.SECRET)
    attachment = attach(file=admit(ContentFile(CONTENT, "besök.txt")), to=event, by=officer)
    assert (attachment.classification, attachment.effective_classification) == ("open", "secret")
    event.classification, event.lowering_reason = Classification.WORKING, "Det är inte längre känsligt."
    event.secrecy_provision, event.secrecy_marked_on, event.secrecy_authority = None, None, ""
    change_event(event=event, by=officer, expected_version=event.version)
    attachment.refresh_from_db()
    assert attachment.effective_classification == "working"


def test_file_of_a_kind_that_is_not_accepted_leaves_no_row(make: Making, officer: User) -> None:
    with pytest.raises(ValidationError, match="tas inte emot"):
        attach(file=admit(ContentFile(b"MZ\x90\x00", "besök.exe")), to=make.event(), by=officer)
    assert Attachment.objects.count() == 0


def test_file_of_a_submitted_observation_stays(make: Making, contact: User) -> None:
    attachment = make.attachment(make.observation())
    with pytest.raises(TransitionRefused, match="ligger kvar"):
        remove_attachment(attachment=attachment, by=contact)


def test_file_of_a_draft_goes_to_the_bin(make: Making, contact: User) -> None:
    attachment = make.attachment(make.observation(state="draft"))
    remove_attachment(attachment=attachment, by=contact)
    assert list(Attachment.objects.binned()) == [attachment]


def test_there_is_an_end_to_how_many_files_belong_to_one_meeting(
    make: Making, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dialogue.attachments.services.MOST_OF_ONE", 2)
    event = make.event()
    attach(file=admit(ContentFile(CONTENT, "1.txt")), to=event, by=officer)
    second = attach(file=admit(ContentFile(CONTENT, "2.txt")), to=event, by=officer)
    with pytest.raises(ValidationError, match="redan 2 bilagor"):
        attach(file=admit(ContentFile(CONTENT, "3.txt")), to=event, by=officer)
    remove_attachment(attachment=second, by=officer)
    attach(file=admit(ContentFile(CONTENT, "3.txt")), to=event, by=officer)


def test_a_mail_is_kept_whole_with_what_it_says_beside_it(make: Making, officer: User) -> None:
    sent = mail()
    attachment = attach(file=admit(ContentFile(sent, "fråga.eml")), to=make.event(), by=officer)
    attachment.refresh_from_db()
    assert attachment.file.read() == sent
    assert attachment.is_mail
    assert (attachment.mail_sender, attachment.mail_subject) == ("Åsa Öberg <asa@example.org>", "Fråga om återtagande")
    assert attachment.mail_sent_at == datetime(2022, 2, 7, 9, 5, tzinfo=UTC)
    assert attachment.mail_text == "Hej, här kommer underlaget."


def test_a_photo_has_a_thumbnail_under_a_name_of_its_own(make: Making, officer: User, media_folder: Path) -> None:
    attachment = attach(file=admit(ContentFile(photo(), "foto.jpg")), to=make.event(), by=officer)
    stored = Path(attachment.thumbnail.path)
    assert stored.is_relative_to(media_folder)
    assert stored.stem not in {Path(attachment.file.path).stem, "foto"}
    assert len(stored.stem) >= 40


def test_what_is_neither_mail_nor_photo_has_nothing_beside_it(make: Making, officer: User) -> None:
    attachment = attach(file=admit(ContentFile(CONTENT, "besök.txt")), to=make.event(), by=officer)
    attachment.refresh_from_db()
    told = (attachment.mail_sender, attachment.mail_subject, attachment.mail_sent_at, attachment.mail_text)
    assert (*told, bool(attachment.thumbnail), attachment.is_mail) == ("", "", None, "", False, False)
