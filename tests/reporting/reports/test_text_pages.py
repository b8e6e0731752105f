import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from dialogue.meetings.models.events import Event
from reporting.reports.models import Report, ReportText
from strategy.jobs.models import Job
from strategy.jobs.services import execute
from strategy.people.organisations import Organisation
from tests.conftest import SLUG, Cast
from tests.making import Making
from tests.reporting.reports.test_report_pages import HTMX, text

Browse = Callable[..., Client]
NEW = f"/strategies/{SLUG}/reports/new/?kind=consultation"


@pytest.fixture
def meeting(make: Making) -> Event:
    return make.event(
        kind="organisation_consultation", title="Vårens samråd", starts_on=date(2022, 3, 10), state="planned"
    )


@pytest.fixture
def pack(browse: Browse, cast: Cast, meeting: Event) -> Report:
    """As it stands once it has been made, but for its files."""
    browse(cast.officer).post(f"/meetings/{meeting.pk}/pack/")
    Job.objects.update(state="done")
    Report.objects.update(state="draft")
    return Report.objects.get()


@pytest.fixture
def made_pack(browse: Browse, cast: Cast, meeting: Event, run_jobs: Callable[[], None]) -> Report:
    browse(cast.officer).post(f"/meetings/{meeting.pk}/pack/")
    run_jobs()
    return Report.objects.get()


@pytest.fixture
def run_jobs() -> Callable[[], None]:
    def run() -> None:
        for job in Job.objects.filter(state="queued"):
            execute(job.pk)

    return run


def test_one_click_on_the_meetings_page_makes_the_pack(browse: Browse, cast: Cast, meeting: Event) -> None:
    client, address = browse(cast.officer), f"/meetings/{meeting.pk}/pack/"
    assert f'action="{address}"' in text(client.get(meeting.get_absolute_url()))
    response = client.post(address)
    report = Report.objects.get()
    assert response.headers["Location"] == report.get_absolute_url()
    assert (report.kind, report.event, report.year, report.audience, report.state) == (
        "consultation",
        meeting,
        2022,
        "internal",
        "queued",
    )


def test_the_next_click_opens_the_newest(browse: Browse, cast: Cast, meeting: Event) -> None:
    client, address = browse(cast.officer), f"/meetings/{meeting.pk}/pack/"
    client.post(address)
    assert client.post(address).headers["Location"] == Report.objects.get().get_absolute_url()


@pytest.mark.parametrize("change", [{"kind": "scpf", "state": "held"}, {"state": "cancelled"}])
def test_other_meetings_have_no_pack(browse: Browse, cast: Cast, meeting: Event, change: dict[str, str]) -> None:
    Event.objects.filter(pk=meeting.pk).update(**change)
    client = browse(cast.officer)
    assert "Underlag till samrådet" not in text(client.get(meeting.get_absolute_url()))
    assert client.post(f"/meetings/{meeting.pk}/pack/").status_code == 404


def test_one_click_on_any_other_planned_meeting_makes_its_briefing(
    browse: Browse, cast: Cast, meeting: Event, run_jobs: Callable[[], None]
) -> None:
    Event.objects.filter(pk=meeting.pk).update(kind="scpf")
    client = browse(cast.officer)
    assert "Mötesunderlag" in text(client.get(meeting.get_absolute_url()))
    client.post(f"/meetings/{meeting.pk}/pack/")
    run_jobs()
    report = Report.objects.get()
    assert (report.kind, report.state, report.audience) == ("briefing", "draft", "internal")
    page = text(client.get(report.get_absolute_url()))
    assert f'href="/reports/{report.pk}/texts/aim/"' in page
    assert "Bryta tystnaden om i.1" in text(client.get(f"/reports/{report.pk}/texts/aim/"))
    assert report.files.get(format="pdf").report_id == report.pk


def test_who_goes_to_the_meeting_finds_the_briefing_there_once_it_is_released(
    browse: Browse, cast: Cast, make: Making
) -> None:
    meeting = make.event(state="planned", starts_on=date(2022, 3, 10))
    report = make.report(kind="briefing", event=meeting, year=2022, state="approved")
    link = f'href="{report.get_absolute_url()}"'
    assert link not in text(browse(cast.delegation).get(meeting.get_absolute_url()))
    Report.objects.update(state="released")
    assert link in text(browse(cast.delegation).get(meeting.get_absolute_url()))


@pytest.mark.parametrize("role", ["head", "delegation", "reader"])
def test_only_who_makes_reports_is_offered_it(browse: Browse, cast: Cast, meeting: Event, role: str) -> None:
    assert "Underlag till samrådet" not in text(browse(cast[role]).get(meeting.get_absolute_url()))


def test_a_secret_consultation_gets_a_secret_edition(browse: Browse, cast: Cast, make: Making) -> None:
    meeting = make.event(kind="organisation_consultation", state="planned", classification="secret")
    browse(cast.officer).post(f"/meetings/{meeting.pk}/pack/")
    assert Report.objects.get().audience == "internal-secret"


