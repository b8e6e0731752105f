"""What contacts have seen and sent in, and files."""

from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Self

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
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

if TYPE_CHECKING:
    from dialogue import models
    from strategy.models import User


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
        return self.select_related("organisation").prefetch_related("goals").defer("text")


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
