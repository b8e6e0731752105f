from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    Func,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from strategy import access
from strategy.access import Edition, Holder, Kind
from strategy.days import end_of
from strategy.querysets import RecordQuerySet
from strategy.sorting import swedish_sort_key

if TYPE_CHECKING:
    from dialogue import models
    from priorities.models import Goal
    from strategy.models import User


class Month(Func):
    """A day's year and month, as 2021-06. Django's own functions of dates call Python for every row on SQLite."""

    function = "SUBSTR"
    template = "%(function)s(%(expressions)s, 1, 7)"
    output_field = CharField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, "TO_CHAR", "%(function)s(%(expressions)s, 'YYYY-MM')", **context)


class CounterpartQuerySet(RecordQuerySet["models.Counterpart"]):
    """Counterparts are bodies and functions, not what was said; still only those with a part in dialogue see them."""

    kind = Kind.COUNTERPART

    def visible_in(self, edition: Edition) -> Self:
        return self

    def of(self, strategy_id: int) -> Self:
        return self.filter(strategy=strategy_id)

    def met_at(self, events: "EventQuerySet") -> Self:
        """Those with a part in any of these events; no other may show in a list of choices for a filter."""
        from dialogue.models import EventCounterpart

        met = Exists(events.order_by().filter(pk=OuterRef("event")))
        return self.filter(Exists(EventCounterpart.objects.present().filter(met, counterpart=OuterRef("pk"))))

    def party_to(self, commitments: "CommitmentQuerySet") -> Self:
        """Those who have promised something, or whom our own points concern."""
        return self.filter(pk__in=commitments.order_by().values("counterpart"))

    def those_at_first(self, event: "models.Event") -> Self:
        """The ones with a part in the event before all others."""
        from dialogue.models import EventCounterpart

        parts = EventCounterpart.objects.present().filter(event=event)
        there = Case(When(pk__in=parts.values("counterpart"), then=Value(0)), default=Value(1))
        return self.order_by(there, "sort_key")


class EventQuerySet(RecordQuerySet["models.Event"]):
    kind = Kind.DIALOGUE

    def of(self, strategy_id: int) -> Self:
        return self.filter(strategy=strategy_id)

    def dialogue(self) -> Self:
        """The kinds that count as dialogue with the organisation; the rest is coordination."""
        return self.filter(kind__in=self.model.DIALOGUE_KINDS)

    def taken_place(self) -> Self:
        return self.filter(state__in=["held", "minuted"])

    def in_period(self, first: date, last: date) -> Self:
        """Begun within the period, both days included."""
        return self.filter(starts_on__range=(first, last))

    def meetings(self, first: date, last: date) -> Self:
        """*Meetings* of the key figures: held or minuted events that count as dialogue, in the period."""
        return self.dialogue().taken_place().in_period(first, last)

    def planned_from(self, day: date) -> Self:
        return self.filter(state="planned", ends_on__gte=day).order_by("starts_on", "pk")

    def consultations(self) -> Self:
        """Consultations with the agencies, but for those called off; the next ones first, then the latest."""
        return self.filter(kind="organisation_consultation").exclude(state="cancelled").planned_first()

    def coming_on(self, day: date) -> Self:
        """What lay ahead on a day, by the dates alone: what has taken place since is taken for planned then."""
        since = Q(state__in=["held", "minuted"], starts_on__gt=day)
        return self.filter(since | Q(state="planned", ends_on__gte=day)).order_by("starts_on", "pk")

    def without_preparation(self) -> Self:
        """Those for which no goal is prepared under any item of the agenda."""
        from dialogue.models import AgendaItemGoal

        prepared = AgendaItemGoal.objects.present().filter(agenda_item__event=OuterRef("pk"))
        return self.filter(~Exists(prepared))

    def countries(self) -> list[str]:
        """The countries that these concern, in alphabetical order."""
        found = self.exclude(country="").order_by().values_list("country", flat=True).distinct()
        return sorted(found, key=swedish_sort_key)

    def planned_first(self) -> Self:
        """What is planned in the order it comes, then everything else with the latest first."""
        coming = Case(When(state="planned", then=F("starts_on")))
        return self.order_by(coming.asc(nulls_last=True), "-starts_on", "-pk")

    def concerning(self, goal: "Goal", user: "User") -> Self:
        """Prepared for the goal, or with an intervention on it that this person may see."""
        from dialogue.models import AgendaItemGoal, Intervention

        prepared = AgendaItemGoal.objects.visible_to(user).filter(goal=goal)
        raised = Intervention.objects.visible_to(user).filter(goal=goal)
        return self.filter(
            Q(pk__in=prepared.values("agenda_item__event")) | Q(pk__in=raised.order_by().values("event"))
        )

    def with_counterpart(self, counterpart: "models.Counterpart") -> Self:
        from dialogue.models import EventCounterpart

        parts = EventCounterpart.objects.present().filter(counterpart=counterpart)
        return self.filter(pk__in=parts.values("event"))

    def with_parts_for(self, user: "User") -> Self:
        """Each with the counterparts and interventions that this person may see."""
        from dialogue.models import EventCounterpart, Intervention

        parts = EventCounterpart.objects.visible_to(user).select_related("counterpart")
        interventions = Intervention.objects.visible_to(user).select_related("goal", "counterpart", "agenda_item")
        return self.prefetch_related(
            Prefetch("event_counterparts", parts.order_by("counterpart__sort_key"), to_attr="visible_parts"),
            Prefetch("interventions", interventions.order_by("goal__order", "pk"), to_attr="visible_interventions"),
        )

    def in_brief_for(self, user: "User") -> Self:
        """`with_parts_for`, as a list needs it: the names of the counterparts and the codes of the goals."""
        from dialogue.models import EventCounterpart, Intervention

        parts = EventCounterpart.objects.visible_to(user).select_related("counterpart")
        interventions = Intervention.objects.visible_to(user).select_related("goal")
        names = parts.order_by("counterpart__sort_key").only("event", "counterpart__name")
        codes = interventions.order_by("goal__order", "pk").only("event", "goal__code")
        return self.defer("participants", "summary", "report_home").prefetch_related(
            Prefetch("event_counterparts", names, to_attr="visible_parts"),
            Prefetch("interventions", codes, to_attr="visible_interventions"),
        )


