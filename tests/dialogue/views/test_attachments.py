from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from dialogue.models import Attachment
from strategy.access import Classification
from strategy.models import Membership, SecrecyProvision, User
from strategy.services import save_record
from tests.conftest import ROLES, Cast
from tests.making import DAY, Making

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]


def url_of(attachment: Attachment) -> str:
    return reverse("dialogue:attachment", args=[attachment.pk])


def readers(make: Making, cast: Cast, browse: Browse, attachment: Attachment) -> set[str]:
    return {role for role in ROLES if browse(cast[role]).get(url_of(attachment)).status_code == 200}


def test_file_is_always_a_download_of_its_own_kind(make: Making, officer: User, browse: Browse) -> None:
    response = browse(officer).get(url_of(make.attachment(make.event())))
    assert response.getvalue() == b"underlag"
    assert response["Content-Disposition"] == 'attachment; filename="underlag.txt"'
    assert response["Content-Type"] == "text/plain"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]


def test_file_of_a_meeting_is_seen_as_the_meeting(make: Making, cast: Cast, browse: Browse) -> None:
    attachment = make.attachment(make.event())
    assert readers(make, cast, browse, attachment) == {"officer", "colleague", "head", "delegation", "reader"}


def test_secret_file_of_a_meeting_is_not_for_readers(make: Making, cast: Cast, browse: Browse) -> None:
    attachment = make.attachment(make.event(), classification=Classification.SECRET)
    assert readers(make, cast, browse, attachment) == {"officer", "colleague", "head", "delegation"}


def test_file_of_an_observation_is_seen_as_the_observation(make: Making, cast: Cast, browse: Browse) -> None:
    submitted = make.attachment(make.observation())
    assert readers(make, cast, browse, submitted) == {"officer", "colleague", "head", "contact"}
    accepted = make.attachment(make.observation(state="accepted"))
    seen_by = {"officer", "colleague", "head", "delegation", "reader", "contact"}
    assert readers(make, cast, browse, accepted) == seen_by
    draft = make.attachment(make.observation(state="draft"))
    assert readers(make, cast, browse, draft) == {"contact"}


def test_two_roles_together_open_no_secret_file_that_neither_opens(make: Making, cast: Cast, browse: Browse) -> None:
    observation = make.observation(state="accepted")
    attachment = make.attachment(observation, classification=Classification.SECRET)
    both = cast.other_contact
    Membership.objects.create(user=both, role="reader", strategy=make.strategy, since=date(2020, 1, 1))
    assert browse(both).get(observation.get_absolute_url()).status_code == 200
    assert browse(both).get(url_of(attachment)).status_code == 404
    assert browse(cast.contact).get(url_of(attachment)).status_code == 200


def test_file_is_attached_to_a_meeting(make: Making, officer: User, browse: Browse) -> None:
    event = make.event()
    url = reverse("dialogue:event-attachments", args=[event.pk])
    response = browse(officer).post(url, {"file": SimpleUploadedFile("rapport.pdf", b"%PDF-1.7 rapport")})
    assert response["Location"] == f"/meetings/{event.pk}/#attachments"
    assert event.attachments.get().name == "rapport.pdf"


def test_file_that_is_not_accepted_is_told_in_the_form(make: Making, officer: User, browse: Browse) -> None:
    event = make.event()
    url = reverse("dialogue:event-attachments", args=[event.pk])
    response = browse(officer).post(url, {"file": SimpleUploadedFile("program.pdf", b"MZ\x90\x00")})
    assert response.status_code == 422
    assert "Filen är av ett slag som inte tas emot" in response.text
    assert not event.attachments.exists()


def test_file_is_removed_by_those_who_write_what_it_belongs_to(make: Making, cast: Cast, browse: Browse) -> None:
    of_meeting = make.attachment(make.event())
    of_draft = make.attachment(make.observation(state="draft"))
    for attachment, role in ((of_meeting, "reader"), (of_meeting, "contact"), (of_draft, "officer")):
        url = reverse("dialogue:attachment-removal", args=[attachment.pk])
        assert browse(cast[role]).post(url).status_code == 404
    for attachment, role in ((of_meeting, "delegation"), (of_draft, "contact")):
        url = reverse("dialogue:attachment-removal", args=[attachment.pk])
        assert browse(cast[role]).post(url).status_code == 302
    assert not Attachment.objects.present().exists()


def test_file_of_a_sent_observation_stays(make: Making, contact: User, browse: Browse) -> None:
    attachment = make.attachment(make.observation())
    browse(contact).post(reverse("dialogue:attachment-removal", args=[attachment.pk]))
    attachment.refresh_from_db()
    assert attachment.removed_at is None


ASKED_AGAIN: dict[str, dict[str, str]] = {
    "by its tag": {"If-None-Match": "*"},
    "by its day": {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"},
    "for a part": {"Range": "bytes=0-3"},
    "for a part, if it is the same": {"Range": "bytes=0-3", "If-Range": "Fri, 01 Jan 2100 00:00:00 GMT"},
}


def told_by(response: Any) -> dict[str, str]:
    """The headers but for the request's own number, and the length, in which the number in the address counts."""
    own = {"X-Request-ID", "Content-Length"}
    return {name: value for name, value in response.headers.items() if name not in own}


@pytest.mark.parametrize("headers", ASKED_AGAIN.values(), ids=ASKED_AGAIN)
def test_a_file_that_is_no_longer_seen_is_not_there_however_it_is_asked_for(
    headers: dict[str, str], make: Making, reader: User, browse: Browse
) -> None:
    attachment, client = make.attachment(make.event()), browse(reader)
    first = client.get(url_of(attachment))
    for name in ("ETag", "Last-Modified", "Accept-Ranges", "Content-Range"):
        assert name not in first.headers
    assert client.get(url_of(attachment), headers=headers).getvalue() == b"underlag"

    attachment.classification = "secret"
    attachment.secrecy_provision = SecrecyProvision.objects.get(reference="OSL 15:1")
    attachment.secrecy_marked_on, attachment.secrecy_authority = DAY, "Justitiedepartementet"
    save_record(record=attachment, by=make.officer)

    for method in (client.get, client.head):
        hidden = method(url_of(attachment), headers=headers)
        missing = method(reverse("dialogue:attachment", args=[10**6]), headers=headers)
        assert (hidden.status_code, missing.status_code) == (404, 404)
        assert told_by(hidden) == told_by(missing)


def test_the_head_of_a_file_is_the_file_without_its_content(make: Making, officer: User, browse: Browse) -> None:
    response = browse(officer).head(url_of(make.attachment(make.event())))

    assert (response.status_code, response["Content-Length"]) == (200, "8")
    assert b"".join(response) == b""
