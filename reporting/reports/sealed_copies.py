"""A sealed thing as one PDF, made by a background job: of a decision to give out, of a handover."""

import hashlib
from typing import Any, ClassVar

from celery.exceptions import SoftTimeLimitExceeded
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from reporting.reports.paper.pdf import Printed, TooLong, render_pdf
from reporting.reports.rendering import PageProgress
from strategy.jobs.models import Job
from strategy.jobs.services import JobHandler, Run, enqueue
from strategy.people.models import User
from strategy.records.refusals import TransitionRefused


class SealedCopy(models.Model):
    """The file, of which a sealed thing has one as its `copy`. `tie` is the name of the foreign key to that."""

    tie: ClassVar[str]

    file: Any
    size = models.PositiveIntegerField()
    pages = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.sha256[:12]


class SealedCopyJob(JobHandler):
    """`salt` makes the file's name: not to be guessed from outside, and of nothing that the copy is about."""

    copies: ClassVar[type[SealedCopy]]
    folder: ClassVar[str]
    salt: ClassVar[str]

    def find(self, pk: int) -> Any:
        raise NotImplementedError

    def html(self, thing: Any) -> str:
        raise NotImplementedError

    def run(self, run: Run) -> None:
        thing = self.find(run.job.subject_id)
        run.tell("layout")
        printed = self.print(thing, PageProgress(run))
        run.tell("files", printed.pages, printed.pages)
        name = default_storage.save(self.file_name(thing, run.job), ContentFile(printed.content))
        told = {"file": name, "size": len(printed.content), "pages": printed.pages}
        try:
            with run.finishing():
                sha256 = hashlib.sha256(printed.content).hexdigest()
                self.copies._default_manager.create(**{self.copies.tie: thing}, **told, sha256=sha256)
        except BaseException:
            default_storage.delete(name)
            raise

    def print(self, thing: Any, progress: PageProgress | None = None) -> Printed:
        """In Swedish."""
        with translation.override("sv"):
            return render_pdf(self.html(thing), thing.sha256, progress)

    def file_name(self, thing: Any, job: Job) -> str:
        return f"{self.folder}/{salted_hmac(self.salt, f'{thing.pk} {job.pk}').hexdigest()}.pdf"

    def reason_for(self, error: BaseException) -> str:
        match error:
            case TooLong():
                return _("Kopian blev längre än en kopia får vara. Dela upp begäran.")
            case SoftTimeLimitExceeded():
                return _("Det tog för lång tid att skapa kopian. Försök igen när det är lugnare.")
        return ""


def latest_job(kind: str, thing: models.Model) -> Job | None:
    return Job.objects.of(kind, thing.pk).order_by("-pk").first()


def make_again(*, kind: str, thing: Any, by: User) -> None:
    """Where it failed. Raises TransitionRefused where there is a copy, or one is being made."""
    job = latest_job(kind, thing)
    if hasattr(thing, "copy") or (job is not None and job.is_live):
        raise TransitionRefused(_("Kopian finns redan, eller skapas just nu."))
    enqueue(kind=kind, subject_id=thing.pk, strategy=thing.strategy, by=by)
