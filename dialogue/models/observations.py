from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dialogue.models.events import PRESENT, REMOVED, Event
from dialogue.querysets import AttachmentQuerySet, ObservationQuerySet, ObservationStepQuerySet
from priorities.models import Goal
from strategy.models import Classified, MandateArea, Organisation, Record, Step
from strategy.models.bounds import days_that_can_be
from strategy.texts.fields import WrittenLine, WrittenText


class Observation(Classified, Record):
    """What a contact has seen. It keeps the organisation that its writer had that day."""

    class Source(models.TextChoices):
        OWN_OBSERVATION = "own_observation", _("egen iakttagelse")
        PARTNER = "partner", _("uppgift från partner")
        DOCUMENT = "document", _("dokument")
        MEETING = "meeting", _("möte")

    class Confidence(models.TextChoices):
        LOW = "low", _("osäker")
        MEDIUM = "medium", _("ganska säker")
        HIGH = "high", _("säker")

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("observation", "utkast")
        SUBMITTED = "submitted", _("inskickad")
        RETURNED = "returned", _("komplettering begärd")
        ACCEPTED = "accepted", _("tas med i underlaget")
        DECLINED = "declined", _("läggs till handlingarna")
        WITHDRAWN = "withdrawn", _("återtagen")

    TRANSITIONS: ClassVar[dict[str, frozenset[str]]] = {
        "draft": frozenset({"submitted"}),
        "submitted": frozenset({"returned", "accepted", "declined", "withdrawn"}),
        "returned": frozenset({"submitted", "withdrawn"}),
        "accepted": frozenset(),
        "declined": frozenset(),
        "withdrawn": frozenset(),
    }

    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="observations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="observations")
    title = WrittenLine(_("rubrik"), max_length=200)
    text = WrittenText(_("vad ni såg"))
    country = WrittenLine(_("land"), max_length=100, blank=True)
    place = WrittenLine(_("plats"), max_length=200, blank=True)
    observed_on = models.DateField(_("när"))
    goals = models.ManyToManyField(Goal, blank=True, related_name="observations", verbose_name=_("mål"))
    mandate_areas = models.ManyToManyField(
        MandateArea, blank=True, related_name="observations", verbose_name=_("del av IOM:s uppdrag")
    )
    source = models.CharField(_("slags källa"), max_length=20, choices=Source, default=Source.OWN_OBSERVATION)
    confidence = models.CharField(_("hur säkert"), max_length=10, choices=Confidence, default=Confidence.MEDIUM)
    agency_registry_number = WrittenLine(_("ert diarienummer"), max_length=60, blank=True)
    agreed_with = WrittenLine(_("stämt av med"), max_length=200, blank=True)
    state = models.CharField(_("läge"), max_length=20, choices=State, default=State.DRAFT, editable=False)
    _history_m2m_fields = [goals, mandate_areas]

    edited_at = "dialogue:observation-edit"

    objects = ObservationQuerySet.as_manager()

    class Meta(Classified.Meta):
        ordering = ["-observed_on", "-pk"]
        constraints = [
            *Classified.Meta.constraints,
            models.CheckConstraint(
                condition=Q(removed_at=None) | Q(state="draft"),
                name="observation_submitted_stays",
                violation_error_message=_("Det som har skickats in är en inkommen handling och kan inte tas bort."),
            ),
            *days_that_can_be("observed_on"),
        ]
        indexes = [
            models.Index(
                fields=["strategy", "state", "observed_on", "organisation"],
                condition=PRESENT,
                name="observation_by_state",
            ),
            models.Index(fields=["strategy"], condition=REMOVED, name="observation_in_bin"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("dialogue:observation", args=[self.pk])

    @property
    def whereabouts(self) -> str:
        """Place and country, as far as they are known."""
        return ", ".join(filter(None, (self.place, self.country)))

    @property
    def is_its_writers_alone(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def receipt_number(self) -> str:
        return f"{self.strategy.slug}-{self.pk}"

    @property
    def writer_may_edit(self) -> bool:
        return self.state in {self.State.DRAFT, self.State.RETURNED}

    @property
    def writer_may_withdraw(self) -> bool:
        return self.State.WITHDRAWN in self.TRANSITIONS[self.state]


class ObservationStep(Step):
    observation = models.ForeignKey(Observation, models.CASCADE, related_name="steps")

    objects = ObservationStepQuerySet.as_manager()

    class Meta(Step.Meta):
        indexes = [models.Index(fields=["observation", "to_state", "at"], name="step_by_observation")]

    def __str__(self) -> str:
        return f"{self.observation}: {self.to_state}"

    def get_to_state_display(self) -> str:
        return str(Observation.State(self.to_state).label)


class Attachment(Classified, Record):
    """A file that belongs to exactly one event or observation and is as visible as that, or less."""

    event = models.ForeignKey(Event, models.CASCADE, null=True, blank=True, related_name="attachments")
    observation = models.ForeignKey(Observation, models.CASCADE, null=True, blank=True, related_name="attachments")
    file = models.FileField(upload_to="attachments/%Y/")
    name = models.CharField(_("namn"), max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    thumbnail = models.FileField(upload_to="attachments/%Y/", blank=True)
    mail_sender = models.CharField(_("avsändare"), max_length=300, blank=True)
    mail_subject = models.CharField(_("ämne"), max_length=300, blank=True)
    mail_sent_at = models.DateTimeField(_("skickat"), null=True, blank=True)
    mail_text = models.TextField(_("mejlets text"), blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta(Classified.Meta):
        ordering = ["pk"]
        constraints = [
            *Classified.Meta.constraints,
            models.CheckConstraint(
                condition=Q(event__isnull=False, observation=None) | Q(event=None, observation__isnull=False),
                name="attachment_belongs_to_one",
                violation_error_message=_("En bilaga hör till ett möte eller en fältobservation."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def parents(self) -> list[Classified]:
        return [parent for parent in (self.event, self.observation) if parent is not None]

    @property
    def is_mail(self) -> bool:
        """Whether its sender, day and text are shown beside it."""
        return self.content_type == "message/rfc822"

    @property
    def is_its_writers_alone(self) -> bool:
        return self.observation is not None and self.observation.is_its_writers_alone
