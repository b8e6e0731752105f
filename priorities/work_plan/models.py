from collections.abc import Iterable
from datetime import date
from typing import ClassVar, NamedTuple, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from priorities.goals.models import Goal
from strategy import access
from strategy.access import Classification, Edition, Kind
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.people.organisations import Organisation
from strategy.records.declarations import DRAWN_UP, RECEIVED, Disclosed, Registration
from strategy.records.models import Classified, Record, RecordQuerySet, Registrable, Sighted
from strategy.records.owners import Owned
from strategy.texts.fields import WrittenLine, WrittenText
from strategy.texts.searched import Searched
from strategy.tools.bounds import days_that_can_be


class Line(NamedTuple):
    """What a plan says of an activity, and how it is marked: a `WorkPlanLine`, as a plan of thousands is read."""

    activity_id: int
    title: str
    goals: str
    responsible_id: int
    due_on: date
    state: str
    effective_classification: str


class ActivityQuerySet(RecordQuerySet["Activity"]):
    kind = Kind.WORK_PLAN

    def of(self, strategy_id: int) -> Self:
        return self.filter(strategy=strategy_id)

    def visible_in(self, edition: Edition) -> Self:
        return self.each_once(super().visible_in(edition))

    def each_once(self, seen: Self) -> Self:
        """An organisation may both answer for a line and take part in it: only the latter is looked up elsewhere."""
        is_joined = sum(map(bool, seen.query.alias_refcount.values())) > 1
        return self.present().filter(pk__in=seen.order_by().values("pk")) if is_joined else seen

    def waiting(self) -> Self:
        """Neither done nor dropped."""
        return self.filter(state__in=["planned", "under_way"])

    def late_on(self, day: date) -> Self:
        return self.waiting().filter(due_on__lt=day)

    def in_state(self, state: str) -> Self:
        return self.filter(state=state)

    def moved(self) -> Self:
        """Those whose last day has been moved at least once."""
        return self.filter(pk__in=ActivityUpdate.objects.moves().order_by().values("activity"))

    def standing(self) -> Self:
        """What an adopted plan holds: everything but what has been dropped."""
        return self.exclude(state="dropped")

    def concerning(self, goal: "Goal") -> Self:
        return self.filter(goals=goal)

    def counts_on(self, day: date) -> dict[str, int]:
        """How many wait, are late, have been moved and are done."""
        waits = Q(state__in=["planned", "under_way"])
        moves = ActivityUpdate.objects.moves().order_by().values("activity")
        return self.order_by().aggregate(
            waiting=Count("pk", filter=waits),
            late=Count("pk", filter=waits & Q(due_on__lt=day)),
            moved=Count("pk", filter=Q(pk__in=moves)),
            done=Count("pk", filter=Q(state="done")),
        )

    def by_month(self, day: date) -> Self:
        """What is late, then what waits in the order it falls due, then what is over with the latest first."""
        over = Case(When(state__in=["done", "dropped"], then=F("ended_on")))
        return self.ranked_on(day).order_by("rank", over.desc(nulls_first=True), "due_on", "pk")

    def by_party(self, day: date) -> Self:
        """What is late, whoever answers for it; then party by party, what waits before what is over."""
        party = Case(When(rank=0, then=Value("")), default=F("responsible__sort_key"))
        return self.ranked_on(day).order_by(party, "rank", "due_on", "pk")

    def ranked_on(self, day: date) -> Self:
        """Each with `rank`: 0 late, 1 waiting, 2 over."""
        waits = Q(state__in=["planned", "under_way"])
        rank = Case(When(waits & Q(due_on__lt=day), then=Value(0)), When(waits, then=Value(1)), default=Value(2))
        return self.annotate(rank=rank)

    def with_parts(self) -> Self:
        """Each with its goals, who takes part, and its moves in `moves`: whoever sees the line may see them."""
        moves = ActivityUpdate.objects.moves()
        return self.select_related("responsible", "owner", "strategy", "secrecy_provision").prefetch_related(
            "goals", "participants", Prefetch("updates", moves, to_attr="moves")
        )

    def as_of(self, day: date | None) -> Self:
        """Begun, due or ended by then, each with its state and due day as they were: `state_then`, `due_then`.

        By the days that its updates say things happened; all as they are now where no day is named.
        """
        if day is None:
            return self.annotate(state_then=F("state"), due_then=F("due_on"))
        updates = ActivityUpdate.objects.filter(activity=OuterRef("pk"))
        moved_since = updates.filter(kind="move", happened_on__gt=day).order_by("happened_on", "at", "pk")
        last_state = updates.filter(kind="state", happened_on__lte=day).order_by("-happened_on", "-at", "-pk")
        known = self.annotate(
            due_then=Coalesce(Subquery(moved_since.values("from_due_on")[:1]), "due_on"),
            state_then=Case(
                When(ended_on__lte=day, then=F("state")),
                default=Coalesce(Subquery(last_state.values("to_state")[:1]), Value("planned")),
            ),
        )
        return known.filter(Q(starts_on__lte=day) | Q(due_then__lte=day) | Q(ended_on__lte=day))

    def late_as_of(self, day: date) -> Self:
        """Late on that day, as the plan stood then."""
        return self.as_of(day).filter(state_then__in=["planned", "under_way"], due_then__lt=day)


