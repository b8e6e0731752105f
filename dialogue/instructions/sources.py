"""What an instruction is drafted from, goal by goal: what its writer may see, and what of that it may say."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import override

from dialogue.commitments.models import Commitment
from dialogue.instructions.agencies import Heard, heard
from dialogue.meetings.models.agenda import AgendaItemGoal
from dialogue.meetings.models.events import Event, EventCounterpart
from dialogue.meetings.models.interventions import Intervention, Raised
from dialogue.meetings.silences import Silence, silences
from priorities.goals.models import Goal
from priorities.key_messages.models import KeyMessage
from strategy.access import Classification
from strategy.people.models import User
from strategy.texts.reading import in_line

MOST = 3  # answers and promises told of a goal
LONGEST = 300  # signs of an answer or a promise, in the draft
# In the draft, which is Swedish whoever asks for it: it is what somebody writes on.
SAY_NOT, LAST_ANSWERS, OPEN_PROMISES = "**Säg inte:**", "**Senaste svar:**", "**Öppna utfästelser:**"


@dataclass
class GoalSources:
    """What there is on one goal, as one person may see it."""

    goal: Goal
    key_message: KeyMessage | None = None
    prepared: list[AgendaItemGoal] = field(default_factory=list)
    answers: list[Intervention] = field(default_factory=list)
    promises: list[Commitment] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)  # from agencies: taken over one by one, with a marking of its own

    def draft(self, marking: str) -> str:
        """In Swedish, of what is no more secret than the instruction: the rest is for its writer's eyes."""
        with override("sv"):
            parts = [*self.said(marking), self.answered(marking), self.promised(marking)]
        return "\n\n".join(filter(None, parts))

    def said(self, marking: str) -> list[str]:
        message = next(iter(no_more_secret([self.key_message], marking)), None)
        words = [message.say] if message else []
        words += [prepared.message for prepared in self.prepared]  # as secret as the meeting, and so no more than this
        return [*words, f"{SAY_NOT}\n{message.say_not}" if message and message.say_not else ""]

    def answered(self, marking: str) -> str:
        lines = [f"- {whence(answer)}: {short(answer.response)}" for answer in no_more_secret(self.answers, marking)]
        return "\n".join([LAST_ANSWERS, *lines]) if lines else ""

    def promised(self, marking: str) -> str:
        lines = [f"- {short(promise.text)} ({by_when(promise)})" for promise in no_more_secret(self.promises, marking)]
        return "\n".join([OPEN_PROMISES, *lines]) if lines else ""


def no_more_secret(records: Iterable[Any], marking: str) -> list[Any]:
    """Those that may be told in something with this marking."""
    return [
        record
        for record in records
        if record is not None and Classification.strictest(record.effective_classification, marking) == marking
    ]


def short(text: str) -> str:
    return Truncator(in_line(text)).chars(LONGEST)


def whence(answer: Intervention) -> str:
    day = date_format(answer.event.starts_on, "j F Y")
    return ", ".join(filter(None, [str(answer.counterpart or ""), answer.event.title, day]))


def by_when(promise: Commitment) -> str:
    who = str(promise.counterpart) if promise.whose == Commitment.Whose.COUNTERPART else "vår uppföljningspunkt"
    if promise.due_on is None:
        return who
    return f"{who}, senast {date_format(promise.due_on, 'j F Y')}"


def sources(event: Event, goals: Collection[Goal], user: User) -> list[GoalSources]:
    """For each of the goals, in the order of the decision. As many questions however many they are."""
    by_goal = {goal.pk: GoalSources(goal) for goal in sorted(goals, key=lambda goal: goal.order)}
    for message in KeyMessage.objects.visible_to(user).filter(goal__in=by_goal).in_force(event.starts_on):
        by_goal[message.goal_id].key_message = message
    for prepared in prepared_for(event, user).filter(goal__in=by_goal).exclude(message=""):
        by_goal[prepared.goal_id].prepared.append(prepared)
    for answer in last_answers(event, user).filter(goal__in=by_goal):
        by_goal[answer.goal_id].answers.append(answer)
    for goal, promises in open_promises(event, by_goal, user).items():
        by_goal[goal].promises = promises
    for goal, told in heard(event.strategy_id, goals, user).items():
        by_goal[goal].heard = told
    return list(by_goal.values())


def prepared_for(event: Event, user: User) -> Any:
    goals = AgendaItemGoal.objects.visible_to(user).filter(agenda_item__event=event)
    return goals.select_related("goal", "agenda_item").order_by("agenda_item__order", "agenda_item", "pk")


def last_answers(event: Event, user: User) -> Any:
    """On each goal the last ones at this kind of meeting, and from those who are to be met."""
    met = EventCounterpart.objects.visible_to(user).filter(event=event).values("counterpart")
    said = Intervention.objects.visible_to(user).filter(strategy=event.strategy_id).taken_place()
    near = said.filter(Q(event__kind=event.kind) | Q(counterpart__in=met)).exclude(response="").exclude(event=event)
    latest_first = [F("event__starts_on").desc(), F("pk").desc()]
    place = Window(RowNumber(), partition_by="goal", order_by=latest_first)
    chosen = near.order_by().annotate(place=place).filter(place__lte=MOST).values("pk")
    answers = Intervention.objects.visible_to(user).filter(pk__in=chosen)
    return answers.select_related("event", "counterpart").order_by(*latest_first)


def open_promises(event: Event, goals: Collection[int], user: User) -> dict[int, list[Commitment]]:
    """By goal, the first to fall due."""
    promises = Commitment.objects.visible_to(user).of(event.strategy_id).open_on(event.strategy.today())
    ties = promises.filter(goals__in=goals).order_by(F("due_on").asc(nulls_last=True), "pk").values_list("goals", "pk")
    chosen: dict[int, list[int]] = defaultdict(list)
    for goal, pk in ties:
        if goal in goals and len(chosen[goal]) < MOST and pk not in chosen[goal]:
            chosen[goal].append(pk)
    named = {pk for pks in chosen.values() for pk in pks}
    read = Commitment.objects.visible_to(user).select_related("counterpart", "strategy").in_bulk(named)
    return {goal: [read[pk] for pk in pks] for goal, pks in chosen.items()}


def silent_goals(event: Event, user: User) -> list[Silence]:
    """The blind spots of the key figures, as this person sees them today."""
    strategy, today = event.strategy, event.strategy.today()
    said = Intervention.objects.visible_to(user).filter(strategy=strategy).dialogue().as_of(today)
    return silences(strategy, Goal.objects.visible_to(user).of(strategy.pk), Raised.of(said.by_quarter()).last, today)


def goals_in_hand(event: Event, user: User) -> list[Goal]:
    """Those prepared for the meeting; where none is, those with a key message."""
    prepared = {one.goal_id: one.goal for one in prepared_for(event, user)}
    if prepared:
        return list(prepared.values())
    messages = KeyMessage.objects.visible_to(user).of(event.strategy_id).in_force(event.starts_on)
    return [message.goal for message in messages.select_related("goal").order_by("goal__order")]
