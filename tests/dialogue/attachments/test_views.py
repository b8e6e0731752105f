import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from dialogue.attachments.models import Attachment
from dialogue.attachments.services import attach, remove_attachment
from dialogue.files.uploads import admit
from strategy.access import Classification
from strategy.people.models import Membership, User
from strategy.records.models import SecrecyProvision
from strategy.records.services import save_record
from tests.conftest import ROLES, Cast
from tests.folding import folded
from tests.making import DAY, Making
from tests.making_files import mail, photo

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
    assert "Filen är ett program, och sådana tas inte emot." in response.text
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


# ------------------------------------------------------------------ mails and photos


def attached(make: Making, officer: User, content: bytes, name: str) -> Attachment:
    return attach(file=admit(ContentFile(content, name)), to=make.event(), by=officer)


def test_a_mail_on_a_page_says_who_when_and_what_folded_and_escaped(
    make: Making, officer: User, browse: Browse
) -> None:
    found = attached(make, officer, mail("Hej <b>alla</b>\nrad två\n\nNytt stycke\n"), "fråga.eml")
    page = browse(officer).get(f"/meetings/{found.event_id}/").text
    details = page[page.index('<details class="fold mail">') :]
    shown = folded(details[: details.index("</details>")])
    assert 'Åsa Öberg &lt;asa@example.org&gt;<span class="nowrap">· 7 februari 2022 10:05</span></summary>' in shown
    assert "Fråga om återtagande</b>" in shown
    assert "<p>Hej &lt;b&gt;alla&lt;/b&gt;<br>rad två</p><p>Nytt stycke</p>" in shown


def test_a_mail_is_told_of_on_the_pages_of_an_observation(make: Making, contact: User, browse: Browse) -> None:
    draft = make.observation(state="draft")
    attach(file=admit(ContentFile(mail("Från fältet\n"), "fält.eml")), to=draft, by=contact)
    for address in (draft.get_absolute_url(), reverse("dialogue:observation-edit", args=[draft.pk])):
        page = browse(contact).get(address).text
        assert "Från fältet" in page
        assert "7 februari 2022 10:05" in page


def test_a_mail_without_sender_day_and_text_says_so(make: Making, officer: User, browse: Browse) -> None:
    found = attached(make, officer, b"To: b@example.org\nSubject: x\n\n", "fråga.eml")
    page = browse(officer).get(f"/meetings/{found.event_id}/").text
    assert "Avsändaren står inte i mejlet</summary>" in folded(page)
    assert "Mejlet har ingen text." in page


def test_a_mail_leaves_as_it_came_and_is_no_page_to_a_browser(make: Making, officer: User, browse: Browse) -> None:
    sent = mail()
    response = browse(officer).get(url_of(attached(make, officer, sent, "fråga.eml")))
    assert response.getvalue() == sent
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment; ")


def thumbnail_url(attachment: Attachment) -> str:
    return reverse("dialogue:attachment-thumbnail", args=[attachment.pk])


def test_a_photo_shows_as_a_thumbnail_on_its_page(make: Making, officer: User, browse: Browse) -> None:
    found = attached(make, officer, photo(size=(1600, 800)), "kö.jpg")
    page = browse(officer).get(f"/meetings/{found.event_id}/").text
    shown = f'<img class="thumbnail" src="{thumbnail_url(found)}" alt="Så ser kö.jpg ut" loading="lazy">'
    assert shown in folded(page)
    response = browse(officer).get(thumbnail_url(found))
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]
    assert Image.open(io.BytesIO(response.getvalue())).size == (320, 160)


def test_what_is_no_photo_has_no_thumbnail(make: Making, officer: User, browse: Browse) -> None:
    found = attached(make, officer, b"text", "text.txt")
    assert browse(officer).get(thumbnail_url(found)).status_code == 404
    assert "<img" not in browse(officer).get(f"/meetings/{found.event_id}/").text


def test_a_thumbnail_is_seen_as_its_photo_and_leaves_with_it(make: Making, cast: Cast, browse: Browse) -> None:
    found = attached(make, cast.officer, photo(), "foto.jpg")
    seen_by = {role for role in ROLES if browse(cast[role]).get(thumbnail_url(found)).status_code == 200}
    assert seen_by == readers(make, cast, browse, found) == {"officer", "colleague", "head", "delegation", "reader"}
    remove_attachment(attachment=found, by=cast.officer)
    assert browse(cast.officer).get(thumbnail_url(found)).status_code == 404


def test_the_field_says_what_is_taken(make: Making, officer: User, browse: Browse) -> None:
    url = reverse("dialogue:event-attachments", args=[make.event().pk])
    page = browse(officer).get(url).text
    kinds = "image/jpeg,image/png,.jpg,.jpeg,.png,.pdf,.docx,.xlsx,.eml,.msg,.txt"
    assert f'accept="{kinds}"' in page
    assert "ren text (txt) eller mejl (eml, msg), högst 10 MB." in page


def test_mails_and_photos_take_no_more_questions(make: Making, officer: User, browse: Browse) -> None:
    client = browse(officer)
    client.get("/")
    asked = []
    for number in (1, 30):
        event = make.event()
        for _ in range(number):
            thumbnail = ContentFile(b"jpeg", "t.jpg")
            make.attachment(event, content_type="message/rfc822", mail_text="Hej", thumbnail=thumbnail)
        with CaptureQueriesContext(connection) as questions:
            client.get(event.get_absolute_url())
        asked.append(len(questions))
    assert asked[0] == asked[1]
