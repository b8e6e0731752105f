from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from reporting.reports.contents.snapshots.taking import take
from reporting.reports.forms import MOST_BYTES
from reporting.reports.models import Report
from reporting.reports.outgoing import ReportRelease
from strategy.records.services import save_record
from tests.conftest import Cast
from tests.folding import folded
from tests.making import MOMENT, Making
from tests.reporting.reports.test_report_pages import text, with_files

Browse = Callable[..., Client]
CHECK = "/reports/check/"


@pytest.fixture
def approved(make: Making) -> Report:
    """Reviewed by the officer."""
    report = with_files(make.report(state="approved", audience="agencies"))
    make.review(report)
    return report


def wish(report: Report, **more: Any) -> dict[str, Any]:
    return {"version": report.version, "confirmed": "on", **more}


def test_the_page_says_why_a_review_is_done_again(browse: Browse, cast: Cast, make: Making) -> None:
    held = make.event(classification="open")
    report = make.report(state="approved", audience="external")
    take(report, MOMENT).save()
    address = f"/reports/{report.pk}/release/"
    assert "Sekretessprövningen görs först" in browse(cast.head).get(address).text
    make.review(report)
    assert "Sekretessprövad av" in browse(cast.head).get(address).text
    held.classification = "working"
    save_record(record=held, by=cast.officer)
    page = browse(cast.head).get(address).text
    assert "har fått en strängare markering sedan den prövades" in page
    assert "Sekretessprövad av" not in page


def test_a_head_releases_and_the_contact_downloads(browse: Browse, cast: Cast, make: Making, approved: Report) -> None:
    address = f"/reports/{approved.pk}/release/"
    assert "Expediera rapporten" in text(browse(cast.head).get(approved.get_absolute_url()))
    assert browse(cast.contact).get(f"/reports/{approved.pk}/files/pdf/").status_code == 404
    verket = make.organisation("migrationsverket")
    response = browse(cast.head).post(address, wish(approved, organisations=[verket.pk]), follow=True)
    assert "Rapporten är expedierad." in text(response)
    assert "Expedierad till" in text(response)
    assert browse(cast.contact).get(f"/reports/{approved.pk}/files/pdf/").status_code == 200
    assert browse(cast.other_contact).get(f"/reports/{approved.pk}/files/pdf/").status_code == 404
    assert "Expedierad till" not in text(browse(cast.contact).get(approved.get_absolute_url()))


def test_the_page_says_what_sharing_does_and_takes_a_confirmation(
    browse: Browse, cast: Cast, make: Making, approved: Report
) -> None:
    client, address = browse(cast.head), f"/reports/{approved.pk}/release/"
    assert "blir den en allmän handling" in text(client.get(address))
    for sent in (
        {"version": approved.version, "organisations": [make.organisation("sida").pk]},
        wish(approved),
        wish(approved, organisations=[make.organisation("utrikesdepartementet").pk]),
    ):
        assert client.post(address, sent).status_code == 422
    assert not ReportRelease.objects.exists()


def test_an_internal_one_is_released_without_naming_anybody(browse: Browse, cast: Cast, make: Making) -> None:
    report = with_files(make.report(state="approved"))
    client, address = browse(cast.head), f"/reports/{report.pk}/release/"
    page = text(client.get(address))
    assert "Den lämnar inte Regeringskansliet." in page
    assert "organisations" not in page
    client.post(address, {"version": report.version})
    assert browse(cast.reader).get(report.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(("state", "audience"), [("draft", "internal"), ("approved", "internal-secret")])
def test_what_may_not_be_released_has_no_such_page(
    browse: Browse, cast: Cast, make: Making, state: str, audience: str
) -> None:
    report = make.report(state=state, audience=audience)
    assert browse(cast.head).get(f"/reports/{report.pk}/release/").status_code == 404


def test_a_release_of_an_older_page_is_refused(browse: Browse, cast: Cast, make: Making) -> None:
    report = make.report(state="approved")
    response = browse(cast.head).post(f"/reports/{report.pk}/release/", {"version": report.version + 1})
    assert response.status_code == 422
    assert "Någon annan har ändrat" in text(response)


# ------------------------------------------------------------------ check a report


def upload(content: bytes) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("rapport.pdf", content, "application/pdf")}


@pytest.mark.parametrize(
    ("state", "heading", "standing"),
    [
        ("draft", "Filen är ett utkast till en av våra rapporter", "Rapporten är inte fastställd och kan ändras"),
        ("approved", "Filen är en av våra", "Fastställd"),
        ("released", "Filen är en av våra", "Fastställd"),
    ],
)
def test_anyone_with_the_file_hears_that_it_is_ours_and_whether_it_is_approved(
    client: Client, make: Making, state: str, heading: str, standing: str
) -> None:
    report = with_files(make.report(state=state, registry_number="Ju2022/00001"))
    page = text(client.post(CHECK, upload(b"%PDF-1.7 x")))
    for told in (heading, standing, "Årlig uppföljning 2021", "Intern utgåva", "svenska", "den senaste"):
        assert told in page
    for kept in ("Ju2022/00001", str(report.pk) + "/", "Officer", "expedierad"):
        assert kept not in page.partition("<main")[2].partition('<form class="form"')[0]


def test_a_newer_version_is_told(client: Client, make: Making) -> None:
    with_files(make.report(state="draft"))
    make.report(state="draft", edition_number=2)
    assert "det finns en nyare, version 2" in text(client.post(CHECK, upload(b"%PDF-1.7 x")))


@pytest.mark.parametrize("content", [b"%PDF-1.7 y", b"%PDF-1.7 x ", b"annat"])
def test_a_changed_or_foreign_file_is_refused(client: Client, make: Making, content: bytes) -> None:
    with_files(make.report(state="draft"))
    page = text(client.post(CHECK, upload(content)))
    assert "Filen känns inte igen" in page
    assert "Årlig uppföljning" not in page


def test_nothing_sent_is_told_beside_the_field(client: Client, db: None) -> None:
    assert "Välj en fil." in text(client.post(CHECK, {}))
    assert client.post(CHECK, upload(b"")).status_code == 422


def test_more_than_a_report_can_be_is_not_even_read(client: Client, db: None) -> None:
    response = client.generic("POST", CHECK, b"x", "multipart/form-data; boundary=x", CONTENT_LENGTH=MOST_BYTES * 2)
    assert response.status_code == 413
    assert "större än 50 MB" in text(response)


def test_a_foreign_page_cannot_send_to_it(make: Making) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(CHECK, upload(b"x")).status_code == 403


@pytest.mark.parametrize("role", ["officer", "reader", "contact", "admin", "outsider"])
def test_every_role_reaches_it(browse: Browse, cast: Cast, role: str) -> None:
    assert browse(cast[role]).get(CHECK).status_code == 200


def test_it_stands_beside_the_reports(browse: Browse, cast: Cast) -> None:
    page = text(browse(cast.officer).get(CHECK))
    assert f'<a href="{CHECK}" aria-current="page">Kontrollera en rapport</a>' in folded(page)
