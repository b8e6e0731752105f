"""The contents of a briefing for one meeting: what to raise there, why, and what is known of it."""

from collections import Counter, defaultdict
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import F
from django.utils import translation

from dialogue.commitments.models import Commitment
from dialogue.meetings.models.agenda import AgendaItem, AgendaItemGoal
from dialogue.meetings.models.events import Event
from priorities.goals.models import Goal
from priorities.key_messages.models import KeyMessage
from reporting import figures
from reporting.assessments.models.scales import Development
from reporting.reports.contents.snapshots import aims, pieces
from reporting.reports.contents.snapshots.base import Contents, counterparts_of
from reporting.reports.contents.snapshots.judged import standing_judgements
from reporting.reports.contents.snapshots.pieces import bilingual, day
from reporting.reports.contents.snapshots.reasons import Reasons, divided
from reporting.reports.contents.snapshots.room import HalfPage, short
from reporting.reports.contents.snapshots.work_plan import named
from reporting.reports.models import Report

SCHEMA = "briefing-1"
MOST_ON_A_GOAL = 2
MOST_PROMISES = 6
MOST_ITEMS = 6

Json = dict[str, Any]


class SecretMeeting(Exception):
    """The meeting has been marked secret since the briefing was asked for."""


def contents(report: Report, taken_at: datetime) -> Json:
    """Everything the briefing says, as plain JSON types. A fixed number of queries, however much there is."""
    return BriefingContents(report).write(taken_at)


