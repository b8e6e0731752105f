from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Case, Count, F, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dialogue.meetings.models.events import PRESENT, Counterpart, Event
from priorities.goals.models import Goal
from strategy.access import Kind
from strategy.records.declarations import Disclosed
from strategy.records.models import Classified, Record, RecordQuerySet
from strategy.records.owners import Owned
from strategy.texts.fields import WrittenText
from strategy.texts.reading import in_line
from strategy.texts.searched import Searched
from strategy.tools.bounds import days_that_can_be


class CommitmentQuerySet(RecordQuerySet["Commitment"]):
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
        return self.filter(self.were_open(day))

    def were_open(self, day: date) -> Q:
        return (Q(event=None) | Q(event__starts_on__lte=day)) & (Q(state="open") | Q(resolved_on__gt=day))

    def were_kept(self, first: date, last: date) -> Q:
        """Fulfilled in the period, both days included."""
        return Q(state="fulfilled", resolved_on__range=(first, last))

    def with_parts(self) -> Self:
        """Each with its goals and its event, which whoever sees the commitment may see."""
        return self.select_related("counterpart", "event__owner", "owner", "strategy").prefetch_related("goals")

    def of_counterparts(self) -> Self:
        """What the key figures count: what others have promised, and not what we ourselves follow up."""
        return self.filter(whose="counterpart")

    def late_on(self, day: date) -> Self:
        return self.filter(state="open", due_on__lt=day)

    def late_as_of(self, day: date) -> Self:
        """Late on that day, as they stood then."""
        return self.open_on(day).filter(due_on__lt=day)

    def in_state(self, state: str) -> Self:
        return self.filter(state=state)

    def concerning(self, goal: Goal) -> Self:
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


class Commitment(Owned, Classified, Record):
    """What a counterpart has promised (utfästelse), or what we have to follow up (uppföljningspunkt).

    For a promise answers the owner of the meeting where it was given.
    """

    class Whose(models.TextChoices):
        COUNTERPART = "counterpart", _("utfästelse")
        SWEDEN = "sweden", _("uppföljningspunkt")

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("commitment", "öppen")
        FULFILLED = "fulfilled", _("infriad")
        PARTLY = "partly", _("delvis infriad")
        LAPSED = "lapsed", _("ej infriad")

    OPEN_IN = frozenset({"open"})
    TRANSITIONS: ClassVar[dict[str, frozenset[str]]] = {
        "open": frozenset({"fulfilled", "partly", "lapsed"}),
        "fulfilled": frozenset({"open"}),
        "partly": frozenset({"open", "fulfilled", "lapsed"}),
        "lapsed": frozenset({"open"}),
    }

    event = models.ForeignKey(
        Event, models.PROTECT, null=True, blank=True, related_name="commitments", verbose_name=_("möte")
    )
    goals = models.ManyToManyField(Goal, related_name="commitments", verbose_name=_("mål"))
    whose = models.CharField(_("vems"), max_length=20, choices=Whose, default=Whose.COUNTERPART)
    counterpart = models.ForeignKey(
        Counterpart, models.PROTECT, null=True, blank=True, related_name="commitments", verbose_name=_("motpart")
    )
    text = WrittenText(_("vad som utlovats"))
    due_on = models.DateField(_("senast den"), null=True, blank=True)
    state = models.CharField(_("läge"), max_length=20, choices=State, default=State.OPEN, editable=False)
    resolved_on = models.DateField(_("avslutad den"), null=True, blank=True)
    resolution = WrittenText(_("hur det gick"), blank=True)
    _history_m2m_fields = [goals]

    OWNER_PATHS = ("owner", "event__owner")

    edited_at = "dialogue:commitment-edit"
    PLACE, PARENTS = 30, ("event",)
    SEARCHED = Searched(
        _("Utfästelser"),
        place=30,
        title=("text",),
        texts=("resolution",),
        context=("counterpart__name", "counterpart__name_en", "event__title"),
        day="due_on",
        goals="goals",
    )
    DISCLOSED = Disclosed(
        ("text", "whose", "counterpart", "event", "due_on", "state", "resolved_on", "resolution"), "due_on", "goals"
    )

    objects = CommitmentQuerySet.as_manager()

    class Meta(Classified.Meta):
        verbose_name = _("utfästelse eller uppföljningspunkt")
        verbose_name_plural = _("Utfästelser och uppföljningspunkter")
        ordering = ["due_on", "pk"]
        constraints = [
            *Classified.Meta.constraints,
            models.CheckConstraint(
                condition=Q(state="open") | Q(resolved_on__isnull=False) & ~Q(resolution=""),
                name="commitment_resolution_stated",
                violation_error_message=_("Skriv hur det gick och ange datum."),
            ),
            models.CheckConstraint(
                condition=Q(whose="sweden") | Q(counterpart__isnull=False),
                name="commitment_counterpart_named",
                violation_error_message=_("Ange vems utfästelse det är."),
            ),
            models.CheckConstraint(
                condition=Q(whose="sweden") | Q(owner=None),
                name="commitment_owner_of_own_point",
                violation_error_message=_("För en utfästelse svarar den som ansvarar för mötet."),
            ),
            *days_that_can_be("due_on", "resolved_on"),
        ]
        indexes = [
            models.Index(
                fields=["strategy", "state", "due_on", "whose", "resolved_on", "event"],
                condition=PRESENT,
                name="commitment_by_state",
            ),
        ]

    def __str__(self) -> str:
        return in_line(self.text)

    def parents(self) -> list[Classified]:
        return [self.event] if self.event else []

    def get_absolute_url(self) -> str:
        return reverse("dialogue:commitment", args=[self.pk])

    @property
    def is_late(self) -> bool:
        return self.state == self.State.OPEN and self.due_on is not None and self.due_on < self.strategy.today()
