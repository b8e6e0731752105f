from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from reporting.reports.contents.snapshots.taking import take
from reporting.reports.models import Report
from reporting.reports.outgoing import EditionReview
from strategy.jobs.models import Job
from strategy.records.services import save_record
from tests.conftest import SLUG, Cast
from tests.making import MOMENT, Making

Browse = Callable[..., Client]
NEW = f"/strategies/{SLUG}/reports/new/review/?kind=yearly&year=2021&audience=external&language=sv"


@pytest.fixture
def draft(make: Making) -> Report:
    report = make.report(audience="external", state="draft")
    take(report, MOMENT).save()
    return report


def seen(response: Any) -> str:
    found: str = response.context["form"]["seen"].value()
    return found


def test_what_goes_in_stands_beside_what_stays_out_and_why(browse: Browse, cast: Cast, make: Making) -> None:
    make.event(title="Öppet möte", classification="open")
    make.event(title="Hemligt möte", classification="secret", secrecy_authority="Utrikesdepartementet")
    make.assessment("i.1", state="approved", classification="open", public_text="Att läsa högt.")
    page = browse(cast.officer).get(NEW).text
    included, left_out = page.partition("Utelämnas: 1")[::2]
    assert "Öppet möte" in included
    assert "Hemligt möte" in left_out
    assert "sekretess enligt OSL 15:1, markerat av Utrikesdepartementet 28 juni 2021" in left_out
    assert "Att läsa högt." in page
    assert "blir den en allmän handling" in page


def test_to_confirm_is_to_have_it_made(browse: Browse, cast: Cast, make: Making) -> None:
    client = browse(cast.officer)
    shown = client.get(NEW)
    refused = client.post(NEW, {"seen": seen(shown), "note": "Sett"})
    assert (refused.status_code, Report.objects.count()) == (422, 0)
    response = client.post(NEW, {"seen": seen(shown), "note": "Sett", "confirmed": "on"})
    report = Report.objects.get()
    assert response.headers["Location"] == report.get_absolute_url()
    review = EditionReview.objects.get()
    assert (review.report, review.by, review.note, review.purpose) == (report, cast.officer, "Sett", "rendering")
    assert Job.objects.get().subject_id == report.pk
    assert "Sett" in client.get(report.get_absolute_url()).text


def test_what_came_meanwhile_is_looked_through_before_it_is_confirmed(browse: Browse, cast: Cast, make: Making) -> None:
    client = browse(cast.officer)
    shown = client.get(NEW)
    make.event(title="Nytt möte", classification="open")
    refused = client.post(NEW, {"seen": seen(shown), "note": "Sett", "confirmed": "on"})
    assert (refused.status_code, Report.objects.count()) == (422, 0)
    assert "Underlaget har ändrats" in refused.text
    assert "Nytt möte" in refused.text
    client.post(NEW, {"seen": seen(refused), "confirmed": "on"})
    assert Report.objects.count() == 1


@pytest.mark.parametrize("query", ["", "?kind=yearly&year=1999&audience=external", "?kind=nonsens"])
def test_nonsense_in_the_address_leads_back_to_the_form(browse: Browse, cast: Cast, query: str) -> None:
    response = browse(cast.officer).get(f"/strategies/{SLUG}/reports/new/review/{query}")
    assert response.status_code == 302
    assert response.headers["Location"].startswith(f"/strategies/{SLUG}/reports/new/?")


def test_the_review_before_a_release_is_of_the_very_snapshot(
    browse: Browse, cast: Cast, make: Making, draft: Report
) -> None:
    Report.objects.filter(pk=draft.pk).update(state="approved", approved_by=cast.head)
    client, address = browse(cast.head), f"/reports/{draft.pk}/review/"
    assert "Gör sekretessprövningen" in client.get(f"/reports/{draft.pk}/release/").text
    response = client.post(address, {"seen": seen(client.get(address)), "confirmed": "on"})
    assert response.headers["Location"] == f"/reports/{draft.pk}/release/"
    review = EditionReview.objects.get()
    assert (review.purpose, review.by) == ("release", cast.head)
    assert review.snapshot_sha256 == draft.snapshots.get().sha256
    assert "Sekretessprövad av Head" in client.get(f"/reports/{draft.pk}/release/").text


def test_a_review_of_an_older_page_is_refused(browse: Browse, cast: Cast, draft: Report) -> None:
    client, address = browse(cast.officer), f"/reports/{draft.pk}/review/"
    response = client.post(address, {"seen": "0" * 64, "confirmed": "on"})
    assert response.status_code == 422
    assert "skapats på nytt" in response.text
    assert not EditionReview.objects.exists()


def test_what_has_been_marked_since_is_said_first(browse: Browse, cast: Cast, make: Making) -> None:
    event = make.event(title="Då öppet", classification="open")
    report = make.report(audience="external", state="draft")
    take(report, MOMENT).save()
    event.classification = "working"
    save_record(record=event, by=cast.officer)
    page = browse(cast.officer).get(f"/reports/{report.pk}/review/").text
    assert "Markerat strängare sedan underlaget låstes" in page
    assert page.index("Då öppet") < page.index("Möten", page.index("<main"))


@pytest.mark.parametrize(("audience", "state"), [("internal", "draft"), ("external", "rendering")])
def test_what_stays_or_is_being_made_is_not_reviewed(
    browse: Browse, cast: Cast, make: Making, audience: str, state: str
) -> None:
    report = make.report(audience=audience, state=state)
    assert browse(cast.officer).get(f"/reports/{report.pk}/review/").status_code == 404


def test_long_lists_are_cut_and_read_page_by_page(browse: Browse, cast: Cast, make: Making) -> None:
    for number in range(30):
        make.event(title=f"Möte nummer {number:02}", classification="open")
    client = browse(cast.officer)
    assert client.get(NEW).text.count("Möte nummer") == 5
    pages = [client.get(f"{NEW}&show=event&page={number}").text.count("Möte nummer") for number in (1, 2)]
    assert pages == [25, 5]
    assert client.get(f"{NEW}&show=nonsens").status_code == 404
