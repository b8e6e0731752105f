from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dialogue.models.events import PRESENT, REMOVED, AgendaItem, Counterpart, Event
from dialogue.querysets import CommitmentQuerySet, InterventionQuerySet
from priorities.models import Goal
from strategy.models import Classified, Record
from strategy.models.bounds import days_that_can_be
from strategy.texts.fields import WrittenText
from strategy.texts.reading import in_line


class Intervention(Classified, Record):
    """Sweden's message on one goal at one event, and the answer."""

    class CarriedBy(models.TextChoices):
        SWEDEN = "sweden", _("Sverige")
        NORDIC = "nordic", _("de nordiska länderna")
        EU = "eu", _("EU")
        LIKE_MINDED = "like_minded", _("likasinnade länder")

    class Lean(models.TextChoices):
        POSITIVE = "positive", _("positivt")
        NONCOMMITTAL = "noncommittal", _("avvaktande")
        NEGATIVE = "negative", _("negativt")
        NONE = "none", _("inget svar")

    event = models.ForeignKey(Event, models.CASCADE, related_name="interventions")
    agenda_item = models.ForeignKey(
        AgendaItem, models.SET_NULL, null=True, blank=True, related_name="interventions", verbose_name=_("punkt")
    )
    goal = models.ForeignKey(Goal, models.PROTECT, related_name="interventions", verbose_name=_("mål"))
    counterpart = models.ForeignKey(
        Counterpart, models.PROTECT, null=True, blank=True, related_name="interventions", verbose_name=_("motpart")
    )
    carried_by = models.CharField(_("framfört av"), max_length=20, choices=CarriedBy, default=CarriedBy.SWEDEN)
    message = WrittenText(_("framfört budskap"))
    response = WrittenText(_("svar"), blank=True)
    lean = models.CharField(_("svarets riktning"), max_length=20, choices=Lean, default=Lean.NONE)

    edited_at = "dialogue:intervention"

    objects = InterventionQuerySet.as_manager()

    class Meta(Classified.Meta):
        ordering = ["event__starts_on", "pk"]
        constraints = [
            *Classified.Meta.constraints,
            models.CheckConstraint(
                condition=Q(lean="none") | ~Q(response=""),
                name="intervention_lean_needs_response",
                violation_error_message=_("Skriv svaret, eller välj ”inget svar”."),
            ),
        ]
        indexes = [
            # holds all that is read when messages are counted, for everybody who may see some of them
            models.Index(
                fields=["strategy", "event", "goal", "lean", "effective_classification"],
                condition=PRESENT,
                name="intervention_by_event",
            ),
            models.Index(fields=["strategy"], condition=REMOVED, name="intervention_in_bin"),
        ]

    def __str__(self) -> str:
        return f"{self.goal.code}, {self.event.title}"

    def parents(self) -> list[Classified]:
        return [self.event]

    def get_absolute_url(self) -> str:
        return f"{self.event.get_absolute_url()}#intervention-{self.pk}"


class Commitment(Classified, Record):
    """What a counterpart has promised (utfästelse), or what we have to follow up (uppföljningspunkt)."""

    class Owner(models.TextChoices):
        COUNTERPART = "counterpart", _("utfästelse")
        SWEDEN = "sweden", _("uppföljningspunkt")

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("commitment", "öppen")
        FULFILLED = "fulfilled", _("infriad")
        PARTLY = "partly", _("delvis infriad")
        LAPSED = "lapsed", _("ej infriad")

    TRANSITIONS: ClassVar[dict[str, frozenset[str]]] = {
        "open": frozenset({"fulfilled", "partly", "lapsed"}),
        "fulfilled": frozenset({"open"}),
        "partly": frozenset({"open", "fulfilled", "lapsed"}),
        "lapsed": frozenset({"open"}),
    }

    event = models.ForeignKey(Event, models.PROTECT, null=True, blank=True, related_name="commitments")
    goals = models.ManyToManyField(Goal, related_name="commitments", verbose_name=_("mål"))
    owner = models.CharField(_("vems"), max_length=20, choices=Owner, default=Owner.COUNTERPART)
    counterpart = models.ForeignKey(
        Counterpart, models.PROTECT, null=True, blank=True, related_name="commitments", verbose_name=_("motpart")
    )
    text = WrittenText(_("vad som utlovats"))
    due_on = models.DateField(_("senast den"), null=True, blank=True)
    state = models.CharField(_("läge"), max_length=20, choices=State, default=State.OPEN, editable=False)
    resolved_on = models.DateField(_("avslutad den"), null=True, blank=True)
    resolution = WrittenText(_("hur det gick"), blank=True)
    _history_m2m_fields = [goals]

    edited_at = "dialogue:commitment-edit"

    objects = CommitmentQuerySet.as_manager()

    class Meta(Classified.Meta):
        ordering = ["due_on", "pk"]
        constraints = [
            *Classified.Meta.constraints,
            models.CheckConstraint(
                condition=Q(state="open") | Q(resolved_on__isnull=False) & ~Q(resolution=""),
                name="commitment_resolution_stated",
                violation_error_message=_("Skriv hur det gick och ange datum."),
            ),
            models.CheckConstraint(
                condition=Q(owner="sweden") | Q(counterpart__isnull=False),
                name="commitment_counterpart_named",
                violation_error_message=_("Ange vems utfästelse det är."),
            ),
            *days_that_can_be("due_on", "resolved_on"),
        ]
        indexes = [
            models.Index(
                fields=["strategy", "state", "due_on", "owner", "resolved_on", "event"],
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
