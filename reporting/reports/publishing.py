"""Files of a report, under names that nobody can guess and that say which job made them."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.crypto import salted_hmac

from reporting.reports.files import ReportFile, Snapshot
from reporting.reports.models import Report
from strategy.jobs.models import Job

FOLDER = "reports"


def write_file(
    *,
    report: Report,
    snapshot: Snapshot,
    job: Job,
    format: str,  # noqa: A002 - the field's name
    content: bytes,
    pages: int | None = None,
) -> ReportFile:
    """The finished file, not yet saved as a row. Writing the same again puts the same file in the same place."""
    name = f"{FOLDER}/{folder_name(report)}/{job.pk}-{snapshot.sha256[:16]}.{format}"
    default_storage.save(name, ContentFile(content))
    return ReportFile(
        report=report,
        snapshot=snapshot,
        format=format,
        file=name,
        size=len(content),
        pages=pages,
        sha256=hashlib.sha256(content).hexdigest(),
    )


def folder_name(report: Report) -> str:
    """The same for every version of a report's files, and not to be guessed from outside."""
    return salted_hmac("report-folder", str(report.pk)).hexdigest()


def discard(files: Iterable[ReportFile]) -> None:
    """Takes away what was written for a job that did not end well."""
    for file in files:
        default_storage.delete(str(file.file))


def sweep(report: Report, job: Job, kept: Iterable[ReportFile]) -> None:
    """Takes away what earlier or interrupted jobs left in the report's folder; a later job's files are not ours."""
    folder = f"{FOLDER}/{folder_name(report)}"
    names = {Path(str(file.file)).name for file in kept}
    for name in default_storage.listdir(folder)[1]:
        number = name.lstrip(".").partition("-")[0]
        if name not in names and not (number.isdecimal() and int(number) > job.pk):
            default_storage.delete(f"{folder}/{name}")
