from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from dialogue.attachments.models import Attachment
from dialogue.commitments.models import Commitment
from dialogue.meetings.models.interventions import Intervention
from dialogue.meetings.models.reports import ReportHome
from dialogue.reports_home.models import Passage
from strategy.people.models import User
from strategy.records.models import SecrecyProvision
from tests.conftest import Cast
from tests.making import Making
from tests.making_files import mail, photo

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]
TEXT = "Sverige frågade om planen. Chefen sade ja.\n\nEn plan kommer i oktober. Klimatet togs inte upp."
ASKED, YES, PROMISED = "0-26", "27-42", "44-69"


def send(client: Client, report: ReportHome, **typed: Any) -> Any:
    return client.post(reverse("dialogue:event-report-passages", args=[report.pk]), typed)


def test_a_report_is_pasted_and_corrected_in_a_new_version(make: Making, officer: User, browse: Browse) -> None:
    event, client = make.event(), browse(officer)
    url = reverse("dialogue:event-reports", args=[event.pk])
    assert "Klistra in hemrapporten, eller bifoga den som fil." in client.post(url, {"classification": "working"}).text
    response = client.post(url, {"text": "Först.", "classification": "working"})
    assert response["Location"] == f"{event.get_absolute_url()}#report-home"
    assert client.get(url).context["form"].initial["text"] == "Först."
    client.post(f"{url}?work=0", {"text": "Rättat.", "classification": "working"})
    assert [(one.number, one.text) for one in ReportHome.objects.order_by("number")] == [(1, "Först."), (2, "Rättat.")]
    page = client.get(event.get_absolute_url()).text
    assert "Rättat." in page
    assert "Först." not in page
    first = ReportHome.objects.get(number=1)
    assert "Först." in client.get(first.get_absolute_url()).text


def test_a_file_is_kept_beside_its_text_and_follows_its_marking(make: Making, cast: Cast, browse: Browse) -> None:
    event, client = make.event(), browse(cast.delegation)
    file = SimpleUploadedFile("hem.eml", mail("Chefen lovade en plan.\n"))
    url = reverse("dialogue:event-reports", args=[event.pk])
    client.post(url, {"file": file, "classification": "working"})
    report, original = ReportHome.objects.get(), Attachment.objects.get()
    assert (report.text, original.report_home, original.event) == ("Chefen lovade en plan.", report, None)
    address = reverse("dialogue:attachment", args=[original.pk])
    assert browse(cast.reader).get(address).status_code == 200
    assert f'href="{address}"' in client.get(reverse("dialogue:event-work", args=[event.pk])).text
    assert client.post(reverse("dialogue:attachment-removal", args=[original.pk])).status_code == 302
    assert Attachment.objects.visible_to(cast.officer).exists()
    provision = SecrecyProvision.objects.get(reference="OSL 15:1").pk
    marked = {"classification": "secret", "secrecy_provision": provision, "secrecy_marked_on": "2021-06-28"}
    marking = reverse("dialogue:event-report-marking", args=[report.pk])
    client.post(marking, marked | {"secrecy_authority": "Justitiedepartementet", "version": "1"})
    for closed in (address, report.get_absolute_url()):
        assert browse(cast.reader).get(closed).status_code == 404
    assert "Chefen lovade en plan." not in browse(cast.reader).get(event.get_absolute_url()).text


def test_a_picture_of_a_report_wants_its_text_pasted(make: Making, officer: User, browse: Browse) -> None:
    event, client = make.event(), browse(officer)
    url = reverse("dialogue:event-reports", args=[event.pk])
    typed = {"file": SimpleUploadedFile("hem.jpg", photo()), "classification": "working"}
    refused = client.post(url, typed)
    assert refused.status_code == 422
    assert "Klistra in texten, så ligger filen bredvid." in refused.text
    typed["file"] = SimpleUploadedFile("hem.jpg", photo())
    client.post(url, typed | {"text": "Avskriven."})
    assert Attachment.objects.get().report_home == ReportHome.objects.get(text="Avskriven.")


def test_sentences_become_a_message_an_answer_and_a_promise(make: Making, officer: User, browse: Browse) -> None:
    event, client = make.event(), browse(officer)
    prepared = make.prepared_goal(make.agenda_item(event), "ii.6")
    counterpart = make.event_counterpart(event).counterpart
    report = make.report_home(event, TEXT)
    goal = make.goal("i.3")
    work = f"{reverse('dialogue:event-work', args=[event.pk])}?goal={goal.pk}"

    assert send(client, report, spans=["", ASKED], became="message", goal="i.3")["Location"] == work
    answered = send(
        client, report, spans=YES, became="response", goal="I.3", lean="positive", counterpart=counterpart.pk
    )
    assert answered["Location"] == f"{work}&counterpart={counterpart.pk}"
    send(client, report, spans=[PROMISED], became="commitment", goal="i.3", counterpart=counterpart.pk)

    said = Intervention.objects.get()
    assert (said.message, said.response, said.lean) == ("Sverige frågade om planen.", "Chefen sade ja.", "positive")
    assert Commitment.objects.get().text == "En plan kommer i oktober."
    page = client.get(work).text
    assert [page.count(f'<mark class="taken"\n  data-became="{kind}"') for kind in Passage.Became.values] == [1, 1, 1]
    client.post(f"{reverse('dialogue:silence', args=[prepared.pk])}?work=0")
    assert "2 av 2 klara" in client.get(work).text
    client.post(reverse("dialogue:intervention-removal", args=[said.pk]))
    assert client.get(work).text.count('<mark class="taken"') == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"spans": "0-26", "goal": "i.3"}, "Blir"),
        ({"spans": "0-26", "became": "message", "goal": "x.9"}, "Skriv målets beteckning, till exempel i.3."),
        ({"spans": ["", "900-950"], "became": "message", "goal": "i.3"}, "Markera ett stycke i hemrapporten"),
        ({"spans": "0-26", "became": "response", "goal": "i.3"}, "Ange åt vilket håll svaret lutar."),
        ({"spans": "0-26", "became": "commitment", "goal": "i.3"}, "Ange vems utfästelse det är."),
        ({"spans": "0-26", "became": "response", "goal": "i.3", "lean": "positive"}, "Markera först vad Sverige"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_ticked_stays(
    make: Making, officer: User, browse: Browse, typed: dict[str, Any], sentence: str
) -> None:
    report = make.report_home(make.event(), TEXT)
    response = send(browse(officer), report, **typed)
    assert response.status_code == 422
    assert sentence in response.text
    assert ("checked" in response.text.partition("report-text")[2].partition("taking-apart-bar")[0]) == (
        typed["spans"] == "0-26"
    )
    assert not Passage.objects.exists()
