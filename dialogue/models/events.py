from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dialogue.querysets import (
    AgendaItemGoalQuerySet,
    AgendaItemQuerySet,
    CounterpartQuerySet,
    EventCounterpartQuerySet,
    EventQuerySet,
)
from priorities.models import Goal
from strategy.languages import in_language
from strategy.models import Classified, Record
from strategy.models.bounds import days_that_can_be
from strategy.sorting import swedish_sort_key
from strategy.texts.fields import WrittenLine, WrittenText
from strategy.texts.reading import in_line

PRESENT = Q(removed_at=None)
REMOVED = Q(removed_at__isnull=False)  # what the bin counts, of the kinds there are most of


class Quarter(Func):
    """Which quarter a day is in, counted from the year 0; Django's own functions of dates call Python on SQLite.

    No blank after a comma: Django divides a table's columns there when it reads how SQLite made it.
    """

    template = "(SUBSTR(%(expressions)s,1,4) * 4 + (SUBSTR(%(expressions)s,6,2) - 1) / 3)"

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        year, month = "EXTRACT(YEAR FROM %(expressions)s)::int", "EXTRACT(MONTH FROM %(expressions)s)::int"
        return self.as_sql(compiler, connection, template=f"({year} * 4 + ({month} - 1) / 3)", **context)


class Counterpart(Record):
    """A body or a person's function that Sweden speaks with; never a person's name."""

    class CounterpartKind(models.TextChoices):
        BODY = "body", _("organ")
        FUNCTION = "function", _("funktion")

    class Party(models.TextChoices):
        IOM = "iom", _("IOM")
        DONOR = "donor", _("givare")
        MEMBER_STATE = "member_state", _("medlemsstat")
        UN = "un", _("FN")
        OTHER = "other", pgettext_lazy("party", "annan")

    name = WrittenLine(_("namn"), max_length=200)
    name_en = WrittenLine(_("namn på engelska"), max_length=200, blank=True)
    kind = models.CharField(_("slag"), max_length=20, choices=CounterpartKind, default=CounterpartKind.BODY)
    party = models.CharField(_("part"), max_length=20, choices=Party, default=Party.IOM)
    country = WrittenLine(_("land"), max_length=100, blank=True)
    sort_key = models.CharField(max_length=400, editable=False)

    objects = CounterpartQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["strategy", "name"],
                condition=PRESENT,
                name="counterpart_name_unique",
                violation_error_message=_("Motparten finns redan."),
            )
        ]

    def __str__(self) -> str:
        return in_language(self.name, self.name_en)

    def clean_fields(self, exclude: object = None) -> None:
        self.sort_key = swedish_sort_key(self.name)
        super().clean_fields(exclude)  # type: ignore[arg-type]


