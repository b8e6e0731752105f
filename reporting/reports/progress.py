"""How far the making of a report has come, in words."""

from django.utils.translation import gettext as _

from strategy.jobs.models import Job


def progress(job: Job | None) -> str:
    if job is None or job.state == Job.State.QUEUED:
        return _("Väntar på sin tur.")
    if job.is_being_cancelled:
        return _("Avbryts.")
    if job.step == "page":
        return _("Ställer upp sida %(page)s.") % {"page": job.done}
    sentences = {
        "snapshot": _("Samlar underlaget."),
        "layout": _("Ställer upp sidorna."),
        "files": _("Skriver filerna."),
    }
    return sentences.get(job.step, _("Börjar."))