class EventCounterpartQuerySet(RecordQuerySet["models.EventCounterpart"]):
    kind = Kind.DIALOGUE
    path = "event"


class AgendaItemQuerySet(RecordQuerySet["models.AgendaItem"]):
    kind = Kind.DIALOGUE
    path = "event"


class AgendaItemGoalQuerySet(RecordQuerySet["models.AgendaItemGoal"]):
    kind = Kind.DIALOGUE
    path = "agenda_item__event"

    def present(self) -> Self:
        return super().present().filter(agenda_item__removed_at=None)

    def unanswered(self) -> Self:
        """Neither raised nor marked as not raised: what keeps an event from being minuted."""
        event = F("agenda_item__event")
        raised = Q(goal__interventions__event=event, goal__interventions__removed_at=None)
        return self.filter(not_raised=False).exclude(pk__in=self.model._base_manager.filter(raised).values("pk"))


class InterventionQuerySet(RecordQuerySet["models.Intervention"]):
    """Each carries its effective marking, which is never weaker than the event's."""

    kind = Kind.DIALOGUE

    def present(self) -> Self:
        return super().present().filter(event__removed_at=None)

    def dialogue(self) -> Self:
        """In events that took place and count as dialogue: what coverage counts."""
        from dialogue.models import Event

        return self.taken_place().filter(event__kind__in=Event.DIALOGUE_KINDS)

    def coordination(self) -> Self:
        """In events that took place and are no dialogue with the organisation."""
        from dialogue.models import Event

        return self.taken_place().exclude(event__kind__in=Event.DIALOGUE_KINDS)

    def taken_place(self) -> Self:
        return self.filter(event__state__in=["held", "minuted"])

    def in_period(self, first: date, last: date) -> Self:
        return self.filter(event__starts_on__range=(first, last))

    def as_of(self, day: date | None) -> Self:
        """Said by then; all where no day is named."""
        return self.filter(event__starts_on__lte=day) if day else self

    def count_by_quarter(self) -> dict[tuple[int, int, int], int]:
        """By goal, year and quarter; quarters without any are absent."""
        months = self.annotate(month=Month("event__starts_on")).order_by().values_list("goal", "month")
        counts: Counter[tuple[int, int, int]] = Counter()
        for goal, month, count in months.annotate(count=Count("pk")):
            counts[goal, int(month[:4]), (int(month[5:]) + 2) // 3] += count
        return counts


class CommitmentQuerySet(RecordQuerySet["models.Commitment"]):
    kind = Kind.DIALOGUE

    def of(self, strategy_id: int) -> Self:
        return self.filter(strategy=strategy_id)

    def present(self) -> Self:
        return super().present().filter(Q(event=None) | Q(event__removed_at=None))

    def as_of(self, day: date | None) -> Self:
        """Made by then, each with its state that day, `state_then`. One that no meeting dates counts as made."""
        if day is None:
            return self.annotate(state_then=F("state"))
        state = Case(When(resolved_on__gt=day, then=Value("open")), default=F("state"))
        return self.filter(Q(event=None) | Q(event__starts_on__lte=day)).annotate(state_then=state)

    def open_on(self, day: date) -> Self:
        """Made by then, and not yet resolved then."""
        return self.as_of(day).filter(state_then="open")

    def with_parts(self) -> Self:
        """Each with its goals and its event, which whoever sees the commitment may see."""
        return self.select_related("counterpart", "event", "strategy").prefetch_related("goals")

    def open_at_counterparts(self) -> Self:
        """*Open commitments* of the key figures: a counterpart's, state open."""
        return self.filter(owner="counterpart", state="open")

    def late_on(self, day: date) -> Self:
        return self.open_on(day).filter(due_on__lt=day)

    def in_state(self, state: str) -> Self:
        return self.filter(state=state)

    def concerning(self, goal: "Goal") -> Self:
        return self.filter(goals=goal)

    def counts_on(self, day: date) -> dict[str, int]:
        """How many in each state, how many of the open ones are late, and how many in all."""
        states = {state: Count("pk", filter=Q(state=state)) for state in ("open", "fulfilled", "partly", "lapsed")}
        late = Count("pk", filter=Q(state="open", due_on__lt=day))
        return self.order_by().aggregate(**states, late=late, all=Count("pk"))

    def late_first(self, day: date) -> Self:
        """What is late, then what is open in the order it falls due, then what is settled with the latest first."""
        late = Q(state="open", due_on__lt=day)
        rank = Case(When(late, then=Value(0)), When(state="open", then=Value(1)), default=Value(2))
        settled = Case(When(~Q(state="open"), then=F("resolved_on")))
        return self.annotate(rank=rank).order_by(
            "rank", settled.desc(nulls_first=True), F("due_on").asc(nulls_last=True), "pk"
        )


class ObservationQuerySet(RecordQuerySet["models.Observation"]):
    kind = Kind.OBSERVATION

    def belonging_to(self, contacts: Iterable[Holder]) -> Self:
        """Of these contacts' organisations, and what they have written themselves."""
        own = [Q(organisation=contact.organisation_id) | Q(author=contact.user_id) for contact in contacts]
        return self.filter(reduce(or_, own, access.NOTHING))

    def of(self, strategy_id: int) -> Self:
        return self.filter(strategy=strategy_id)

    def in_bin(self) -> Self:
        """A draft that its writer threw away was never anybody else's."""
        return self.binned().exclude(state="draft")

    def thrown_away(self) -> Self:
        """Drafts in nobody's bin."""
        return self.binned().filter(state="draft")

    def accepted(self) -> Self:
        return self.filter(state="accepted")

    def in_period(self, first: date, last: date) -> Self:
        return self.filter(observed_on__range=(first, last))

    def accepted_between(self, first: date, last: date) -> Self:
        """Taken into the evidence in the period; seen in it, where no step says when it was taken in."""
        from dialogue.models import ObservationStep

        steps = ObservationStep.objects.filter(to_state="accepted").values("observation")
        unsaid = Q(observed_on__range=(first, last)) & ~Q(pk__in=steps)
        return self.filter(Q(pk__in=steps.filter(at__date__range=(first, last))) | unsaid)

    def as_of(self, day: date | None) -> Self:
        """Sent by then, each with its state that day, `state_then`, by the dates of its steps."""
        from dialogue.models import ObservationStep

        if day is None:
            return self.annotate(state_then=F("state"))
        steps = ObservationStep.objects.filter(observation=OuterRef("pk"), at__lt=end_of(day)).order_by("-at", "-pk")
        return self.annotate(state_then=Subquery(steps.values("to_state")[:1])).filter(state_then__isnull=False)

    def accepted_by(self, day: date | None) -> Self:
        """Taken into the evidence by then; those that are so now where no day is named."""
        return self.accepted().as_of(day).filter(state_then="accepted")

    def written_by(self, author: "User") -> Self:
        return self.filter(author=author)

    def in_state(self, state: str) -> Self:
        return self.filter(state=state)

    def count_by_state(self) -> dict[str, int]:
        return dict(self.order_by().values_list("state").annotate(Count("pk")))

    def begun_with(self, submission_key: UUID | None, author: "User") -> "models.Observation | None":
        """What this writer has already made with the same empty form."""
        return self.filter(submission_key__isnull=False, submission_key=submission_key, author=author).first()

    def with_submission(self) -> Self:
        """Each with the moment it was last sent, `submitted_at`."""
        from dialogue.models import ObservationStep

        sent = ObservationStep.objects.filter(observation=OuterRef("pk"), to_state="submitted")
        return self.annotate(submitted_at=Subquery(sent.order_by("-at").values("at")[:1]))

    def waiting(self) -> Self:
        """Sent and not yet reviewed; what has waited longest first."""
        return self.in_state("submitted").with_submission().order_by("submitted_at", "pk")

    def unfinished_first(self) -> Self:
        """What waits for its writer (returned, then drafts) before what has been sent; the latest sent first."""
        turn = Case(When(state="returned", then=Value(0)), When(state="draft", then=Value(1)), default=Value(2))
        return self.order_by(turn, F("submitted_at").desc(nulls_first=True), "-pk")

    def with_parts_for(self, user: "User") -> Self:
        """Each with its goals and the latest step first."""
        from dialogue.models import ObservationStep

        steps = ObservationStep.objects.visible_to(user).select_related("by").order_by("-at", "-pk")
        return self.select_related("organisation", "author", "strategy").prefetch_related(
            "goals", Prefetch("steps", steps, to_attr="visible_steps")
        )

    def in_brief(self) -> Self:
        """As the lists need it: without its text, its writer and what was said on the way."""
        return self.select_related("organisation", "strategy").prefetch_related("goals").defer("text")


class ObservationStepQuerySet(QuerySet["models.ObservationStep"]):
    """What was said between the contact and those who review stays between them."""

    def visible_to(self, user: "User") -> Self:
        return self.filter(
            access.readable(Kind.OBSERVATION_STEP, user.memberships_today, "observation"),
            observation__removed_at=None,
        )

    def latest_return(self, observation: "models.Observation") -> "models.ObservationStep | None":
        """Where the reason stands for an observation that has been returned."""
        return self.filter(observation=observation, to_state="returned").order_by("-at", "-pk").first()


class AttachmentQuerySet(RecordQuerySet["models.Attachment"]):
    """Visible where its own marking allows it and what it belongs to is visible."""

    kind = Kind.DIALOGUE

    def visible_to(self, user: "User") -> Self:
        """By one and the same role: two that open an observation and a marking apart open no file of it."""
        from dialogue.models import Event

        of_observations = [
            access.readable(Kind.OBSERVATION, [holder], "observation") & access.marking([holder])
            for holder in user.memberships_today
        ]
        return self.present().filter(
            Q(event__in=Event.objects.visible_to(user)) & access.readable(Kind.DIALOGUE, user.memberships_today)
            | Q(observation__removed_at=None) & reduce(or_, of_observations, access.NOTHING)
        )

    def with_history_for(self, user: "User") -> Self:
        """Of a meeting's files; those of an observation came with it, and what was before is its writer's."""
        return super().with_history_for(user).filter(event__isnull=False)

    def in_bin(self) -> Self:
        """A meeting's files; what a contact took out of an observation was theirs to take out."""
        return self.binned().filter(event__isnull=False)

    def thrown_away(self) -> Self:
        """Files that contacts took out again. One that was there when its observation was sent has been received."""
        from dialogue.models import ObservationStep

        sent = ObservationStep.objects.filter(
            observation=OuterRef("observation"), to_state="submitted", at__gte=OuterRef("created_at")
        )
        return self.binned().filter(~Exists(sent), observation__isnull=False)

    def visible_in(self, edition: Edition) -> Self:
        from dialogue.models import Event, Observation

        return self.present().filter(
            Q(event__in=Event.objects.visible_in(edition)) | Q(observation__in=Observation.objects.visible_in(edition)),
            access.includable(Kind.DIALOGUE, edition),
        )
