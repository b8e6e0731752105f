"""A handover as one PDF, of what was sealed alone."""

from django.template.loader import render_to_string
from django.utils.dateparse import parse_datetime

from reporting.handover.models import Handover, HandoverCopy
from reporting.reports.sealed_copies import SealedCopyJob
from strategy.access import Classification


class HandoverJob(SealedCopyJob):
    copies, folder, salt = HandoverCopy, "handovers", "handover-copy"

    def find(self, pk: int) -> Handover:
        return Handover.objects.select_related("strategy").get(pk=pk)

    def html(self, thing: Handover) -> str:
        return paper_html(thing)


def paper_html(handover: Handover) -> str:
    written = handover.written
    context = {
        **written,
        "title": str(handover),
        "given_at": parse_datetime(written["given_at"]),
        "marked": str(Classification(written["marking"]).label).capitalize(),
        "sha256": handover.sha256,
    }
    return render_to_string("reporting/handover/paper.html", context)
