"""From what a passage may be taken over, and into what is under way."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from dialogue.instructions.models import InstructionGoal
from dialogue.observations.additions import Addition, with_additions
from dialogue.observations.models import Observation
from dialogue.requests.parts import AnswerPart
from reporting.reports.models import Report
from strategy.access import Audience, Classification
from strategy.people.models import User

MOST = 30  # of each kind that a passage can go into
OPEN, WORKING, SECRET = Classification
HELD = {
    Audience.EXTERNAL: {OPEN},
    Audience.AGENCIES: {OPEN, WORKING},
    Audience.INTERNAL: {OPEN, WORKING},
    Audience.INTERNAL_SECRET: {OPEN, WORKING, SECRET},
}
Target = InstructionGoal | Report


@dataclass(frozen=True)
class Source:
    """`text` is all that it says, as its reader may see it."""

    record: AnswerPart | Observation
    text: str

    @property
    def marking(self) -> str:
        return self.record.effective_classification

    def quoted(self, passage: str) -> str:
        """With where it came from, in Swedish as the rest."""
        with override("sv"):
            return f"{passage.strip()}\n({_('Källa: %(source)s') % {'source': self.whence}})"

    @property
    def whence(self) -> str:
        organisation = self.record.organisation.name
        if isinstance(self.record, Observation):
            told, day = _("fältobservation"), self.record.observed_on
        else:
            told = _("svar på ”%(request)s”") % {"request": self.record.answer.request}
            day = self.record.received_on or localtime(self.record.sent_at).date()
        number = self.record.registry_number
        return ", ".join(filter(None, [organisation, told, date_format(day, "j F Y"), number]))


def of_answer(part: AnswerPart) -> Source:
    return Source(part, part.text)


def of_observation(observation: Observation) -> Source:
    return Source(observation, observation.whole_text)


def answers(user: User) -> Any:
    return AnswerPart.objects.visible_to(user).received().with_parts()


def observations(user: User) -> Any:
    """Those that have been taken into the evidence, as in an edition."""
    seen = Observation.objects.visible_to(user).accepted().select_related("organisation", "strategy")
    return seen.prefetch_related(with_additions(Addition.objects.visible_to(user)))


def targets(user: User, strategy: int) -> Iterator[tuple[str, Target]]:
    """Each with its key: goals of instructions that are not sent, and reports that may be rewritten."""
    parts = InstructionGoal.objects.visible_to(user).filter(strategy=strategy).exclude(instruction__state="sent")
    in_order = parts.select_related("goal", "instruction__event").order_by("-instruction", "goal__order")
    yield from ((f"goal-{part.pk}", part) for part in in_order[:MOST])
    reports = Report.objects.visible_to(user).filter(strategy=strategy).unfinished(["draft", "returned", "failed"])
    under_way = reports.select_related("event", "organisation", "strategy").order_by("-pk")
    yield from ((f"report-{report.pk}", report) for report in under_way[:MOST])


def may_hold(target: Target) -> set[Classification]:
    """The markings of a copy that may stand there."""
    if isinstance(target, Report):
        return HELD[Audience(target.audience)]
    marking = target.instruction.effective_classification
    return {one for one in Classification if Classification.strictest(one, marking) == marking}