class BriefingContents(Contents):
    """Raises SecretMeeting."""

    def __init__(self, report: Report) -> None:
        super().__init__(report)
        self.until = report.evidence_until
        assert report.event is not None
        held = self.material.events.filter(pk=report.event.pk).prefetch_related(self.counterparts()).first()
        if held is None:
            raise SecretMeeting
        self.event: Event = held
        self.met = {counterpart.pk for counterpart in counterparts_of(held)}

    def write(self, taken_at: datetime) -> Json:
        told, others = divided(self.goals, self.reasons)
        items = self.items()
        met = [promise for promise in self.promises if promise.counterpart_id in self.met]
        written: Json = {
            **self.heading(SCHEMA, taken_at, self.until),
            "meeting": pieces.of_event(self.event, counterparts_of(self.event)),
            "items": items[:MOST_ITEMS],
            "items_left_out": len(items[MOST_ITEMS:]),
            "goals": [self.goal(goal) for goal in told],
            "others": [self.with_reasons(goal) for goal in others],
            "blind_spot_months": self.strategy.blind_spot_months,
            "promises": [self.promise(promise) for promise in met[:MOST_PROMISES]],
            "promises_left_out": len(met[MOST_PROMISES:]),
            "before": self.before(),
        }
        with translation.override(self.report.language):
            written["aim"] = self.text("aim", None, lambda: aims.drafted_aim(written))
        return written

    # ----------------------------------------------------------- what to raise

    @cached_property
    def prepared(self) -> dict[int, list[AgendaItemGoal]]:
        """By goal, in the order of the agenda."""
        rows = AgendaItemGoal.objects.visible_in(self.report.edition).filter(agenda_item__event=self.event)
        in_order = rows.select_related("agenda_item", "goal").order_by("agenda_item__order", "agenda_item", "pk")
        by_goal: dict[int, list[AgendaItemGoal]] = defaultdict(list)
        for row in in_order:
            by_goal[row.goal_id].append(row)
        return by_goal

    @cached_property
    def judgements(self) -> dict[int, Json]:
        return standing_judgements(self.material, self.goals, self.until)

    @cached_property
    def reasons(self) -> dict[int, Reasons]:
        silent = {silence.goal.pk: silence for silence in figures.blind_spots(self.material, self.until)}
        due = Counter(goal.pk for promise in self.promises if self.is_due(promise) for goal in promise.goals.all())
        late = Counter(goal.pk for promise in self.promises if self.is_late(promise) for goal in promise.goals.all())
        return {
            goal.pk: Reasons(
                prepared=goal.pk in self.prepared,
                due=due[goal.pk],
                late=late[goal.pk],
                backward=self.judgements.get(goal.pk, {}).get("development") == Development.BACKWARD,
                silent=goal.pk in silent,
                last_dialogue=silent[goal.pk].last_dialogue if goal.pk in silent else None,
            )
            for goal in self.goals
        }

    def is_due(self, promise: Commitment) -> bool:
        """By the meeting, of those who are to be met; of anybody where it is not said whom one is to meet."""
        theirs = promise.whose == Commitment.Whose.COUNTERPART and (not self.met or promise.counterpart_id in self.met)
        return theirs and promise.due_on is not None and promise.due_on <= self.event.ends_on

    def is_late(self, promise: Commitment) -> bool:
        return self.is_due(promise) and promise.due_on is not None and promise.due_on < self.until

    def items(self) -> list[Json]:
        items = AgendaItem.objects.visible_in(self.report.edition).filter(event=self.event).order_by("order", "pk")
        goals: dict[int, list[Goal]] = defaultdict(list)
        for row in (row for rows in self.prepared.values() for row in rows):
            goals[row.agenda_item_id].append(row.goal)
        return [{**of_item(item), "goals": pieces.codes(goals[item.pk])} for item in items]

    # ------------------------------------------------------- what is known of it

    @cached_property
    def key_messages(self) -> dict[int, KeyMessage]:
        """Those in force on the meeting's day; where the edition leaves that out, no older one takes its place."""
        every = KeyMessage.objects.present().of(self.strategy.pk).in_force(self.event.starts_on)
        held = self.material.key_messages.filter(pk__in=every.order_by().values("pk"))
        return {message.goal_id: message for message in held}

    @cached_property
    def promises(self) -> list[Commitment]:
        """All that are open, theirs and ours, the first to fall due first."""
        rows = figures.open_on(self.material.commitments, self.until).select_related("counterpart", "event")
        return list(rows.prefetch_related("goals").order_by(F("due_on").asc(nulls_last=True), "pk"))

    @cached_property
    def said(self) -> dict[int, list[Json]]:
        """By goal: the last time at meetings like this one, and with those who are to be met."""
        before = self.material.interventions.taken_place().as_of(self.until).exclude(event=self.event)
        last = before.last_near(self.event, self.met, MOST_ON_A_GOAL)
        by_goal: dict[int, list[Json]] = defaultdict(list)
        for row in last.select_related("event", "counterpart"):
            by_goal[row.goal_id].append(pieces.of_intervention(row))
        return by_goal

    @cached_property
    def seen(self) -> dict[int, list[Json]]:
        """By goal: the latest observations, in the field those from its country."""
        seen = self.material.observations.filter(observed_on__lte=self.until)
        if self.event.is_in_the_field:
            seen = seen.filter(country=self.event.country)
        ties = seen.last_by_goal(MOST_ON_A_GOAL)
        found = self.material.observations.filter(pk__in=[pk for _goal, pk in ties])
        read = found.select_related("organisation").prefetch_related("goals", "mandate_areas", self.additions())
        told = {row.pk: pieces.of_observation(row) | {"organisation": named(row.organisation)} for row in read}
        by_goal: dict[int, list[Json]] = defaultdict(list)
        for goal, pk in ties:
            by_goal[goal].append(told[pk])
        return by_goal

    def before(self) -> Json | None:
        """The meeting before of its kind, and how what was said there was answered."""
        held = self.material.events.taken_place().filter(self.event.alike(), starts_on__lt=self.event.starts_on)
        last = held.filter(starts_on__lte=self.until).prefetch_related(self.counterparts())
        before = last.order_by("-starts_on", "-pk").first()
        if before is None:
            return None
        leans = Counter(self.material.interventions.filter(event=before).order_by().values_list("lean", flat=True))
        return {"event": pieces.of_event(before, counterparts_of(before)), "answers": dict(sorted(leans.items()))}

    # ------------------------------------------------------------ how it is told

    def with_reasons(self, goal: Goal) -> Json:
        return {
            "code": goal.code,
            "title": bilingual(goal.short_title, goal.short_title_en),
            "reasons": self.reasons[goal.pk].told(),
        }

    def goal(self, goal: Goal) -> Json:
        message, prepared = self.key_messages.get(goal.pk), self.prepared.get(goal.pk, [])
        said = [row.message for row in prepared] + ([message.say, message.say_not] if message else [])
        page = HalfPage(max(goal.text, goal.text_en, key=len), *said)
        tied = [promise for promise in self.promises if goal in promise.goals.all()]
        return {
            **self.with_reasons(goal),
            "wording": bilingual(goal.text, goal.text_en),
            "judgement": self.judgements.get(goal.pk),
            "prepared": [{"item": of_item(row.agenda_item), "message": row.message} for row in prepared],
            "key_message": of_key_message(message) if message else None,
            "promises": page.with_room_for(
                [pieces.of_commitment(promise, self.until) for promise in tied[:MOST_ON_A_GOAL]], "text"
            ),
            "said": page.with_room_for(self.said[goal.pk], "message", "response"),
            "observations": page.with_room_for(self.seen[goal.pk], "text"),
        }

    def promise(self, promise: Commitment) -> Json:
        told = pieces.of_commitment(promise, self.until)
        return told | {"text": short(told["text"])}


def of_item(item: AgendaItem) -> Json:
    return {"number": item.number, "title": item.title, "document_symbol": item.document_symbol}


def of_key_message(message: KeyMessage) -> Json:
    return {
        "say": message.say,
        "say_not": message.say_not,
        "holds_from": day(message.holds_from),
        "source": message.source,
    }
