"""What assessments and overall judgements have in common on their way: steps, four eyes, one decision on several."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reporting.assessments.models.evidence import Evidence
from reporting.assessments.models.judgements import Assessment, AssessmentStep
from reporting.assessments.models.overall import Judgement, OverallAssessmentStep
from reporting.assessments.models.rounds import Round, RoundDecision
from reporting.assessments.models.scales import JudgementState
from reporting.assessments.readings import require_read
from strategy.access import Role
from strategy.notices.models import NoticeKind
from strategy.notices.services import Telling, holders, tell, those_answering
from strategy.people.models import User
from strategy.records.history import writers_of
from strategy.records.markings import require_no_words
from strategy.records.refusals import TransitionRefused
from strategy.records.services import advance
from strategy.records.triggers import refused_by

RETURNED = (JudgementState.PROPOSED, JudgementState.RETURNED)


@transaction.atomic
def decide(*, year_round: Round, judgements: Iterable[Judgement], by: User, decision: str, reason: str = "") -> int:
    """One decision on several proposed judgements: all of them or none. Answers how many.

    Raises ValidationError where a return has no reason, and TransitionRefused where one was not read as it stands now,
    was written by the same person (four eyes) or is no longer proposed.
    """
    chosen = list(judgements)
    require_read(chosen, by)
    record = RoundDecision(
        strategy=year_round.strategy, round=year_round, decision=decision, by=by, at=timezone.now(), reason=reason
    )
    record.full_clean()
    record.save()
    for judgement in chosen:
        if decision == RoundDecision.Decision.APPROVED:
            refuse_own_work(judgement, by)
            step(judgement, to=JudgementState.APPROVED, by=by, decision=record)
        else:
            step(judgement, to=JudgementState.RETURNED, by=by, decision=record)
    return len(chosen)


def refuse_own_work(judgement: Judgement, by: User) -> None:
    """Four eyes: nobody who has written on it approves it."""
    if by.pk not in writers(judgement):
        return
    if isinstance(judgement, Assessment):
        sentence = _("Du har själv skrivit på bedömningen av %(goal)s. Någon annan måste godkänna den.")
        raise TransitionRefused(sentence % {"goal": judgement.code})
    sentence = _("Du har själv skrivit på den samlade bedömningen av %(area)s. Någon annan måste godkänna den.")
    raise TransitionRefused(sentence % {"area": judgement.code})


def writers(judgement: Judgement) -> set[int]:
    """Everybody who has changed it or its evidence or put it forward."""
    found = writers_of(judgement.history.all(), RETURNED)
    if isinstance(judgement, Assessment):
        pieces = Evidence.history.filter(assessment=judgement, updated_by__isnull=False)
        found |= set(pieces.values_list("updated_by", flat=True))
    return found


def step(judgement: Judgement, *, to: str, by: User, decision: RoundDecision | None = None) -> None:
    """Moves the judgement and appends the step to its life."""
    now = timezone.now()
    require_no_words(judgement, "reason", decision.reason if decision else "")
    taken = {
        "strategy": judgement.strategy,
        "from_state": judgement.state,
        "to_state": to,
        "by": by,
        "at": now,
        "reason": decision.reason if decision else "",
        "decision": decision,
    }
    sealed = {"approved_by": by, "approved_at": now} if to == JudgementState.APPROVED else {}
    with refused_by("assessment_four_eyes", _("Den som har skrivit på bedömningen kan inte godkänna den.")):
        advance(record=judgement, to=to, by=by, **sealed)
    if isinstance(judgement, Assessment):
        AssessmentStep.objects.create(assessment=judgement, **taken)
    else:
        OverallAssessmentStep.objects.create(overall_assessment=judgement, **taken)
    tell_of(judgement, to, by)


def tell_of(judgement: Judgement, to: str, by: User) -> None:
    """The head that a round waits, once a day; its owner that it has come back; its writers that it is approved."""
    occasion = timezone.now().isoformat(timespec="microseconds")
    if to == JudgementState.PROPOSED:
        heads = holders(judgement.strategy, Role.HEAD)
        tell(Telling(NoticeKind.PROPOSED, judgement.round, heads, timezone.localdate().isoformat()), by=by)
    elif to == JudgementState.RETURNED:
        tell(Telling(NoticeKind.SENT_BACK, judgement, those_answering(judgement), occasion), by=by)
    elif to == JudgementState.APPROVED:
        tell(Telling(NoticeKind.APPROVED, judgement, writers(judgement), occasion), by=by)
