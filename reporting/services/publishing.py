"""Files of a report: written under a temporary name, made safe on disk, and only then given their own."""

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.utils.crypto import salted_hmac

from reporting.models import Report, ReportFile, Snapshot
from strategy.models import Job

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
    publish(Path(settings.MEDIA_ROOT) / name, content)
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


def publish(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}-", suffix=".part", delete=False) as unfinished:
        try:
            unfinished.write(content)
            unfinished.flush()
            os.fsync(unfinished.fileno())
            Path(unfinished.name).replace(path)
        except BaseException:
            Path(unfinished.name).unlink(missing_ok=True)
            raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """A rename is on disk when its folder is."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def discard(files: Iterable[ReportFile]) -> None:
    """Takes away what was written for a job that did not end well."""
    for file in files:
        (Path(settings.MEDIA_ROOT) / str(file.file)).unlink(missing_ok=True)


def sweep(report: Report, job: Job, kept: Iterable[ReportFile]) -> None:
    """Takes away what earlier or interrupted jobs left in the report's folder; a later job's files are not ours."""
    folder = Path(settings.MEDIA_ROOT) / FOLDER / folder_name(report)
    names = {Path(str(file.file)).name for file in kept}
    for path in folder.iterdir():
        number = path.name.lstrip(".").partition("-")[0]
        if path.name not in names and not (number.isdecimal() and int(number) > job.pk):
            path.unlink(missing_ok=True)
