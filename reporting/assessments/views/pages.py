"""The two pages of an assessment: the one where it is written, and the one where it is read and decided."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from reporting.assessments.citable import AT_A_TIME, pieces
from reporting.assessments.evidence_forms import EvidenceForm
from reporting.assessments.forms import AssessmentForm, DecisionForm
from reporting.assessments.models.evidence import Evidence
from reporting.assessments.models.judgements import Assessment, AssessmentStep
from reporting.assessments.models.overall import Judgement
from reporting.assessments.models.scales import JudgementState
from reporting.assessments.movements import differences, movements, revisions
from reporting.assessments.readings import after, note_reading, to_be_read
from reporting.assessments.services import notes_of
from reporting.assessments.strip import following, strip
from reporting.assessments.views.rounds import may_judge
from strategy.access import Action, Kind
from strategy.texts.html import NO_NOTES
from strategy.web.pages import status_of
from strategy.web.requests import Request, find_to

PARTS = {"evidence", "pieces"}  # of the page where one writes, that htmx asks for


def find_assessment(request: Request, pk: int, action: Action = Action.READ) -> Assessment:
    queryset = Assessment.objects.visible_to(request.user).select_related(
        "goal__focus_area", "goal__paragraph", "round"
    )
    assessment: Assessment = find_to(request, action, Kind.ASSESSMENT, queryset, pk)
    return assessment


def year_before(request: Request, assessment: Assessment) -> Assessment | None:
    visible = Assessment.objects.visible_to(request.user).in_force().select_related("round")
    return visible.filter(goal=assessment.goal, round__year=assessment.round.year - 1).first()


def judging_form(request: Request, assessment: Assessment, *data: Any) -> AssessmentForm:
    return AssessmentForm(*data, instance=assessment, previous=year_before(request, assessment))


def assessment_page(
    request: Request,
    assessment: Assessment,
    form: AssessmentForm | None,
    *,
    evidence_form: EvidenceForm | None = None,
    told: str = "",
) -> HttpResponse:
    """The page, or the part of it that htmx asks for."""
    if form is None:
        return reading_page(request, assessment)
    most, words = request.GET.get("most", ""), request.GET.get("q", "")[:200]
    shown = int(most[:4]) if most.isdecimal() else AT_A_TIME
    stops = strip(request.user, assessment)
    context = {
        **common(request, assessment),
        "form": form,
        "previous": form.previous,
        "evidence_form": evidence_form or EvidenceForm(user=request.user, assessment=assessment),
        "pieces": pieces(request.user, assessment, words=words, most=shown),
        "words": words,
        "most": shown + AT_A_TIME,
        "told": told or _("Bocka för: numret sätts där markören står."),
        "stops": stops,
        "done": sum(found.is_done for found in stops),
        "following": following(stops),
    }
    part = request.htmx.target if request.htmx and request.htmx.target in PARTS else ""
    template = "reporting/assessments/judging.html" + (f"#{part}" if part else "")
    wrong = evidence_form if evidence_form is not None and evidence_form.errors else form
    return render(request, template, context, status=status_of(wrong))


def common(request: Request, assessment: Assessment) -> dict[str, Any]:
    visible = Assessment.objects.visible_to(request.user)
    steps = AssessmentStep.objects.visible_to(request.user).filter(assessment=assessment)
    return {
        "assessment": assessment,
        "steps": list(steps.select_related("by")),
        "earlier": visible.others_for_the_year(assessment),
        "no_notes": NO_NOTES,  # where a text stands without its evidence
        "may_judge": may_judge(request),
    }


def reading_page(request: Request, assessment: Assessment, form: DecisionForm | None = None) -> HttpResponse:
    found = list(Evidence.objects.visible_to(request.user).filter(assessment=assessment).with_targets())
    previous = year_before(request, assessment)
    decision = deciding(request, assessment, form)
    context = {
        **common(request, assessment),
        **decision,
        "evidence": found,
        "notes": notes_of(assessment, found),
        "previous": previous,
        "moved": movements(assessment, previous),
        "differences": list(differences(previous, assessment)) if previous and "decision_form" in decision else [],
        "stops": strip(request.user, assessment, decision["unread"]) if may_judge(request) else [],
    }
    template = "reporting/assessments/assessment.html"
    return render(request, template, context, status=status_of(form) if form else 200)


def deciding(request: Request, judgement: Judgement, form: DecisionForm | None) -> dict[str, Any]:
    """What a head needs to decide on what is proposed, and where the reading goes on. That it was opened is noted."""
    decides = request.user.may(Action.APPROVE, Kind.ASSESSMENT, judgement.strategy_id)
    if not decides or judgement.state != JudgementState.PROPOSED or judgement.strategy.is_read_only:
        return {"unread": set()}
    note_reading(judgement=judgement, by=request.user)
    queue = to_be_read(request.user, judgement.round)
    following = after(judgement, queue)
    return {
        "decision_form": form or DecisionForm(),
        "revisions": revisions(judgement),
        "next_to_read": following,
        "onward": (following or judgement.round).get_absolute_url() + ("" if following else "#proposed"),
        "read": sum(found.is_read for found in queue),
        "to_be_read": len(queue),
        "unread": {found.pk for found in queue if not found.is_read and isinstance(found, Assessment)},
    }