def test_the_page_leads_to_each_text(browse: Browse, cast: Cast, made_pack: Report) -> None:
    page = text(browse(cast.officer).get(made_pack.get_absolute_url()))
    assert f'href="/reports/{made_pack.pk}/texts/agenda/"' in page
    assert f'href="/reports/{made_pack.pk}/texts/questions/sida/"' in page
    assert "Sammanfattningen" not in page


def test_a_text_begins_as_the_draft_and_is_printed_as_written(
    browse: Browse, cast: Cast, made_pack: Report, run_jobs: Callable[[], None]
) -> None:
    client, address = browse(cast.officer), f"/reports/{made_pack.pk}/texts/questions/sida/"
    assert "Ingen dialog är redovisad på länge om" in text(client.get(address))
    client.post(address, {"text": "- Hur går det i Etiopien?"})
    run_jobs()
    written = ReportText.objects.get()
    assert (written.key, written.organisation, written.report) == ("questions", pack_agency("sida"), made_pack)
    assert "Hur går det i Etiopien?" in made_pack.snapshots.get().content
    assert "skriven av Officer" in text(client.get(made_pack.get_absolute_url()))


def pack_agency(key: str) -> object:
    return Organisation.objects.get(key=key)


def test_two_who_write_the_same_text_are_told(
    browse: Browse, cast: Cast, pack: Report, run_jobs: Callable[[], None]
) -> None:
    address = f"/reports/{pack.pk}/texts/agenda/"
    browse(cast.colleague).post(address, {"text": "1. Kollegans"})
    run_jobs()
    response = browse(cast.officer).post(address, {"text": "1. Min"})
    assert response.status_code == 409
    assert "Kollegans" in text(response)
    assert "1. Min" in text(response)


def test_a_text_that_the_report_does_not_have_is_not_found(browse: Browse, cast: Cast, pack: Report) -> None:
    client = browse(cast.officer)
    for path in ("summary/", "agenda/sida/", "questions/", "questions/iom/", "nonsens/"):
        assert client.get(f"/reports/{pack.pk}/texts/{path}").status_code == 404


def test_an_empty_text_is_refused(browse: Browse, cast: Cast, pack: Report) -> None:
    assert browse(cast.officer).post(f"/reports/{pack.pk}/texts/agenda/", {"text": " "}).status_code == 422


def test_an_approved_pack_is_not_written_on(browse: Browse, cast: Cast, pack: Report) -> None:
    Report.objects.filter(pk=pack.pk).update(state="approved", approved_by=cast.head)
    response = browse(cast.officer).post(f"/reports/{pack.pk}/texts/agenda/", {"text": "1. Läget"})
    assert response.status_code == 422
    assert "kan inte ändras i det här läget" in text(response)


# ------------------------------------------------------------------ the form


WISH = {"audience": "agencies", "language": "sv", "registry_number": "", "evidence_until": "", "organisation": ""}


def test_an_own_copy_is_asked_for_and_confirmed(browse: Browse, cast: Cast, meeting: Event, make: Making) -> None:
    make.observation(cast.contact, title="x", state="accepted", observed_on=date(2022, 1, 2))
    client = browse(cast.officer)
    verket = make.organisation("migrationsverket")
    wish = WISH | {"event": str(meeting.pk), "organisation": str(verket.pk)}
    asked = client.post(NEW, wish, follow=True)
    assert asked.status_code == 200
    seen = asked.context["form"]["seen"].value()
    client.post(asked.redirect_chain[-1][0], {"seen": seen, "confirmed": "on"})
    report = Report.objects.get()
    assert (report.event, report.organisation, report.audience, report.year) == (meeting, verket, "agencies", 2022)


def test_an_own_copy_is_for_the_agencies_alone(browse: Browse, cast: Cast, meeting: Event, make: Making) -> None:
    wish = WISH | {"audience": "internal", "event": str(meeting.pk), "organisation": str(make.organisation("sida").pk)}
    response = browse(cast.officer).post(NEW, wish)
    assert response.status_code == 422
    assert "alltid för samrådskretsen" in text(response)


def test_a_secret_meeting_shows_in_no_other_edition(browse: Browse, cast: Cast, make: Making) -> None:
    meeting = make.event(kind="organisation_consultation", state="planned", classification="secret")
    response = browse(cast.officer).post(NEW, WISH | {"audience": "internal", "event": str(meeting.pk)})
    assert response.status_code == 422
    assert "Gör en intern utgåva med sekretess." in text(response)


def test_the_next_consultation_is_chosen_beforehand(browse: Browse, cast: Cast, meeting: Event, make: Making) -> None:
    make.event(kind="organisation_consultation", title="Höstens", starts_on=date(2021, 9, 1))
    page = text(browse(cast.officer).get(NEW))
    assert re.findall(r'<option value="(\d*)" selected', page) == [str(meeting.pk), ""]
    assert "Extern" not in page.partition("<form")[2]


def test_htmx_gets_the_packs_disclosure(browse: Browse, cast: Cast, meeting: Event) -> None:
    query = f"{NEW}&event={meeting.pk}&audience=agencies"
    assert "Det här tas med" in text(browse(cast.officer).get(query, headers=HTMX))
