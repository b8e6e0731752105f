"""Letting an approved report go: to whom, when and by whom is kept."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from reporting.reports.models import Report
from reporting.reports.outgoing import ReportRelease
from reporting.reports.rendering import note_step
from reporting.reports.secrecy_review import require_reviewed_for_release
from strategy.access import Audience, Role
from strategy.notices.models import NoticeKind
from strategy.notices.services import Telling, holders, tell
from strategy.people.models import User
from strategy.people.organisations import Organisation, OrganisationQuerySet
from strategy.records.log import audit
from strategy.records.log.models import Verb
from strategy.records.refusals import TransitionRefused
from strategy.records.services import advance

OUTSIDE = (Organisation.OrganisationKind.AGENCY, Organisation.OrganisationKind.MISSION)


def receivers(report: Report) -> OrganisationQuerySet:
    """To whom it may be sent and has not been yet: nobody outside for what is the Government Offices' own."""
    if not report.leaves_the_house:
        return Organisation.objects.none()
    found = Organisation.objects.exclude(releases__report=report)
    if report.organisation_id is not None:
        return found.filter(pk=report.organisation_id)
    on_the_list = Q(distributions__strategy=report.strategy_id)
    by_contact = Q(memberships__strategy=report.strategy_id, memberships__role=Role.CONTACT)
    tied = found.filter(on_the_list | by_contact).distinct()
    return tied.filter(kind__in=OUTSIDE) if report.audience == Audience.AGENCIES else tied


@transaction.atomic
def release_report(*, report: Report, organisations: Collection[Organisation], by: User, expected_version: int) -> None:
    """Releases an approved report, or a released one to further organisations.

    An internal one goes to the readers and the delegation and names no organisation. What leaves the house rests on
    a review of its own, and goes out under the report's registry number. Raises TransitionRefused, Conflict and
    ValidationError.
    """
    if not report.may_be_released:
        raise TransitionRefused(_("Bara en fastställd rapport utan sekretess kan expedieras."))
    allowed = set(receivers(report))
    if not set(organisations) <= allowed:
        raise ValidationError(_("Rapporten kan inte expedieras till någon av de valda organisationerna."))
    if report.audience == Audience.AGENCIES and not organisations:
        raise ValidationError(_("Välj minst en organisation."))
    require_reviewed_for_release(report)
    report.version = expected_version
    before, now = report.state, timezone.now()
    if before == Report.State.APPROVED:
        advance(record=report, to=Report.State.RELEASED, by=by)
    elif not organisations:
        raise TransitionRefused(_("Rapporten är redan expedierad."))
    for organisation in organisations:
        ReportRelease.objects.create(
            strategy=report.strategy,
            report=report,
            organisation=organisation,
            by=by,
            at=now,
            registry_number=report.registry_number,
        )
        contacts = holders(report.strategy, Role.CONTACT, organisation=organisation.pk)
        tell(Telling(NoticeKind.RELEASED, report, contacts, organisation.key), by=by)
    note_step(report, before, by, receivers_in_words(organisations))
    keys = sorted(organisation.key for organisation in organisations)
    audit.note(verb=Verb.RELEASED, thing=report, by=by, details={"audience": report.audience, "organisations": keys})


def receivers_in_words(organisations: Collection[Organisation]) -> str:
    names = ", ".join(organisation.name for organisation in organisations)
    return _("till %(organisations)s") % {"organisations": names} if names else ""
