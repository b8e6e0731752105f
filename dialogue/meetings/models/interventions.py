"""What was said and answered, and what was promised."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Case, Count, F, Max, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext_lazy as _

from dialogue.meetings.models.agenda import AgendaItem
from dialogue.meetings.models.events import PRESENT, REMOVED, Counterpart, Event
from priorities.goals.models import Goal
from strategy.access import Kind
from strategy.records.declarations import Disclosed
from strategy.records.models import Classified, Record, RecordQuerySet
from strategy.texts.fields import WrittenText
from strategy.texts.searched import Searched
from strategy.tools.kept_sql import as_date

QUARTERS = 40_000  # more than there are until the year 9999


def year_and_quarter(quarter: int) -> tuple[int, int]:
    """From `Event.quarter`; the quarters of a year are 1 to 4."""
    year, place = divmod(quarter, 4)
    return year, place + 1


@dataclass(frozen=True)
class Raised:
    """How often in each quarter, by goal, year and quarter, and the last day, by goal; what never was is absent."""

    counts: Mapping[tuple[int, int, int], int]
    last: Mapping[int, date]

    @classmethod
    def of(cls, rows: Iterable[tuple[Any, ...]]) -> Self:
        counts: dict[tuple[int, int, int], int] = {}
        last: dict[int, date] = {}
        for place, count, day in rows:
            (goal, quarter), latest = divmod(place, QUARTERS), as_date(day)
            assert latest
            counts[goal, *year_and_quarter(quarter)] = count
            last[goal] = max(latest, last.get(goal, latest))
        return cls(counts, last)


class InterventionQuerySet(RecordQuerySet["Intervention"]):
    """Each carries its effective marking, which is never weaker than the event's."""

    kind = Kind.DIALOGUE

    def present(self) -> Self:
        return super().present().filter(event__removed_at=None)

    def dialogue(self) -> Self:
        """In events that took place and count as dialogue: what coverage counts."""
        return self.taken_place().filter(event__kind__in=Event.DIALOGUE_KINDS)

    def coordination(self) -> Self:
        """In events that took place and are no dialogue with the organisation."""
        return self.taken_place().exclude(event__kind__in=Event.DIALOGUE_KINDS)

    def taken_place(self) -> Self:
        return self.filter(event__state__in=["held", "minuted"])

    def in_period(self, first: date, last: date) -> Self:
        return self.filter(event__starts_on__range=(first, last))

    def as_of(self, day: date | None) -> Self:
        """Said by then; all where no day is named."""
        return self.filter(event__starts_on__lte=day) if day else self

    def latest_answers(self) -> Self:
        """The last answer of each counterpart that has given one."""
        answered = self.taken_place().exclude(response="").exclude(counterpart=None).order_by()
        latest_first = [F("event__starts_on").desc(), F("pk").desc()]
        place = Window(RowNumber(), partition_by="counterpart", order_by=latest_first)
        return self.filter(pk__in=answered.annotate(place=place).filter(place=1).values("pk"))

    def last_near(self, event: Event, met: Collection[int], most: int) -> Self:
        """On each goal: at meetings like this one, the latest first, then with the counterparts that are to be met."""
        alike = event.alike("event__")
        rank = Case(When(alike, then=Value(0)), default=Value(1))
        in_order = [rank.asc(), F("event__starts_on").desc(), F("pk").desc()]
        near = self.filter(alike | Q(counterpart__in=met)).order_by()
        chosen = near.annotate(place=Window(RowNumber(), partition_by="goal", order_by=in_order))
        return self.filter(pk__in=chosen.filter(place__lte=most).values("pk")).order_by(*in_order)

    def by_quarter(self) -> "QuerySet[Any, Any]":
        """How many messages and the last day, by goal and quarter: what `Raised.of` reads."""
        # One number for both is the least to sort by; and with it, SQLite reads the messages event by event.
        rows = self.annotate(place=F("goal") * QUARTERS + F("event__quarter")).order_by()
        return rows.values_list("place").annotate(count=Count("*"), latest=Max("event__starts_on"))

    def count_by_place(self) -> "list[tuple[int, str, int, int, str, int]]":
        """How many by goal, kind of event, year, quarter and how the answer leaned."""
        places = self.order_by().values_list("goal", "event__kind", "event__quarter", "lean")
        counted = places.annotate(count=Count("*"))
        return [(goal, kind, *year_and_quarter(quarter), lean, count) for goal, kind, quarter, lean, count in counted]


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

    event = models.ForeignKey(Event, models.CASCADE, related_name="interventions", verbose_name=_("möte"))
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
    PLACE, PARENTS, WORDS = 20, ("event",), "message"
    SEARCHED = Searched(
        _("Sagt och svarat"),
        place=20,
        title=("goal__code", "event__title"),
        texts=("message", "response"),
        context=("counterpart__name", "counterpart__name_en"),
        day="event__starts_on",
        goals="goal",
    )
    DISCLOSED = Disclosed(
        ("event", "goal", "counterpart", "carried_by", "message", "response", "lean"), "event__starts_on", "goal"
    )

    objects = InterventionQuerySet.as_manager()

    class Meta(Classified.Meta):
        verbose_name = _("framfört budskap")
        verbose_name_plural = _("Framförda budskap och svar")
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

    def require_return(self) -> None:
        self.event.require_held()

    def __str__(self) -> str:
        return f"{self.goal.code}, {self.event.title}"

    def parents(self) -> list[Classified]:
        return [self.event]

    def get_absolute_url(self) -> str:
        return f"{self.event.get_absolute_url()}#intervention-{self.pk}"
