"""A request as a letter to an organisation's registry. In Swedish: it goes from one Swedish authority to another."""

import hashlib

from django.template.loader import render_to_string
from django.utils import translation

from dialogue.requests.models import Answer
from reporting.reports.paper.pdf import Printed, render_pdf


def print_letter(answer: Answer) -> Printed:
    html = letter_html(answer)
    return render_pdf(html, hashlib.sha256(html.encode()).hexdigest())


def letter_html(answer: Answer) -> str:
    context = {"answer": answer, "asked": answer.request, "strategy": answer.strategy}
    with translation.override("sv"):
        return render_to_string("reporting/requests/letter.html", context)
