"""A meeting's agenda with what was prepared and what was said, put together goal by goal."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from dialogue.meetings.models.agenda import AgendaItem, AgendaItemGoal
from dialogue.meetings.models.events import Event
from dialogue.meetings.models.interventions import Intervention
from priorities.goals.models import Goal
from priorities.key_messages.models import KeyMessage


@dataclass
class GoalEntry:
    """`prepared` is None for a goal that was raised without preparation."""

    goal: Goal
    prepared: AgendaItemGoal | None = None
    interventions: list[Intervention] = field(default_factory=list)
    raised_elsewhere: bool = False
    key_message: KeyMessage | None = None

    @property
    def is_waiting(self) -> bool:
        """Prepared and neither raised nor marked as left unsaid."""
        return (
            self.prepared is not None
            and not self.prepared.not_raised
            and not self.interventions
            and not self.raised_elsewhere
        )

    @property
    def is_answered(self) -> bool:
        return any(intervention.response for intervention in self.interventions)

    @property
    def query(self) -> str:
        """For the address of the form that writes down what was said: it begins from what was prepared."""
        return f"?prepared={self.prepared.pk}" if self.prepared else ""


@dataclass
class AgendaEntry:
    """`item` is None for what was said outside the agenda."""

    item: AgendaItem | None
    goals: list[GoalEntry]


def agenda(event: Event, items: Iterable[AgendaItem], interventions: Iterable[Intervention]) -> list[AgendaEntry]:
    """From what one person may see. `items` come with `visible_goals`, their prepared goals in order.

    Each intervention stands once: under its own item, else under the first item that its goal was prepared
    for, else outside the agenda. A minuted meeting shows no prepared goal whose outcome is hidden from the
    reader, since its absence among the answers would tell that there is one.
    """
    said = list(interventions)
    raised = {intervention.goal_id for intervention in said}
    entries = [AgendaEntry(item, prepared_entries(item)) for item in items]
    outside = AgendaEntry(None, [])
    for intervention in said:
        place(intervention, entries, outside)
    for entry in (*entries, outside):
        for goal_entry in entry.goals:
            goal_entry.raised_elsewhere = not goal_entry.interventions and goal_entry.goal.pk in raised
        entry.goals = [
            goal_entry
            for goal_entry in sorted(entry.goals, key=lambda one: one.goal.order)
            if event.state != Event.State.MINUTED or not goal_entry.is_waiting
        ]
    return [*entries, outside] if outside.goals else entries


def prepared_entries(item: AgendaItem) -> list[GoalEntry]:
    prepared: list[AgendaItemGoal] = getattr(item, "visible_goals")  # noqa: B009 - a prefetch puts it there
    return [GoalEntry(one.goal, one) for one in prepared]


def place(intervention: Intervention, entries: list[AgendaEntry], outside: AgendaEntry) -> None:
    own = [entry for entry in entries if entry.item and entry.item.pk == intervention.agenda_item_id]
    prepared = [entry for entry in entries if any(one.goal == intervention.goal for one in entry.goals)]
    entry = next(iter((*own, *prepared)), outside)
    for goal_entry in entry.goals:
        if goal_entry.goal == intervention.goal:
            goal_entry.interventions.append(intervention)
            return
    entry.goals.append(GoalEntry(intervention.goal, interventions=[intervention]))


def waiting_goals(entries: Iterable[AgendaEntry]) -> list[Goal]:
    """What stands between a held meeting and its minutes; each goal once, in the order of the decision."""
    goals = {one.goal.pk: one.goal for entry in entries for one in entry.goals if one.is_waiting}
    return sorted(goals.values(), key=lambda goal: goal.order)


def with_key_messages(entries: Iterable[AgendaEntry], messages: Iterable[KeyMessage]) -> None:
    """Puts beside each goal what holds on it, from what one person may see."""
    in_force = {message.goal_id: message for message in messages}
    for entry in entries:
        for goal_entry in entry.goals:
            goal_entry.key_message = in_force.get(goal_entry.goal.pk)
