"""What can be shared for comments, and the copy that is made of it: passage by passage, for one edition.

The copy is Swedish, as what it is made of, whoever shares it.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from dialogue.instructions.models import Instruction, InstructionGoal
from priorities.goals.models import Goal
from priorities.work_plan.models import Activity
from reporting.assessments.material import comparable, resting_on
from reporting.assessments.models.evidence import Evidence, targets_among
from reporting.assessments.models.judgements import Assessment
from reporting.assessments.models.overall import OverallAssessment
from reporting.circulations.comments import CirculatedPassage
from reporting.circulations.models import Circulation
from strategy.access import Audience, Edition
from strategy.access.conditions import NOT_SECRET
from strategy.decision.models import Strategy
from strategy.records.refusals import TransitionRefused
from strategy.texts.reading import without_marks

Subject = Circulation.Subject
FIELDS = {Subject.INSTRUCTION: "instruction", Subject.ROUND: "round", Subject.REPORT: "report"}


@dataclass(frozen=True)
class Shared:
    """A thing that may be shared; `origin` is None for the work plan, which is the strategy's."""

    subject: Subject
    strategy: Strategy
    origin: Any = None

    @property
    def audiences(self) -> list[Audience]:
        """The editions that may be made of it, the first unless another is asked for."""
        if self.subject == Subject.REPORT:
            return [Audience(self.origin.audience)]
        work_plan = [Audience.INTERNAL, Audience.AGENCIES]
        return work_plan if self.subject == Subject.WORK_PLAN else [Audience.INTERNAL]

    @property
    def title(self) -> str:
        with override("sv"):
            return TITLES[self.subject](self)

    @property
    def ties(self) -> dict[str, Any]:
        field = FIELDS.get(self.subject)
        return {"subject": self.subject, **({field: self.origin} if field else {})}

    def require_shareable(self) -> None:
        """Raises TransitionRefused."""
        match self.subject:
            case Subject.INSTRUCTION:
                self.origin.require_unsent()
            case Subject.REPORT if self.origin.is_secret or self.origin.organisation_id or not self.origin.is_made:
                raise TransitionRefused(_("En rapport delas när den är skapad, och aldrig med sekretess."))

    def copy(self, audience: str) -> list[CirculatedPassage]:
        """Unsaved. Empty where the edition holds nothing of it."""
        with override("sv"):
            passages = list(COPIES[self.subject](self, Edition(audience)))
        for order, passage in enumerate(passages, start=1):
            passage.strategy, passage.order = self.strategy, order
        return passages


def of_instruction(shared: Shared, edition: Edition) -> Iterator[CirculatedPassage]:
    instruction: Instruction = shared.origin
    if instruction.is_secret:
        return
    if instruction.opening:
        yield CirculatedPassage(heading=_("Inledning"), text=instruction.opening)
    for part in InstructionGoal.objects.present().filter(instruction=instruction).in_order():
        yield CirculatedPassage(heading=str(part.goal), text=part.text, goal=part.goal)


def of_work_plan(shared: Shared, edition: Edition) -> Iterator[CirculatedPassage]:
    """Line by line, party by party."""
    lines = Activity.objects.visible_in(edition).of(shared.strategy.pk).standing()
    for line in lines.with_parts().order_by("responsible__sort_key", "due_on", "pk"):
        goals = [goal.code for goal in line.goals.all()]
        others = [str(other) for other in line.participants.all()]
        told = [
            _("Ansvarig: %(who)s") % {"who": line.responsible},
            _("Medverkande: %(who)s") % {"who": ", ".join(others)} if others else "",
            _("Klar senast: %(day)s") % {"day": date_format(line.due_on)},
            _("Mål: %(codes)s") % {"codes": ", ".join(goals)} if goals else "",
        ]
        text = "\n\n".join(filter(None, ["\n".join(filter(None, told)), line.description]))
        yield CirculatedPassage(heading=line.title, text=text, activity=line)


