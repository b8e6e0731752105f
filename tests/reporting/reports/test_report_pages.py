from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reporting.reports import services
from reporting.reports.files import ReportFile, Snapshot
from reporting.reports.models import Report
from reporting.reports.outgoing import ReportRelease
from reporting.reports.publishing import write_file
from strategy.jobs.models import Job
from strategy.people.organisations import Organisation
from strategy.records.services import advance
from tests.conftest import ROLES, SLUG, Cast
from tests.folding import folded
from tests.making import Making

Browse = Callable[..., Client]

LIST = f"/strategies/{SLUG}/reports/"
NEW = f"/strategies/{SLUG}/reports/new/"
WISH = {"year": "2021", "audience": "internal", "language": "sv", "registry_number": "", "evidence_until": ""}
HTMX = {"HX-Request": "true"}


def text(response: Any) -> str:
    content: str = response.content.decode()
    return content


def with_files(report: Report) -> Report:
    snapshot = Snapshot.objects.create(
        report=report,
        content='{"schema":"report-1","summary":{"text":"Ett utkast av siffror."}}',
        sha256="ab12" * 16,
        taken_at=timezone.now(),
    )
    for name, content in (("pdf", b"%PDF-1.7 x"), ("json", b"{}")):
        write_file(report=report, snapshot=snapshot, job=Job(pk=1), format=name, content=content, pages=3).save()
    return report


@pytest.fixture
def draft(make: Making) -> Report:
    return with_files(make.report(state="draft"))


@pytest.fixture
def released(make: Making, cast: Cast) -> Report:
    """Sent to the contact's organisation."""
    report = with_files(make.report(state="released", audience="agencies"))
    ReportRelease.objects.create(
        strategy=report.strategy,
        report=report,
        organisation=Organisation.objects.get(key="migrationsverket"),
        by=cast.officer,
        at=timezone.now(),
    )
    return report


def test_the_list_tells_of_each_edition_and_its_files(browse: Browse, cast: Cast, draft: Report) -> None:
    page = text(browse(cast.officer).get(LIST))
    assert "Årlig uppföljning 2021" in page
    assert "Intern, svenska" in page
    assert f"/reports/{draft.pk}/files/pdf/" in page


def test_an_empty_list_says_how_to_begin(browse: Browse, cast: Cast) -> None:
    assert "Inga rapporter än" in text(browse(cast.officer).get(LIST))


@pytest.mark.parametrize("role", ROLES)
def test_only_officers_and_heads_see_what_is_not_released(browse: Browse, cast: Cast, draft: Report, role: str) -> None:
    sees = role in {"officer", "colleague", "head"}
    client = browse(cast[role])
    for name in ("reporting:report", "reporting:report-progress"):
        assert (client.get(reverse(name, args=[draft.pk])).status_code == 404) is not sees
    assert (client.get(f"/reports/{draft.pk}/files/pdf/").status_code == 200) is sees


@pytest.mark.parametrize("role", ROLES)
def test_a_released_report_is_read_by_all_but_organisations_it_was_not_sent_to(
    browse: Browse, cast: Cast, released: Report, role: str
) -> None:
    reads = role not in {"other_contact", "admin", "outsider"}
    client = browse(cast[role])
    assert (client.get(f"/reports/{released.pk}/").status_code == 200) is reads
    assert (client.get(f"/reports/{released.pk}/files/pdf/").status_code == 200) is reads


def test_who_only_reads_sees_neither_text_nor_steps(browse: Browse, cast: Cast, released: Report) -> None:
    page = text(browse(cast.contact).get(f"/reports/{released.pk}/"))
    for absent in ("Sammanfattningen", "Tidslinje", "Gör en ny version", "Fastställ rapporten"):
        assert absent not in page


@pytest.mark.parametrize("role", [role for role in ROLES if role not in {"officer", "colleague"}])
def test_only_officers_make_reports(browse: Browse, cast: Cast, draft: Report, role: str) -> None:
    client = browse(cast[role])
    assert client.get(NEW).status_code == 404
    assert client.post(NEW, WISH).status_code == 404
    assert client.post(f"/reports/{draft.pk}/rendering/").status_code == 404
    assert client.post(f"/reports/{draft.pk}/texts/summary/", {"text": "x"}).status_code == 404


def test_an_internal_report_is_asked_for_at_once(browse: Browse, cast: Cast) -> None:
    response = browse(cast.officer).post(NEW, WISH)
    report = Report.objects.get()
    assert response.headers["Location"] == report.get_absolute_url()
    assert (report.state, report.created_by, str(report.evidence_until)) == ("queued", cast.officer, "2021-12-31")