class Event(Classified, Record):
    class EventKind(models.TextChoices):
        COUNCIL = "council", _("IOM Council")
        SCPF = "scpf", _("SCPF")
        BILATERAL_CONSULTATION = "bilateral_consultation", _("bilateral konsultation")
        DELEGATION_CONTACT = "delegation_contact", _("kontakt via delegationen")
        REGIONAL_DIALOGUE = "regional_dialogue", _("regional dialog")
        COUNTRY_DIALOGUE = "country_dialogue", _("landdialog")
        WRITTEN_CONTACT = "written_contact", _("skriftlig kontakt")
        UN_NETWORK = "un_network", _("FN:s migrationsnätverk")
        MOPAN = "mopan", _("MOPAN")
        EU_COORDINATION = "eu_coordination", _("EU-samordning")
        NORDIC_COORDINATION = "nordic_coordination", _("nordisk samordning")
        LIKE_MINDED = "like_minded", _("likasinnade")
        ORGANISATION_CONSULTATION = "organisation_consultation", _("organisationssamråd")
        OTHER = "other", pgettext_lazy("event", "annat")

    DIALOGUE_KINDS: ClassVar[tuple[str, ...]] = tuple(EventKind.values[:9])

    class Level(models.TextChoices):
        HEADQUARTERS = "headquarters", _("huvudkontorsnivå")
        REGIONAL = "regional", _("regional nivå")
        COUNTRY = "country", _("landnivå")

    class State(models.TextChoices):
        PLANNED = "planned", _("planerat")
        HELD = "held", _("genomfört")
        MINUTED = "minuted", _("dokumenterat")
        CANCELLED = "cancelled", _("inställt")

    TRANSITIONS: ClassVar[dict[str, frozenset[str]]] = {
        "planned": frozenset({"held", "cancelled"}),
        "held": frozenset({"minuted", "planned"}),
        "minuted": frozenset({"held"}),
        "cancelled": frozenset({"planned"}),
    }

    kind = models.CharField(_("slag"), max_length=40, choices=EventKind)
    level = models.CharField(_("nivå"), max_length=20, choices=Level, default=Level.HEADQUARTERS)
    title = WrittenLine(_("rubrik"), max_length=200)
    starts_on = models.DateField(_("första dag"))
    quarter = models.GeneratedField(
        expression=Quarter("starts_on"), output_field=models.PositiveSmallIntegerField(), db_persist=True
    )
    ends_on = models.DateField(_("sista dag"))
    place = WrittenLine(_("plats"), max_length=200, blank=True)
    country = WrittenLine(_("land"), max_length=100, blank=True)
    participants = WrittenText(_("svenska deltagare"), blank=True)
    counterparts = models.ManyToManyField(
        Counterpart, through="EventCounterpart", related_name="events", blank=True, verbose_name=_("motparter")
    )
    summary = WrittenText(_("sammanfattning"), blank=True)
    report_home = WrittenText(_("hemrapport"), blank=True)
    state = models.CharField(_("läge"), max_length=20, choices=State, default=State.PLANNED, editable=False)

    edited_at = "dialogue:event-edit"

    objects = EventQuerySet.as_manager()

    class Meta(Classified.Meta):
        ordering = ["-starts_on", "-pk"]
        constraints = [
            *Classified.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="event_ends_after_start",
                violation_error_message=_("Sista dagen ligger före den första."),
            ),
            *days_that_can_be("starts_on", "ends_on"),
        ]
        indexes = [
            models.Index(
                fields=["strategy", "state", "kind", "starts_on", "quarter", "id"],
                condition=PRESENT,
                name="event_by_state",
            ),
            models.Index(fields=["strategy", "state", "ends_on"], condition=PRESENT, name="event_by_end"),
            models.Index(fields=["id", "starts_on", "removed_at"], name="event_day"),
            models.Index(fields=["strategy"], condition=REMOVED, name="event_in_bin"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("dialogue:event", args=[self.pk])

    @property
    def counts_as_dialogue(self) -> bool:
        return self.kind in self.DIALOGUE_KINDS

    @property
    def has_taken_place(self) -> bool:
        return self.state in {self.State.HELD, self.State.MINUTED}


class EventCounterpart(Record):
    """A counterpart's part in an event. Names of persons are plain text here and nowhere else."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="event_counterparts")
    counterpart = models.ForeignKey(Counterpart, models.PROTECT, related_name="event_counterparts")
    represented_by = WrittenLine(_("företrädd av"), max_length=300, blank=True)

    objects = EventCounterpartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "counterpart"], condition=PRESENT, name="event_counterpart_unique")
        ]

    def __str__(self) -> str:
        return str(self.counterpart)


class AgendaItem(Record):
    event = models.ForeignKey(Event, models.CASCADE, related_name="agenda_items")
    order = models.PositiveSmallIntegerField(default=0)
    number = WrittenLine(_("punkt"), max_length=20, blank=True)
    title = WrittenLine(_("rubrik"), max_length=300)
    document_symbol = WrittenLine(_("dokumentbeteckning"), max_length=60, blank=True)

    edited_at = "dialogue:agenda-item"

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class AgendaItemGoal(Record):
    """A goal prepared for an agenda item: what to say, and whether it was left unsaid."""

    agenda_item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="prepared_goals")
    goal = models.ForeignKey(Goal, models.PROTECT, related_name="preparations", verbose_name=_("mål"))
    message = WrittenText(_("förberett budskap"), blank=True)
    not_raised = models.BooleanField(_("togs inte upp"), default=False)

    edited_at = "dialogue:prepared-goal"

    objects = AgendaItemGoalQuerySet.as_manager()

    class Meta:
        ordering = ["agenda_item", "goal__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["agenda_item", "goal"],
                condition=PRESENT,
                name="agenda_item_goal_unique",
                violation_error_message=_("Målet är redan förberett under punkten."),
            )
        ]
        indexes = [models.Index(fields=["strategy"], condition=REMOVED, name="agenda_item_goal_in_bin")]

    def __str__(self) -> str:
        return f"{self.goal.code}: {in_line(self.message)}"