def of_round(shared: Shared, edition: Edition) -> Iterator[CirculatedPassage]:
    """Under way as well as approved. What rests on something that the edition leaves out is not stated."""
    year = Q(round=shared.origin)
    whole = OverallAssessment.objects.present().filter(year, NOT_SECRET).select_related("focus_area")
    for judgement in whole.order_by("focus_area__order", "pk"):
        heading = judgement.focus_area.heading if judgement.focus_area else _("Hela strategin")
        yield CirculatedPassage(
            heading=_("Samlad bedömning: %(of)s") % {"of": heading}, text=judgement.text, overall_assessment=judgement
        )
    held = Evidence.objects.present().filter(*targets_among(lambda things: things.visible_in(edition)))
    judged = latest(Assessment.objects.present().filter(year, NOT_SECRET))
    levels = resting_on(held, judged)
    stated, compared = (set(rows.values_list("pk", flat=True)) for rows in (levels, comparable(levels)))
    hidden = numbers_of(Evidence.objects.present().filter(assessment__in=judged).exclude(pk__in=held.values("pk")))
    for judgement in judged.select_related("goal").order_by("goal__order"):
        text = judged_text(judgement, hidden.get(judgement.pk, set()), stated, compared)
        yield CirculatedPassage(heading=str(judgement.goal), text=text, goal=judgement.goal, assessment=judgement)


def latest(judged: Any) -> Any:
    """Of each goal the one that was begun last."""
    newest: dict[int, int] = dict(judged.order_by("assessed_on", "pk").values_list("goal", "pk"))
    return judged.filter(pk__in=newest.values())


def numbers_of(evidence: Iterable[Evidence]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for piece in evidence:
        found.setdefault(piece.assessment_id, set()).add(piece.number)
    return found


def judged_text(judgement: Assessment, hidden: set[int], stated: set[int], compared: set[int]) -> str:
    scales = [
        (_("Måluppfyllelse"), judgement.get_attainment_display() if judgement.pk in stated else ""),
        (_("Utveckling"), judgement.get_development_display() if judgement.pk in compared else ""),
        (_("Sveriges påverkansarbete"), judgement.get_effort_display() if judgement.pk in stated else ""),
    ]
    levels = "\n".join(f"{label}: {level or _('anges inte')}" for label, level in scales)
    written = [judgement.happened, judgement.contribution, judgement.next_steps]
    return "\n\n".join([levels, *(without_marks(text, hidden) for text in written if text)])


def of_report(shared: Shared, edition: Edition) -> Iterator[CirculatedPassage]:
    """What its latest snapshot says in words."""
    snapshot = shared.origin.snapshots.first()
    told = json.loads(snapshot.content) if snapshot else {}
    goals = {goal.code: goal for goal in Goal.objects.of(shared.strategy.pk)}
    yield from texts(_("Sammanfattning"), told.get("summary"))
    yield from texts(_("Samlad bedömning: %(of)s") % {"of": _("Hela strategin")}, told.get("overall"))
    for area in told.get("focus_areas", []):
        yield from texts(_("Samlad bedömning: %(of)s") % {"of": area["short_title"]["sv"]}, area.get("overall"))
        for goal in area["goals"] if "introduction" in area else []:
            text = "\n\n".join(part["text"] for part in goal["narrative"])
            heading = f"{goal['code']} {goal['title']['sv']}"
            yield CirculatedPassage(heading=heading, text=text, goal=goals.get(goal["code"]))
    yield from texts(_("Förslag till dagordning"), told.get("agenda"))
    for asked in told.get("questions", []):
        yield from texts(_("Frågor till %(agency)s") % {"agency": asked["organisation"]["sv"]}, asked)


def texts(heading: str, told: Any) -> Iterator[CirculatedPassage]:
    if told and told.get("text"):
        yield CirculatedPassage(heading=heading, text=told["text"])


def fingerprint(passages: Iterable[CirculatedPassage]) -> str:
    """Tells the copy that somebody read from what it has become since."""
    told = [(passage.heading, passage.text) for passage in passages]
    return sha256(json.dumps(told).encode()).hexdigest()


TITLES: dict[Subject, Callable[[Shared], str]] = {
    Subject.INSTRUCTION: lambda shared: str(shared.origin),
    Subject.WORK_PLAN: lambda shared: _("Arbetsplanen den %(day)s") % {"day": date_format(shared.strategy.today())},
    Subject.ROUND: lambda shared: _("Bedömningar %(year)s") % {"year": shared.origin},
    Subject.REPORT: lambda shared: f"{shared.origin}, {shared.origin.get_audience_display()}",
}
COPIES: dict[Subject, Callable[[Shared, Edition], Iterator[CirculatedPassage]]] = {
    Subject.INSTRUCTION: of_instruction,
    Subject.WORK_PLAN: of_work_plan,
    Subject.ROUND: of_round,
    Subject.REPORT: of_report,
}
