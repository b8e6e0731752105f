import pytest
from django.core.exceptions import ValidationError

from reporting.reports.models import Report
from reporting.reports.outgoing import ReportRelease
from reporting.reports.releases import receivers, release_report
from strategy.access import Role
from strategy.notices.models import Notice
from strategy.notices.services import holders
from strategy.people.organisations import Organisation
from strategy.records.refusals import Conflict, TransitionRefused
from tests.conftest import Cast
from tests.making import Making

pytestmark = pytest.mark.both


def release(report: Report, by: object, *organisations: Organisation, version: int | None = None) -> None:
    release_report(
        report=report,
        organisations=organisations,
        by=by,  # type: ignore[arg-type] # one of the cast
        expected_version=version or report.version,
    )


def reviewed(make: Making, **fields: object) -> Report:
    """Approved, with a review of its snapshot."""
    report = make.report(state="approved", **fields)
    make.review(report)
    return report


def test_a_release_keeps_who_when_and_to_whom(make: Making, cast: Cast) -> None:
    report, sida = reviewed(make, audience="agencies", registry_number="Ju2022/00123"), make.organisation("sida")
    release(report, cast.head, sida)
    report.refresh_from_db()
    (released,) = ReportRelease.objects.all()
    assert released.registry_number == "Ju2022/00123"
    assert (report.state, released.report, released.organisation, released.by) == (
        "released",
        report,
        sida,
        cast.head,
    )
    told = Notice.objects.filter(kind="released").values_list("user", flat=True)
    assert set(told) == set(holders(report.strategy, Role.CONTACT, organisation=sida.pk)) == {cast.other_contact.pk}
    step = report.steps.get()
    assert (step.from_state, step.to_state, step.by) == ("approved", "released", cast.head)
    assert step.reason == "till Styrelsen för internationellt utvecklingssamarbete"


def test_an_internal_report_goes_to_no_organisation(make: Making, cast: Cast) -> None:
    report = make.report(state="approved")
    assert not receivers(report).exists()
    release(report, cast.head)
    assert Report.objects.visible_to(cast.reader).get() == report
    assert not ReportRelease.objects.exists()
    assert not Report.objects.visible_to(cast.contact).exists()


def test_a_released_report_can_go_to_more_and_to_nobody_twice(make: Making, cast: Cast) -> None:
    report = reviewed(make, audience="agencies")
    sida, verket = make.organisation("sida"), make.organisation("migrationsverket")
    release(report, cast.head, sida)
    assert sida not in receivers(report)
    make.review(report)
    release(report, cast.head, verket)
    make.review(report)
    with pytest.raises(ValidationError):
        release(report, cast.head, verket)
    sent = make.report(state="released", audience="external")
    make.review(sent)
    with pytest.raises(TransitionRefused, match="redan expedierad"):
        release(sent, cast.head)
    assert ReportRelease.objects.count() == 2


@pytest.mark.parametrize("state", ["queued", "rendering", "draft", "failed"])
def test_only_an_approved_report_is_released(make: Making, cast: Cast, state: str) -> None:
    with pytest.raises(TransitionRefused, match="fastställd"):
        release(make.report(state=state, audience="agencies"), cast.head, make.organisation("sida"))


def test_one_with_secrets_never_is(make: Making, cast: Cast) -> None:
    report = make.report(state="approved", audience="internal-secret")
    with pytest.raises(TransitionRefused):
        release(report, cast.head)
    report.refresh_from_db()
    assert report.state == "approved"


def test_an_agencies_edition_names_who_gets_it(make: Making, cast: Cast) -> None:
    with pytest.raises(ValidationError, match="minst en"):
        release(reviewed(make, audience="agencies"), cast.head)


def test_an_own_copy_goes_to_its_agency_alone(make: Making, cast: Cast) -> None:
    sida, verket = make.organisation("sida"), make.organisation("migrationsverket")
    report = reviewed(make, audience="agencies", organisation=sida)
    assert list(receivers(report)) == [sida]
    with pytest.raises(ValidationError):
        release(report, cast.head, verket)
    release(report, cast.head, sida)
    assert not Report.objects.visible_to(cast.contact).exists()
    assert not Report.objects.visible_to(cast.reader).exists()
    assert Report.objects.visible_to(cast.other_contact).get() == report


def test_a_ministry_is_no_consulted_agency(make: Making) -> None:
    assert make.organisation("utrikesdepartementet") not in receivers(make.report(audience="agencies"))
    assert make.organisation("utrikesdepartementet") in receivers(make.report(audience="external"))


def test_a_release_of_what_has_changed_since_is_refused(make: Making, cast: Cast) -> None:
    report = make.report(state="approved")
    with pytest.raises(Conflict):
        release(report, cast.head, version=7)
