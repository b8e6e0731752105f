from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from priorities.goals.models import Goal
from reporting.assessments import services
from reporting.assessments.forms import AssessmentForm
from reporting.assessments.models.judgements import Assessment
from reporting.assessments.models.rounds import Round
from reporting.assessments.strip import following, strip
from reporting.assessments.views.pages import assessment_page, find_assessment, judging_form, year_before
from strategy.access import Action, Kind
from strategy.records.pages import attempt, carry_out
from strategy.web.requests import Request, find, require


@require_POST
def new(request: Request, pk: int, year: int) -> HttpResponse:
    """Begins, or goes on with, the assessment of a goal for a year."""
    goal = find(request, Goal.objects.visible_to(request.user), pk)
    require(request, Action.WRITE, Kind.ASSESSMENT)
    if year not in goal.strategy.years:
        return redirect("reporting:rounds", goal.strategy.slug)
    year_round, _begun = Round.objects.get_or_create(strategy=goal.strategy, year=year)
    return redirect(services.begin_assessment(year_round=year_round, goal=goal, by=request.user))


def assessment(request: Request, pk: int) -> HttpResponse:
    """One assessment: a form while it may be written, a text to read afterwards."""
    assessment = find_assessment(request, pk)
    may_write = request.user.may(Action.WRITE, Kind.ASSESSMENT, assessment.strategy_id) and assessment.may_be_edited
    if request.method != "POST":
        return assessment_page(request, assessment, judging_form(request, assessment) if may_write else None)
    require(request, Action.WRITE, Kind.ASSESSMENT)
    form = judging_form(request, assessment, request.POST)
    if not save(request, form):
        return assessment_page(request, assessment, form)
    if "propose" in request.POST:
        return propose(request, assessment, form)
    messages.success(request, _("Bedömningen är sparad."))
    return redirect(assessment)


def save(request: Request, form: AssessmentForm) -> bool:
    """With last year's words where nothing is written, if they were asked for."""

    def write() -> None:
        version: int = form.cleaned_data["version"]
        source = year_before(request, form.instance) if "begin" in request.POST else None
        if source is not None:
            services.begin_with(assessment=form.instance, source=source)
        services.save_assessment(assessment=form.instance, by=request.user, expected_version=version)

    return form.is_valid() and attempt(form, write)


@require_POST
def proposal(request: Request, pk: int) -> HttpResponse:
    assessment = find_assessment(request, pk, Action.WRITE)
    carry_out(request, lambda: services.propose(assessment=assessment, by=request.user), done=proposed(assessment))
    return redirect(assessment)


def proposed(assessment: Assessment) -> str:
    return _("Bedömningen av %(goal)s är föreslagen och väntar på enhetschefen.") % {"goal": assessment.goal.code}


def propose(request: Request, assessment: Assessment, form: AssessmentForm) -> HttpResponse:
    """What has been saved; told beside the fields where something is missing."""
    form.show_as_saved()
    if not attempt(form, lambda: services.propose(assessment=assessment, by=request.user)):
        return assessment_page(request, assessment, form)
    messages.success(request, proposed(assessment))
    return onward(request, assessment) if request.POST["propose"] == "next" else redirect(assessment.round)


def onward(request: Request, assessment: Assessment) -> HttpResponse:
    """To the scales of the next goal of the year that is left, begun where it is not; to the round when none is."""
    stop = following(strip(request.user, assessment))
    if stop is None:
        return redirect(assessment.round)
    year_round = assessment.round
    judgement = stop.judgement or services.begin_assessment(year_round=year_round, goal=stop.goal, by=request.user)
    return redirect(judgement.get_absolute_url() + "#id_attainment")
