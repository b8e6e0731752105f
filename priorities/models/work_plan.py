from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from priorities.models.goals import Goal
from priorities.querysets import (
    ActivityQuerySet,
    ActivityUpdateQuerySet,
    WorkPlanLineQuerySet,
    WorkPlanVersionQuerySet,
)
from strategy.access import Classification
from strategy.models import Classified, Organisation, Record, Registrable, Sighted, Strategy
from strategy.models.bounds import days_that_can_be
from strategy.texts.fields import WrittenLine, WrittenText


class Activity(Classified, Record):
    """A line of the work plan: what somebody is to do by a day. A moved day is an `ActivityUpdate` with a reason."""

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("activity", "planerad")
        UNDER_WAY = "under_way", _("pågår")
        DONE = "done", pgettext_lazy("activity", "klar")
        DROPPED = "dropped", pgettext_lazy("activity", "struken")

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

    objects = ActivityQuerySet.as_manager()

    class Meta(Classified.Meta):
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


class ActivityUpdate(models.Model):
    """Something that happened to an activity: appended, never changed."""

    class UpdateKind(models.TextChoices):
        NOTE = "note", _("lägesrapport")
        MOVE = "move", _("flyttad")
        STATE = "state", _("nytt läge")

    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="+")
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="updates")
    kind = models.CharField(max_length=10, choices=UpdateKind, default=UpdateKind.NOTE)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    happened_on = models.DateField(_("vilken dag"))
    text = WrittenText(_("text"), blank=True)
    from_due_on = models.DateField(null=True)
    to_due_on = models.DateField(null=True)
    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20, blank=True)

    objects = ActivityUpdateQuerySet.as_manager()

    class Meta:
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
        return f"{self.activity}: {self.kind}"


class WorkPlanVersion(Registrable):
    """The whole work plan as a head adopted it. Sealed: its lines are copies and never change."""

    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="work_plan_versions")
    number = models.PositiveSmallIntegerField(_("version"))
    adopted_on = models.DateField(_("antagen den"))
    adopted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    note = WrittenText(_("vad som är nytt"), blank=True)

    objects = WorkPlanVersionQuerySet.as_manager()

    class Meta:
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