def test_several_are_ordered_in_one_go(browse: Browse, cast: Cast) -> None:
    """Those that stay in the house at once; each edition that leaves it after a review of its own, in all languages."""
    client = browse(cast.officer)
    asked = client.post(NEW, WISH | {"audience": ["internal", "agencies", "external"], "language": ["sv", "en"]})
    assert list(Report.objects.values_list("audience", flat=True)) == ["internal", "internal"]
    for audience in ("agencies", "external"):
        address = asked.headers["Location"]
        form = client.get(address).context["form"]
        asked = client.post(address, {"seen": form.initial["seen"], "confirmed": "on", "note": ""})
        made = Report.objects.filter(audience=audience)
        assert sorted(made.values_list("language", "edition_reviews__by")) == [
            ("en", cast.officer.pk),
            ("sv", cast.officer.pk),
        ]
    page = client.get(asked.headers["Location"])
    assert [report for report, _words in page.context["rows"]] == list(Report.objects.order_by("pk"))
    assert text(page).count("Väntar på sin tur.") == 6
    assert Job.objects.count() == 6


def test_of_orders_one_sees_only_reports_one_may_see(browse: Browse, cast: Cast, make: Making) -> None:
    report = make.report()
    page = browse(cast.officer).get(f"{LIST}ordered/?ordered={report.pk}&ordered=x&ordered=99999")
    assert [found.pk for found, _words in page.context["rows"]] == [report.pk]
    assert browse(cast.reader).get(f"{LIST}ordered/?ordered={report.pk}").status_code == 404


def test_an_own_copy_is_not_ordered_together_with_other_editions(browse: Browse, cast: Cast, make: Making) -> None:
    event = make.event(kind="organisation_consultation", state="planned")
    own = Organisation.objects.get(key="sida").pk
    wish = {"event": event.pk, "audience": ["internal", "agencies"], "language": ["sv"], "organisation": own}
    response = browse(cast.officer).post(f"{NEW}?kind=consultation", wish)
    assert response.status_code == 422
    assert "beställ de andra för sig" in text(response)
    assert not Report.objects.exists()


def test_an_edition_that_leaves_the_house_shows_what_it_holds_and_is_reviewed_first(
    browse: Browse, cast: Cast, make: Making
) -> None:
    make.event(classification="open")
    make.event()
    make.event(classification="secret")
    client = browse(cast.officer)
    wish = {"year": "2021", "audience": "external", "language": "sv"}
    assert "1 arbetsmaterial; 1 sekretess, OSL 15:1" in folded(text(client.get(NEW, wish)))
    asked = client.post(NEW, wish)
    assert asked.headers["Location"] == f"{NEW}review/?kind=yearly&audience=external&language=sv&year=2021"
    assert not Report.objects.exists()


def test_htmx_gets_the_disclosure_alone(browse: Browse, cast: Cast) -> None:
    client = browse(cast.officer)
    shown = text(client.get(NEW, {"year": "2021", "audience": "agencies"}, headers=HTMX))
    assert shown.strip().startswith('<div id="disclosure"')
    assert "Det här tas med" in shown
    hidden = text(client.get(NEW, {"year": "2021", "audience": "internal"}, headers=HTMX))
    assert "Det här tas med" not in hidden


@pytest.mark.parametrize("query", [{"year": "nonsens", "audience": "external"}, {"audience": "nonsens"}])
def test_nonsense_in_the_address_is_no_error(browse: Browse, cast: Cast, query: dict[str, str]) -> None:
    assert browse(cast.officer).get(NEW, query).status_code == 200


@pytest.mark.parametrize("day", ["2020-12-31", "2022-01-01", "2999-01-01", "nonsens"])
def test_the_last_day_lies_within_the_year(browse: Browse, cast: Cast, day: str) -> None:
    assert browse(cast.officer).post(NEW, WISH | {"evidence_until": day}).status_code == 422


@pytest.mark.parametrize(
    ("state", "step", "done", "told"),
    [
        ("queued", "", 0, "Väntar på sin tur."),
        ("rendering", "snapshot", 0, "Samlar underlaget."),
        ("rendering", "page", 12, "Ställer upp sida 12."),
        ("rendering", "files", 30, "Skriver filerna."),
    ],
)
def test_progress_is_told_with_and_without_htmx(
    browse: Browse, cast: Cast, make: Making, state: str, step: str, done: int, told: str
) -> None:
    report = make.report(state=state)
    if step:
        now = timezone.now()
        Job.objects.create(
            kind="report",
            subject_id=report.pk,
            state="running",
            claim=uuid4(),
            lease_until=now,
            step=step,
            done=done,
        )
    client = browse(cast.officer)
    page, part = client.get(f"/reports/{report.pk}/"), client.get(f"/reports/{report.pk}/progress/", headers=HTMX)
    assert told in text(page)
    assert "Ladda om sidan" in text(page)
    assert told in text(part)
    assert "<html" not in text(part)


def test_a_finished_report_makes_htmx_read_the_page_anew(browse: Browse, cast: Cast, draft: Report) -> None:
    client = browse(cast.officer)
    assert client.get(f"/reports/{draft.pk}/progress/", headers=HTMX).headers["HX-Refresh"] == "true"
    assert client.get(f"/reports/{draft.pk}/progress/").headers["Location"] == f"/reports/{draft.pk}/"


def test_a_failure_is_told_and_tried_again(browse: Browse, cast: Cast, make: Making) -> None:
    report = make.report(state="failed", failure="Disken är full.")
    client = browse(cast.officer)
    assert "Disken är full." in text(client.get(f"/reports/{report.pk}/"))
    client.post(f"/reports/{report.pk}/rendering/")
    report.refresh_from_db()
    assert report.state == "queued"


