"""What a new report begins with of the texts that its maker has written before.

Those of the newest version for the same readers, full or short: a correction is not written from the beginning, and
a short form alone says what the full one says. Never those of another edition, which may hold what this one may not.
"""

from reporting.reports.models import Report, ReportText


def texts_before(report: Report) -> list[ReportText]:
    """Of a report that has not been saved."""
    readers = {name: value for name, value in report.edition_key.items() if name != "form"}
    newest = Report.objects.filter(**readers).order_by("-created_at", "-pk").first()
    return list(newest.texts.all()) if newest else []
