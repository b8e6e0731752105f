"""Ticking evidence: at once with htmx; without, the text that was typed beside it is saved along."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import trigger_client_event

from reporting.assessments import services
from reporting.assessments.evidence_forms import EvidenceForm, StanceForm
from reporting.assessments.models.evidence import Evidence
from reporting.assessments.models.judgements import Assessment
from reporting.assessments.services import NARRATIVE
from reporting.assessments.views.assessments import save
from reporting.assessments.views.pages import assessment_page, find_assessment, judging_form
from strategy.access import Action, Kind
from strategy.records.pages import attempt, refusal, told_removed
from strategy.texts.reading import marks
from strategy.web.requests import Request, find_to


@require_POST
def evidence(request: Request, pk: int) -> HttpResponse:
    """Adds a piece of evidence: a thing that is ticked, or a document in words."""
    assessment = find_assessment(request, pk, Action.WRITE)
    form = EvidenceForm(request.POST, user=request.user, assessment=assessment)
    added: list[Evidence] = []

    if form.is_valid() and attempt(form, lambda: added.append(add(request, assessment, form))):
        sentence = _("Underlaget har nummer [%(number)d].") % {"number": added[0].number}
        if not request.htmx:
            messages.success(request, sentence)
        response = answer(request, assessment, sentence)
        return trigger_client_event(response, "numbered", {"number": added[0].number}, after="swap")
    return assessment_page(request, assessment, judging_form(request, assessment), evidence_form=form)


def add(request: Request, assessment: Assessment, form: EvidenceForm) -> Evidence:
    referred = referred_to(request, assessment)
    if form.cleaned_data["thing"]:
        name, thing = form.cleaned_data["thing"]
        return services.cite(assessment=assessment, by=request.user, name=name, thing=thing, referred=referred)
    document = {name: form.cleaned_data[name] for name in ("document", "document_date", "stance")}
    return services.add_evidence(assessment=assessment, by=request.user, referred=referred, **document)


def referred_to(request: Request, assessment: Assessment) -> list[int]:
    """The numbers that stand in the text as it is typed now."""
    texts = [request.POST.get(name, getattr(assessment, name)) for name in NARRATIVE]
    return [mark for text in texts for mark in marks(text)]


def answer(request: Request, assessment: Assessment, sentence: str = "") -> HttpResponse:
    """The list as it is now; without htmx the page, once what was typed in the form around the tick is saved."""
    if request.htmx:
        return assessment_page(request, assessment, judging_form(request, assessment), told=sentence)
    if "version" in request.POST:
        form = judging_form(request, assessment, request.POST)
        if form.has_changed() and not save(request, form):
            return assessment_page(request, assessment, form)
    return redirect(assessment.get_absolute_url() + "#evidence")


def find_evidence(request: Request, pk: int) -> Evidence:
    visible = Evidence.objects.visible_to(request.user).select_related("assessment__goal", "assessment__round")
    piece: Evidence = find_to(request, Action.WRITE, Kind.ASSESSMENT, visible, pk)
    return piece


@require_POST
def evidence_removal(request: Request, pk: int) -> HttpResponse:
    """Asks nothing, and says where the text still refers to it."""
    piece = find_evidence(request, pk)
    sentence = refusal(lambda: services.remove_evidence(evidence=piece, by=request.user))
    if sentence and not request.htmx:
        messages.error(request, sentence)
    elif not sentence:
        sentence = _("Underlag [%(number)d] är borttaget.") % {"number": piece.number}
        if piece.number in referred_to(request, piece.assessment):
            sentence += " " + _("[%(number)d] står kvar i texten.") % {"number": piece.number}
        if not request.htmx:
            told_removed(request, piece, sentence)
    return answer(request, piece.assessment, sentence)


@require_POST
def evidence_stance(request: Request, pk: int) -> HttpResponse:
    """Whether a piece supports the judgement or contradicts it."""
    piece = find_evidence(request, pk)
    form = StanceForm(request.POST)
    sentence = ""
    if form.is_valid():
        chosen = form.cleaned_data["stance"]
        sentence = refusal(lambda: services.take_stance(evidence=piece, stance=chosen, by=request.user))
    if sentence and not request.htmx:
        messages.error(request, sentence)
    return answer(request, piece.assessment, sentence)
