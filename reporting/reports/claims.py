"""The claims of an edition whose evidence it hides: what its readers could not follow to what it rests on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from priorities.goals.models import Goal
from reporting.assessments.material import Material
from reporting.assessments.models.evidence import Evidence
from reporting.assessments.models.judgements import Assessment
from reporting.reports.contents.snapshots.judgements import Judgements
from reporting.reports.models import Report
from reporting.reports.secrecy_review_page import ReviewedRecord, ground_of
from strategy.access import Classification
from strategy.people.models import User
from strategy.records.kinds import address_of
from strategy.records.models import Classified
from strategy.texts.reading import marks

SENTENCES = re.compile(r"[^.!?\n]*[.!?\n]+(?:[ \u00a0]*\[\d{1,3}\])*|[^.!?\n]+")  # with the references after its end


@dataclass(frozen=True)
class Claim:
    """A sentence as it was written; `hidden` is what the edition leaves out of what it rests on, and why."""

    goal: str
    url: str
    text: str
    hidden: list[ReviewedRecord]


def claims_without_evidence(report: Report, user: User) -> list[Claim]:
    """As things stand now, of a report that tells of a year's judgements. A fixed number of queries."""
    if report.event_id is not None:
        return []
    judgements = Judgements(report, Material.held_in(report.edition, report.strategy), (report.year,))
    goals = [goal for goal in judgements.material.goals if judgements.hidden(goal)]
    pieces = evidence_for(report, goals, user)
    return [claim for goal in goals for claim in claims_on(goal, judgements, pieces)]


def evidence_for(report: Report, goals: list[Goal], user: User) -> dict[tuple[int, int], Evidence]:
    """By goal and number, whatever the edition holds; of what somebody may see."""
    judged = Assessment.objects.present().in_force().filter(goal__in=goals, round__year=report.year)
    rows = Evidence.objects.visible_to(user).with_targets().filter(assessment__in=judged)
    found = rows.select_related("assessment__goal", "assessment__round", "assessment__secrecy_provision")
    return {(piece.assessment.goal_id, piece.number): piece for piece in found}


def claims_on(goal: Goal, judgements: Judgements, pieces: dict[tuple[int, int], Evidence]) -> Iterator[Claim]:
    hidden = judgements.hidden(goal)
    for part in judgements.parts(goal):
        for sentence in SENTENCES.findall(part["text"]):
            numbers = [number for number in dict.fromkeys(marks(sentence)) if number in hidden]
            if numbers:
                found = [pieces[goal.pk, number] for number in numbers if (goal.pk, number) in pieces]
                yield Claim(goal.code, goal.get_absolute_url(), sentence.strip(), list(map(reviewed, found)))


def reviewed(piece: Evidence) -> ReviewedRecord:
    """What hides it: the thing that it is, or where that is open the judgement that it is cited in."""
    target = piece.target
    is_hidden = isinstance(target, Classified) and target.effective_classification != Classification.OPEN
    record = target if is_hidden and isinstance(target, Classified) else piece.assessment
    title = _("[%(number)s] %(evidence)s") % {"number": piece.number, "evidence": piece.found_as}
    ground = ground_of(record, record.effective_classification, "")
    return ReviewedRecord(record, title, address_of(record), ground)
