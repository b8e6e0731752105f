"""What the maker of a report writes in it. A text belongs to one report, and so to one edition."""

from django.db import transaction
from django.utils.translation import gettext as _

from reporting.models import Report, ReportText
from reporting.services.reports import request_again
from strategy.models import User
from strategy.services import TransitionRefused, create_record, save_record


@transaction.atomic
def write_text(*, text: ReportText, by: User, expected_version: int | None) -> None:
    """Saves the text and renders anew, so that file and text never differ.

    `expected_version` is None where there was none yet. Raises ValidationError, Conflict and TransitionRefused.
    """
    report = Report.objects.get(pk=text.report_id)
    if not report.may_be_rewritten:
        raise TransitionRefused(_("Rapporten kan inte ändras i det här läget."))
    if text.pk is None:
        create_record(record=text, by=by)
    else:
        save_record(record=text, by=by, expected_version=expected_version)
    request_again(report=report, by=by)