class ActivityUpdateQuerySet(QuerySet["ActivityUpdate"]):
    def of(self, strategy_id: int) -> Self:
        return self.filter(strategy=strategy_id)

    def moves(self) -> Self:
        return self.filter(kind="move")

    def official(self, user: User, strategy: Strategy) -> Self:
        """What an authority has reported of what it is responsible for."""
        reported = self.visible_to(user).of(strategy.pk).exclude(organisation=None)
        return reported.select_related("activity", "organisation").annotate(dated=F("at"))

    def of_what_waits(self) -> Self:
        """Of activities that are neither done nor dropped."""
        return self.filter(activity__state__in=["planned", "under_way"])

    def latest_first(self) -> Self:
        return self.order_by("-happened_on", "-at", "-pk")

    def visible_to(self, user: User) -> Self:
        return self.filter(activity__in=Activity.objects.visible_to(user).order_by().values("pk"))

    def visible_in(self, edition: Edition) -> Self:
        return self.filter(activity__in=Activity.objects.visible_in(edition).order_by().values("pk"))


class WorkPlanVersionQuerySet(QuerySet["WorkPlanVersion"]):
    def of(self, strategy_id: int) -> Self:
        """The latest first."""
        return self.filter(strategy=strategy_id)

    def before(self, version: "WorkPlanVersion") -> Self:
        return self.filter(strategy=version.strategy_id, number__lt=version.number)

    def visible_to(self, user: User) -> Self:
        return self.filter(access.readable(Kind.WORK_PLAN_VERSION, user.memberships_today))

    def official(self, user: User, strategy: Strategy) -> Self:
        return self.visible_to(user).of(strategy.pk).annotate(dated=F("adopted_on"))


class WorkPlanLineQuerySet(QuerySet["WorkPlanLine"]):
    """A copy is shown at the stricter of its marking then and the activity's now."""

    def visible_to(self, user: User) -> Self:
        return self.filter(
            Q(activity__in=Activity.objects.visible_to(user).order_by().values("pk")),
            access.readable(Kind.WORK_PLAN_LINE, user.memberships_today),
        )

    def comparable_for(self, user: User, plans: "Iterable[WorkPlanVersion]") -> Self:
        """The lines of these plans that can be told apart: an activity hidden in one of them is left out of all."""
        of_these = self.filter(plan__in=list(plans))
        shown = of_these.visible_to(user)
        hidden = of_these.exclude(pk__in=shown.order_by().values("pk"))
        return shown.exclude(activity__in=hidden.order_by().values("activity")).select_related("responsible")

    def as_lines(self) -> list[Line]:
        return [Line(*row) for row in self.values_list(*Line._fields)]


