"""How a goal is judged to stand, and what belongs to it the next time that it is raised."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.db.models import F

from dialogue.commitments.models import Commitment
from dialogue.meetings.models.agenda import AgendaItemGoal
from dialogue.meetings.models.interventions import Intervention
from priorities.goals.models import Goal
from priorities.key_messages.models import KeyMessage
from reporting.assessments.material import Material
from reporting.assessments.models.evidence import Evidence
from reporting.assessments.models.judgements import Assessment
from reporting.assessments.services import notes_of
from strategy.texts.html import Notes

MOST = 5


@dataclass(frozen=True)
class JudgedYear:
    """`before` is in force for the year before."""

    judgement: Assessment
    before: Assessment | None


class Standing:
    """The judgements in force, the first year first, and what the latest rests on. Asked for as they are shown."""

    def __init__(self, material: Material, goal: Goal) -> None:
        self.material = material
        self.goal = goal

    @cached_property
    def years(self) -> list[JudgedYear]:
        in_force = self.material.assessments.filter(goal=self.goal).select_related("round").order_by("round__year")
        by_year = {judgement.round.year: judgement for judgement in in_force}
        return [JudgedYear(judgement, by_year.get(year - 1)) for year, judgement in by_year.items()]

    @property
    def current(self) -> Assessment | None:
        return self.years[-1].judgement if self.years else None

    @cached_property
    def evidence(self) -> list[Evidence]:
        return list(self.material.evidence.filter(assessment=self.current).with_targets())

    @cached_property
    def notes(self) -> Notes | None:
        return notes_of(self.current, self.evidence) if self.current else None


class NextTime:
    """A few of each, as they stood on a day."""

    def __init__(self, material: Material, goal: Goal, day: date) -> None:
        self.material = material
        self.goal = goal
        self.day = day

    @cached_property
    def key_message(self) -> KeyMessage | None:
        return self.material.key_messages.filter(goal=self.goal).in_force(self.day).first()

    @cached_property
    def promises(self) -> Page[Commitment]:
        """Open, and what we follow up ourselves among them; by their days, so that the late ones come first."""
        is_open = self.material.commitments.concerning(self.goal).open_on(self.day)
        by_day = is_open.select_related("counterpart", "strategy").order_by(F("due_on").asc(nulls_last=True), "pk")
        return Paginator(by_day, MOST).page(1)

    @cached_property
    def answers(self) -> list[Intervention]:
        """What each counterpart last answered, the latest first."""
        latest = self.material.interventions.filter(goal=self.goal).latest_answers()
        return list(latest.select_related("event", "counterpart").order_by("-event__starts_on", "-pk")[:MOST])

    @cached_property
    def preparations(self) -> list[AgendaItemGoal]:
        """At meetings to come, the next one first."""
        prepared = self.material.own(AgendaItemGoal.objects).filter(goal=self.goal)
        coming = prepared.filter(agenda_item__event__in=self.material.coming(self.day).values("pk"))
        return list(coming.select_related("agenda_item__event").order_by("agenda_item__event__starts_on", "pk")[:MOST])
