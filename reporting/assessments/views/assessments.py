from collections.abc import Iterable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from priorities.goals.models import Goal
from reporting.assessments import services
from reporting.assessments.evidence_forms import EvidenceForm
from reporting.assessments.forms import AssessmentForm
from reporting.assessments.models.evidence import Evidence
from reporting.assessments.models.judgements import Assessment, AssessmentStep
from reporting.assessments.models.rounds import Round
from reporting.assessments.services import numbers_of
from reporting.assessments.views.rounds import may_judge
from strategy.access import Action, Kind
from strategy.records.pages import attempt, refusal, told_removed
from strategy.records.refusals import Conflict, TransitionRefused
from strategy.texts.html import Notes
from strategy.web.pages import status_of
from strategy.web.requests import Request, find, find_to, require


@require_POST
def new(request: Request, pk: int, year: int) -> HttpResponse:
    """Begins, or goes on with, the assessment of a goal for a year."""
    goal = find(request, Goal.objects.visible_to(request.user), pk)
    require(request, Action.WRITE, Kind.ASSESSMENT)
    if year not in goal.strategy.years:
        return redirect("reporting:rounds", goal.strategy.slug)
    year_round, _begun = Round.objects.get_or_create(strategy=goal.strategy, year=year)
    assessment = services.begin_assessment(year_round=year_round, goal=goal, by=request.user)
    return redirect("reporting:assessment", assessment.pk)


def find_assessment(request: Request, pk: int, action: Action = Action.READ) -> Assessment:
    queryset = Assessment.objects.visible_to(request.user).select_related("goal__focus_area", "round")
    assessment: Assessment = find_to(request, action, Kind.ASSESSMENT, queryset, pk)
    return assessment


def assessment(request: Request, pk: int) -> HttpResponse:
    """One assessment: a form while it may be written, a text to read afterwards."""
    assessment = find_assessment(request, pk)
    may_write = request.user.may(Action.WRITE, Kind.ASSESSMENT, assessment.strategy_id) and assessment.may_be_edited
    if request.method != "POST":
        return assessment_page(request, assessment, AssessmentForm(instance=assessment) if may_write else None)
    require(request, Action.WRITE, Kind.ASSESSMENT)
    form = AssessmentForm(request.POST, instance=assessment)

    def save() -> None:
        version: int = form.cleaned_data["version"]
        services.save_assessment(assessment=form.instance, by=request.user, expected_version=version)

    if form.is_valid() and attempt(form, save):
        if "propose" in request.POST:
            return propose(request, assessment)
        messages.success(request, _("Bedömningen är sparad."))
        return redirect(assessment)
    return assessment_page(request, assessment, form, status=status_of(form))


@require_POST
def proposal(request: Request, pk: int) -> HttpResponse:
    return propose(request, find_assessment(request, pk, Action.WRITE))


def propose(request: Request, assessment: Assessment) -> HttpResponse:
    try:
        services.propose(assessment=assessment, by=request.user)
    except ValidationError as error:
        form = AssessmentForm(instance=assessment)
        return assessment_page(request, assessment, form, problems=error.messages, status=422)
    except (TransitionRefused, Conflict) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Bedömningen är föreslagen och väntar på enhetschefen."))
    return redirect(assessment)


def assessment_page(
    request: Request,
    assessment: Assessment,
    form: AssessmentForm | None,
    *,
    evidence_form: EvidenceForm | None = None,
    problems: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    visible = Assessment.objects.visible_to(request.user)
    previous = visible.in_force().filter(goal=assessment.goal, round__year=assessment.round.year - 1).first()
    if form is not None and evidence_form is None:
        evidence_form = EvidenceForm(user=request.user, assessment=assessment)
    pieces = list(Evidence.objects.visible_to(request.user).filter(assessment=assessment).with_targets())
    context = {
        "assessment": assessment,
        "form": form,
        "evidence_form": evidence_form,
        "evidence": pieces,
        "notes": notes_of(assessment, pieces),
        "steps": AssessmentStep.objects.visible_to(request.user).filter(assessment=assessment).select_related("by"),
        "previous": previous,
        "earlier": visible.others_for_the_year(assessment),
        "problems": problems,
        "may_judge": may_judge(request),
    }
    return render(request, "reporting/assessments/assessment.html", context, status=status)


def notes_of(assessment: Assessment, pieces: Iterable[Evidence]) -> Notes:
    """Of the evidence that somebody sees; the references to what they do not see are kept from them."""
    addresses = {piece.number: f"#evidence-{piece.number}" for piece in pieces}
    return Notes(addresses, hidden=set(numbers_of(assessment)) - set(addresses), referred=set())


@require_POST
def evidence(request: Request, pk: int) -> HttpResponse:
    """Adds a piece of evidence."""
    assessment = find_assessment(request, pk, Action.WRITE)
    form = EvidenceForm(request.POST, user=request.user, assessment=assessment)
    added: list[Evidence] = []

    def add() -> None:
        added.append(services.add_evidence(assessment=assessment, by=request.user, **form.cleaned_data))

    if form.is_valid() and attempt(form, add):
        messages.success(request, _("Underlaget har nummer [%(number)d].") % {"number": added[0].number})
        return redirect(assessment.get_absolute_url() + "#evidence")
    return assessment_page(request, assessment, AssessmentForm(instance=assessment), evidence_form=form, status=422)


@require_POST
def evidence_removal(request: Request, pk: int) -> HttpResponse:
    visible = Evidence.objects.visible_to(request.user).select_related("assessment")
    piece = find_to(request, Action.WRITE, Kind.ASSESSMENT, visible, pk)
    refused = refusal(lambda: services.remove_evidence(evidence=piece, by=request.user))
    if refused:
        messages.error(request, refused)
    else:
        told_removed(request, piece, _("Underlaget är borttaget."))
    return redirect(piece.assessment.get_absolute_url() + "#evidence")