class Activity(Owned, Classified, Record):
    """A line of the work plan: what somebody is to do by a day. A moved day is an `ActivityUpdate` with a reason."""

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("activity", "planerad")
        UNDER_WAY = "under_way", _("pågår")
        DONE = "done", pgettext_lazy("activity", "klar")
        DROPPED = "dropped", pgettext_lazy("activity", "struken")

    OPEN_IN = frozenset({"planned", "under_way"})
    TRANSITIONS: ClassVar[dict[str, frozenset[str]]] = {
        "planned": frozenset({"under_way", "done", "dropped"}),
        "under_way": frozenset({"planned", "done", "dropped"}),
        "done": frozenset({"under_way"}),
        "dropped": frozenset({"planned"}),
    }

    title = WrittenLine(_("vad som ska göras"), max_length=200)
    description = WrittenText(_("beskrivning"), blank=True)
    goals = models.ManyToManyField(Goal, blank=True, related_name="activities", verbose_name=_("mål"))
    responsible = models.ForeignKey(Organisation, models.PROTECT, related_name="activities", verbose_name=_("ansvarig"))
    participants = models.ManyToManyField(
        Organisation, blank=True, related_name="joined_activities", verbose_name=_("medverkande")
    )
    starts_on = models.DateField(_("börjar den"), null=True, blank=True)
    due_on = models.DateField(_("klar senast"))
    state = models.CharField(_("läge"), max_length=20, choices=State, default=State.PLANNED, editable=False)
    ended_on = models.DateField(_("avslutad den"), null=True, blank=True, editable=False)
    outcome = WrittenText(_("resultat eller skäl"), blank=True, editable=False)
    _history_m2m_fields = [goals, participants]

    edited_at = "priorities:activity-edit"
    PLACE = 70
    SEARCHED = Searched(
        _("Arbetsplan"),
        place=70,
        title=("title",),
        texts=("description", "outcome"),
        context=("responsible__name", "responsible__name_en", "responsible__abbreviation"),
        day="due_on",
        goals="goals",
    )
    DISCLOSED = Disclosed(
        ("title", "description", "responsible", "starts_on", "due_on", "state", "outcome", "updates"),
        "due_on",
        "goals",
        ("updates",),
    )

    objects = ActivityQuerySet.as_manager()

    class Meta(Classified.Meta):
        verbose_name = _("aktivitet")
        verbose_name_plural = _("Rader i arbetsplanen")
        ordering = ["due_on", "pk"]
        constraints = [
            *Classified.Meta.constraints,
            models.CheckConstraint(
                condition=Q(state__in=["done", "dropped"], ended_on__isnull=False)
                | Q(state__in=["planned", "under_way"], ended_on=None),
                name="activity_ended_when_over",
                violation_error_message=_("Ange vilken dag aktiviteten avslutades."),
            ),
            models.CheckConstraint(
                condition=~Q(state="dropped") | ~Q(outcome=""),
                name="activity_dropped_has_reason",
                violation_error_message=_("Skriv varför aktiviteten stryks."),
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(due_on__gte=models.F("starts_on")),
                name="activity_due_after_start",
                violation_error_message=_("Slutdagen ligger före den första."),
            ),
            *days_that_can_be("starts_on", "due_on", "ended_on"),
        ]
        indexes = [
            models.Index(fields=["strategy", "state", "due_on"], condition=Q(removed_at=None), name="activity_by_day")
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("priorities:activity", args=[self.pk])

    @property
    def is_over(self) -> bool:
        return self.state in {self.State.DONE, self.State.DROPPED}

    @property
    def is_late(self) -> bool:
        return not self.is_over and self.due_on < self.strategy.today()


class ActivityUpdate(Registrable):
    """Something that happened to an activity: appended, never changed. `organisation` is who reported it, if not we."""

    class UpdateKind(models.TextChoices):
        NOTE = "note", _("lägesrapport")
        MOVE = "move", _("flyttad")
        STATE = "state", _("nytt läge")

    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="+")
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="updates")
    kind = models.CharField(max_length=10, choices=UpdateKind, default=UpdateKind.NOTE)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    happened_on = models.DateField(_("vilken dag"))
    text = WrittenText(_("text"), blank=True)
    from_due_on = models.DateField(null=True)
    to_due_on = models.DateField(null=True)
    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20, blank=True)

    REGISTRATION = Registration(RECEIVED, place=24, other=lambda update: str(update.organisation))
    objects = ActivityUpdateQuerySet.as_manager()

    class Meta:
        verbose_name = _("anteckning om en aktivitet")
        verbose_name_plural = _("Lägesrapporter")
        ordering = ["happened_on", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=["note", "move"]) | ~Q(text=""),
                name="activity_update_move_has_reason",
                violation_error_message=_("Skriv varför dagen flyttas."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="move") | Q(from_due_on__isnull=False, to_due_on__isnull=False),
                name="activity_update_move_has_days",
            ),
            *days_that_can_be("happened_on", "from_due_on", "to_due_on"),
        ]

    def __str__(self) -> str:
        return f"{self.activity}: {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return f"{self.activity.get_absolute_url()}#updates"

    @property
    def effective_classification(self) -> str:
        return self.activity.effective_classification

    def get_effective_classification_display(self) -> str:
        return str(self.activity.get_effective_classification_display())


class WorkPlanVersion(Registrable):
    """The whole work plan as a head adopted it. Sealed: its lines are copies and never change."""

    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="work_plan_versions")
    number = models.PositiveSmallIntegerField(_("version"))
    adopted_on = models.DateField(_("antagen den"))
    adopted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    note = WrittenText(_("vad som är nytt"), blank=True)

    REGISTRATION = Registration(DRAWN_UP, place=8)

    objects = WorkPlanVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("antagen arbetsplan")
        verbose_name_plural = _("Arbetsplaner")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["strategy", "number"], name="work_plan_version_unique"),
            *days_that_can_be("adopted_on"),
        ]

    def __str__(self) -> str:
        return _("Arbetsplan, version %(number)d") % {"number": self.number}

    def get_absolute_url(self) -> str:
        return reverse("priorities:work-plan-version", args=[self.pk])


class WorkPlanLine(Sighted):
    """An activity as it stood when the plan was adopted; shown to those who may see both it and the activity."""

    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="+")
    plan = models.ForeignKey(WorkPlanVersion, models.CASCADE, related_name="lines")
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="adopted_lines")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    goals = models.CharField(max_length=200, blank=True, help_text="Codes in the decision's order, comma between.")
    responsible = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    due_on = models.DateField()
    state = models.CharField(max_length=20)
    effective_classification = models.CharField(max_length=10, choices=Classification)

    objects = WorkPlanLineQuerySet.as_manager()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "activity"], name="work_plan_line_unique"),
            *days_that_can_be("due_on"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_state_display(self) -> str:
        return str(Activity.State(self.state).label)