def test_the_summary_begins_as_the_draft_and_is_saved(browse: Browse, cast: Cast, draft: Report) -> None:
    client = browse(cast.officer)
    assert "För 2021 anges inte hur målen har utvecklats." in text(client.get(f"/reports/{draft.pk}/texts/summary/"))
    client.post(f"/reports/{draft.pk}/texts/summary/", {"text": "Ett gott år."})
    draft.refresh_from_db()
    assert (draft.state, draft.texts.get().text) == ("queued", "Ett gott år.")


def test_an_empty_summary_is_refused(browse: Browse, cast: Cast, draft: Report) -> None:
    assert browse(cast.officer).post(f"/reports/{draft.pk}/texts/summary/", {"text": " "}).status_code == 422


def test_a_conflict_shows_both_texts(browse: Browse, cast: Cast, draft: Report) -> None:
    browse(cast.colleague).post(f"/reports/{draft.pk}/texts/summary/", {"text": "Kollegans text."})
    Report.objects.filter(pk=draft.pk).update(state="draft")
    response = browse(cast.officer).post(f"/reports/{draft.pk}/texts/summary/", {"text": "Min text.", "version": "0"})
    assert response.status_code == 409
    assert "Kollegans text." in text(response)
    assert "Min text." in text(response)
    assert 'name="version" value="1"' in text(response)


def test_a_head_approves_and_the_maker_does_not(browse: Browse, cast: Cast, draft: Report) -> None:
    approval = f"/reports/{draft.pk}/approval/"
    assert browse(cast.officer).post(approval, {"version": draft.version}).status_code == 404
    assert "Fastställ rapporten" in text(browse(cast.head).get(f"/reports/{draft.pk}/"))
    browse(cast.head).post(approval, {"version": draft.version})
    draft.refresh_from_db()
    assert (draft.state, draft.approved_by) == ("approved", cast.head)


def test_a_head_returns_a_draft_with_a_reason_and_the_maker_renders_it_anew(
    browse: Browse, cast: Cast, draft: Report
) -> None:
    """Every reason is kept; whoever only sent it back may approve what comes."""
    page, back = f"/reports/{draft.pk}/", f"/reports/{draft.pk}/return/"
    assert browse(cast.officer).post(back, {"version": draft.version, "reason": "Nej."}).status_code == 404
    head = browse(cast.head)
    refused = head.post(back, {"version": draft.version, "reason": " "})
    assert (refused.status_code, refused.context["return_form"].errors) == (
        422,
        {"reason": ["Skriv varför du återlämnar."]},
    )

    head.post(back, {"version": draft.version, "reason": "Översynen saknas."})

    draft.refresh_from_db()
    step = draft.steps.get(to_state="returned")
    assert (draft.state, step.by, step.reason) == ("returned", cast.head, "Översynen saknas.")
    shown = browse(cast.officer).get(page).text
    assert "Återlämnad av Head" in shown
    assert "Översynen saknas." in shown
    assert "Fastställ rapporten" not in head.get(page).text
    browse(cast.officer).post(f"/reports/{draft.pk}/rendering/")
    draft.refresh_from_db()
    assert (draft.state, draft.updated_by) == ("queued", cast.officer)
    for state in ("rendering", "draft"):
        advance(record=draft, to=state, by=cast.officer)
    assert cast.head.pk not in services.writers(draft)
    head.post(f"/reports/{draft.pk}/approval/", {"version": draft.version})
    draft.refresh_from_db()
    assert (draft.state, draft.approved_by) == ("approved", cast.head)
    assert "Översynen saknas." in browse(cast.officer).get(page).text


def test_a_head_who_saw_an_older_draft_is_told(browse: Browse, cast: Cast, draft: Report) -> None:
    response = browse(cast.head).post(f"/reports/{draft.pk}/approval/", {"version": draft.version + 1}, follow=True)
    assert "Någon annan har ändrat posten" in text(response)
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_a_file_is_downloaded_under_a_readable_name(browse: Browse, cast: Cast, draft: Report) -> None:
    response: Any = browse(cast.officer).get(f"/reports/{draft.pk}/files/pdf/")
    assert response.headers["Content-Disposition"] == (
        f'attachment; filename="uppfoljning-2021-{SLUG}-intern-sv-v1.pdf"'
    )
    assert response.headers["Content-Type"] == "application/pdf"
    assert b"".join(response.streaming_content) == b"%PDF-1.7 x"


@pytest.mark.parametrize("format", ["docx", "exe"])
def test_a_format_that_was_not_made_is_not_found(browse: Browse, cast: Cast, draft: Report, format: str) -> None:  # noqa: A002
    assert browse(cast.officer).get(f"/reports/{draft.pk}/files/{format}/").status_code == 404


def test_a_file_that_is_gone_from_the_disk_is_not_found(browse: Browse, cast: Cast, draft: Report) -> None:
    file = ReportFile.objects.get(report=draft, format="pdf")
    file.file.delete(save=False)
    assert browse(cast.officer).get(f"/reports/{draft.pk}/files/pdf/").status_code == 404
