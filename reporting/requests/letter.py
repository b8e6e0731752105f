"""A request as a letter to an organisation's registry. In Swedish: it goes from one Swedish authority to another."""

import hashlib
from io import BytesIO

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from dialogue.requests.models import Answer
from reporting.reports.paper.pdf import Printed, render_pdf


def print_letter(answer: Answer) -> Printed:
    html = letter_html(answer)
    return render_pdf(html, hashlib.sha256(html.encode()).hexdigest())


def letter_html(answer: Answer) -> str:
    with translation.override("sv"):
        context = {
            "asked": answer.request,
            "strategy": answer.strategy,
            "facts": facts(answer),
            "how_to_answer": how_to_answer(answer),
        }
        return render_to_string("reporting/requests/letter.html", context)


def word_letter(answer: Answer) -> BytesIO:
    """The same words in Word's own styles. What writes them is large, and not taken into memory by every process."""
    from strategy.texts.word import WordDocument

    asked = answer.request
    with translation.override("sv"):
        document = WordDocument(asked.title, "sv-SE")
        for name, words in facts(answer):
            document.line(f"{name}: {words}")
        if asked.background:
            document.heading(_("Varför vi frågar"))
            document.typed(asked.background)
        document.heading(_("Frågor"))
        for number, question in enumerate(asked.numbered, start=1):
            document.item(f"{number}.", question)
        document.heading(_("Så svarar ni"))
        document.line(how_to_answer(answer))
        return document.file()


def facts(answer: Answer) -> list[tuple[str, str]]:
    asked, strategy = answer.request, answer.strategy
    assert asked.sent_at is not None  # there is no thread before
    told = [
        (_("Till"), f"{answer.organisation}, {_('registrator')}"),
        (_("Från"), ", ".join(filter(None, [strategy.responsible_ministry, strategy.responsible_unit]))),
        (_("Datum"), date_format(localtime(asked.sent_at), "j F Y")),
        (_("Diarienummer"), asked.registry_number or _("Saknas")),
        (_("Svar senast"), date_format(answer.answer_by, "j F Y")),
    ]
    return [*told, (_("Markering"), str(asked.secrecy_provision))] if asked.is_secret else told


def how_to_answer(answer: Answer) -> str:
    sentence = _(
        "Skicka svaret till registrator vid %(ministry)s senast den %(day)s och ange diarienumret. Har ni inget att"
        " tillägga räcker det att ni skriver det."
    )
    return sentence % {
        "ministry": answer.strategy.responsible_ministry,
        "day": date_format(answer.answer_by, "j F Y"),
    }
