"""What stands on the page that takes a report home apart, of what one person may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from dialogue.commitments.models import Commitment
from dialogue.meetings.agenda import AgendaEntry, GoalEntry, agenda
from dialogue.meetings.models.agenda import AgendaItem
from dialogue.meetings.models.events import Event, EventCounterpart
from dialogue.meetings.models.interventions import Intervention
from dialogue.meetings.models.reports import ReportHome
from dialogue.meetings.views.events import prepared_for
from dialogue.reports_home.models import Passage
from dialogue.reports_home.reading import Sentence, Span, paragraphs
from priorities.goals.models import Goal
from strategy.people.models import User

MOST = 5  # of answers and of promises beside the goal in hand


@dataclass
class Workplace:
    """`chosen` is the number of the goal in hand; where none is, it is the first that waits."""

    event: Event
    report: ReportHome | None
    user: User
    chosen: int | None

    @cached_property
    def entries(self) -> list[AgendaEntry]:
        items = AgendaItem.objects.visible_to(self.user).filter(event=self.event)
        return agenda(self.event, items.prefetch_related(prepared_for(self.user)), self.said)

    @cached_property
    def said(self) -> list[Intervention]:
        said = Intervention.objects.visible_to(self.user).filter(event=self.event)
        return list(said.select_related("goal", "counterpart", "agenda_item", "event").order_by("goal__order", "pk"))

    @cached_property
    def goals(self) -> list[GoalEntry]:
        return [entry for item in self.entries for entry in item.goals]

    @property
    def done(self) -> int:
        return sum(not entry.is_waiting for entry in self.goals)

    @cached_property
    def goal(self) -> Goal | None:
        if self.chosen:
            own = Goal.objects.visible_to(self.user).of(self.event.strategy_id)
            return own.filter(pk=self.chosen).first()
        waiting = (entry.goal for entry in self.goals if entry.is_waiting)
        return next(waiting, self.goals[0].goal if self.goals else None)

    @property
    def query(self) -> str:
        """For the address of a form that stands here: it leads back to the goal in hand."""
        return f"?work={self.goal.pk}" if self.goal else "?work=0"

    @property
    def in_hand(self) -> list[GoalEntry]:
        """Where the goal stands on the agenda: what is prepared, and what is written down on it here."""
        return [entry for entry in self.goals if entry.goal == self.goal]

    @cached_property
    def parts(self) -> list[EventCounterpart]:
        parts = EventCounterpart.objects.visible_to(self.user).filter(event=self.event)
        return list(parts.select_related("counterpart").order_by("counterpart__sort_key"))

    @cached_property
    def answers(self) -> list[Intervention]:
        """What was last answered on it at other meetings, by those who are at this one first."""
        earlier = Intervention.objects.visible_to(self.user).filter(goal=self.goal).exclude(event=self.event)
        latest = earlier.latest_answers().select_related("event", "counterpart")
        here = {part.counterpart_id for part in self.parts}
        by_day = latest.order_by("-event__starts_on", "-pk")
        return sorted(by_day, key=lambda answer: answer.counterpart_id not in here)[:MOST]

    @cached_property
    def promises(self) -> list[Commitment]:
        """Open, what falls due first at the top; those made here among them."""
        on_goal = Commitment.objects.visible_to(self.user).in_state("open").filter(goals=self.goal)
        return list(on_goal.with_parts().order_by("due_on", "pk")[:MOST])

    def paragraphs(self, ticked: Iterable[Span]) -> list[list[Sentence]]:
        if self.report is None:
            return []
        used = Passage.objects.visible_to(self.user).filter(report_home=self.report).in_text()
        return paragraphs(self.report.text, used, ticked)

    @property
    def is_newer_than_its_passages(self) -> bool:
        """Whether things came from passages of an earlier version."""
        earlier = Passage.objects.visible_to(self.user).filter(report_home__event=self.event)
        return earlier.exclude(report_home=self.report).exists()
