from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from priorities.goals.models import FocusArea
from reporting.assessments import overall as services
from reporting.assessments.forms import DecisionForm, OverallAssessmentForm
from reporting.assessments.material import left_out_of_the_internal_edition
from reporting.assessments.models.overall import OverallAssessment, OverallAssessmentStep
from reporting.assessments.views.pages import deciding
from reporting.assessments.views.rounds import find_round, may_judge
from reporting.assessments.years import year_lines
from strategy.access import Action, Kind
from strategy.records.pages import attempt, carry_out
from strategy.web.pages import posted, status_of
from strategy.web.requests import Request, find_strategy, find_to, require

WHOLE = "whole"


def new(request: Request, slug: str, year: int, area: str) -> HttpResponse:
    """Begins the overall judgement of a focus area, or of the whole; leads to the one under way where there is one."""
    strategy = find_strategy(request, slug)
    require(request, Action.WRITE, Kind.ASSESSMENT)
    if year not in strategy.years:
        raise Http404
    judgement = OverallAssessment(
        strategy=strategy,
        round=find_round(strategy, year),
        focus_area=focus_area(request, area),
        owner=request.user,
    )
    under_way = services.under_way(judgement.round, judgement.focus_area)
    if under_way is not None:
        return redirect(under_way)
    services.take_over(judgement)
    form = OverallAssessmentForm(posted(request), instance=judgement)
    if form.is_valid() and attempt(form, lambda: services.begin_overall(judgement=judgement, by=request.user)):
        return finish(request, judgement)
    return overall_page(request, judgement, form)


def focus_area(request: Request, code: str) -> FocusArea | None:
    areas = FocusArea.objects.visible_to(request.user).of(request.strategy.pk)
    return None if code == WHOLE else get_object_or_404(areas, code=code)


def overall_assessment(request: Request, pk: int) -> HttpResponse:
    """One overall judgement: a form while it may be written, a text to read afterwards."""
    judgement = find_overall(request, pk)
    if request.method != "POST":
        may_write = request.user.may(Action.WRITE, Kind.ASSESSMENT, judgement.strategy_id) and judgement.may_be_edited
        return overall_page(request, judgement, OverallAssessmentForm(instance=judgement) if may_write else None)
    require(request, Action.WRITE, Kind.ASSESSMENT)
    form = OverallAssessmentForm(request.POST, instance=judgement)
    if form.is_valid() and attempt(
        form,
        lambda: services.save_overall(
            judgement=judgement, by=request.user, expected_version=form.cleaned_data["version"]
        ),
    ):
        return finish(request, judgement)
    return overall_page(request, judgement, form)


@require_POST
def proposal(request: Request, pk: int) -> HttpResponse:
    return propose(request, find_overall(request, pk, Action.WRITE))


def find_overall(request: Request, pk: int, action: Action = Action.READ) -> OverallAssessment:
    queryset = OverallAssessment.objects.visible_to(request.user).select_related("focus_area", "round", "approved_by")
    judgement: OverallAssessment = find_to(request, action, Kind.ASSESSMENT, queryset, pk)
    return judgement


def finish(request: Request, judgement: OverallAssessment) -> HttpResponse:
    """After saving: on to the head, where that was asked for."""
    if "propose" in request.POST:
        return propose(request, judgement)
    messages.success(request, _("Den samlade bedömningen är sparad."))
    return redirect(judgement)


def propose(request: Request, judgement: OverallAssessment) -> HttpResponse:
    carry_out(
        request,
        lambda: services.propose_overall(judgement=judgement, by=request.user),
        done=_("Den samlade bedömningen är föreslagen och väntar på enhetschefen."),
    )
    return redirect(judgement)


def overall_page(
    request: Request,
    judgement: OverallAssessment,
    form: OverallAssessmentForm | None,
    decision_form: DecisionForm | None = None,
) -> HttpResponse:
    """The text, and beside it how the year's goals are judged to stand."""
    visible = OverallAssessment.objects.visible_to(request.user)
    same = visible.in_force().filter(strategy=judgement.strategy, focus_area=judgement.focus_area)
    lines = year_lines(request.user, judgement.strategy, judgement.round.year)
    context = {
        "overall": judgement,
        "form": form,
        "lines": [line for line in lines if judgement.focus_area_id in (None, line.goal.focus_area_id)],
        "previous": same.filter(round__year=judgement.round.year - 1).select_related("round").first(),
        "steps": steps(request, judgement),
        "left_out": left_out_of_the_internal_edition(judgement) if form else [],
        "may_judge": may_judge(request),
        **deciding(request, judgement, decision_form),
    }
    sent = form or decision_form
    return render(request, "reporting/assessments/overall.html", context, status=status_of(sent) if sent else 200)


def steps(request: Request, found: OverallAssessment) -> object:
    visible = OverallAssessmentStep.objects.visible_to(request.user)
    return visible.filter(overall_assessment=found.pk).select_related("by")
