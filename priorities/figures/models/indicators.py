from datetime import date
from typing import Self

from django.db import models
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from priorities.goals.models import Goal
from strategy.access import Edition, Kind
from strategy.decision.models import Paragraph
from strategy.people.models import User
from strategy.records.models import Classified, Record, RecordQuerySet
from strategy.texts.fields import WrittenLine, WrittenText
from strategy.texts.searched import Searched
from strategy.tools.bounds import days_that_can_be, years_that_can_be
from strategy.tools.languages import in_language
from strategy.tools.sorting import swedish_sort_key


class IndicatorQuerySet(RecordQuerySet["Indicator"]):
    """An indicator has no marking: what it says is its measurements."""

    kind = Kind.INDICATOR

    def of(self, strategy_id: int) -> Self:
        return self.filter(strategy=strategy_id)

    def visible_in(self, edition: Edition) -> Self:
        """Those with a measurement that the edition may hold."""
        held = Measurement.objects.visible_in(edition)
        return self.present().filter(pk__in=held.order_by().values("indicator"))

    def with_parts_for(self, user: User) -> Self:
        """With goals, and in `visible_measurements` what this person may see, the earliest first."""
        visible = Measurement.objects.visible_to(user).select_related("paragraph")
        return self.prefetch_related("goals", Prefetch("measurements", visible, to_attr="visible_measurements"))

    def of_what_sweden_carries_out(self) -> Self:
        """Those of goals that are Sweden's own to reach: what Sweden gives, and the totals that it is part of."""
        return self.filter(goals__actor="sweden").distinct()


class MeasurementQuerySet(RecordQuerySet["Measurement"]):
    kind = Kind.FUNDING

    def of(self, indicator: "Indicator") -> Self:
        """The latest first, each with its paragraph in the decision."""
        return self.filter(indicator=indicator).select_related("paragraph").order_by("-measured_on", "-pk")

    def present(self) -> Self:
        return super().present().filter(indicator__removed_at=None)

    def until(self, day: date) -> Self:
        return self.filter(measured_on__lte=day)

    def as_of(self, day: date | None) -> Self:
        """Measured by then; all where no day is named."""
        return self.until(day) if day else self


PRESENT = Q(removed_at=None)


class Qualifier(models.TextChoices):
    """How exact a figure is meant to be, as its source says it."""

    EXACTLY = "exactly", pgettext_lazy("qualifier", "exakt")
    ABOUT = "about", pgettext_lazy("qualifier", "omkring")
    MORE_THAN = "more_than", pgettext_lazy("qualifier", "mer än")


class Indicator(Record):
    """Something that can be measured time and again. Only its measurements say how it stands."""

    class Direction(models.TextChoices):
        """The way that is good."""

        UP = "up", _("högre är bättre")
        DOWN = "down", _("lägre är bättre")
        NEITHER = "neither", _("beskriver, värderar inte")

    name = WrittenLine(_("namn"), max_length=200)
    name_en = WrittenLine(_("namn på engelska"), max_length=200, blank=True)
    description = WrittenText(_("vad som mäts"), blank=True)
    unit = WrittenLine(_("enhet"), max_length=40)
    unit_en = WrittenLine(_("enhet på engelska"), max_length=40, blank=True)
    direction = models.CharField(_("god riktning"), max_length=10, choices=Direction, default=Direction.NEITHER)
    baseline = models.DecimalField(_("utgångsvärde"), max_digits=16, decimal_places=3, null=True, blank=True)
    baseline_year = models.PositiveSmallIntegerField(_("utgångsår"), null=True, blank=True)
    target = models.DecimalField(_("målvärde"), max_digits=16, decimal_places=3, null=True, blank=True)
    target_year = models.PositiveSmallIntegerField(_("målår"), null=True, blank=True)
    source = WrittenLine(_("källa"), max_length=300)
    goals = models.ManyToManyField(Goal, blank=True, related_name="indicators", verbose_name=_("mål"))
    sort_key = models.CharField(max_length=400, editable=False)
    _history_m2m_fields = [goals]

    edited_at = "priorities:indicator-edit"
    PLACE = 60
    SEARCHED = Searched(
        _("Indikatorer"), place=60, title=("name", "name_en"), texts=("description", "source"), goals="goals"
    )

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("indikator")
        ordering = ["sort_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["strategy", "name"],
                condition=PRESENT,
                name="indicator_name_unique",
                violation_error_message=_("Indikatorn finns redan."),
            ),
            models.CheckConstraint(
                condition=~Q(source=""),
                name="indicator_has_source",
                violation_error_message=_("Ange källan."),
            ),
            models.CheckConstraint(
                condition=Q(baseline=None, baseline_year=None) | Q(baseline__isnull=False, baseline_year__isnull=False),
                name="indicator_baseline_has_year",
                violation_error_message=_("Ange både utgångsvärde och utgångsår, eller inget av dem."),
            ),
            models.CheckConstraint(
                condition=Q(target=None, target_year=None) | Q(target__isnull=False, target_year__isnull=False),
                name="indicator_target_has_year",
                violation_error_message=_("Ange både målvärde och målår, eller inget av dem."),
            ),
            *years_that_can_be("baseline_year", "target_year"),
        ]

    def __str__(self) -> str:
        return self.heading

    def clean_fields(self, exclude: object = None) -> None:
        self.sort_key = swedish_sort_key(self.name)
        super().clean_fields(exclude)  # type: ignore[arg-type]

    def get_absolute_url(self) -> str:
        return reverse("priorities:indicator", args=[self.pk])

    @property
    def heading(self) -> str:
        return in_language(self.name, self.name_en)

    @property
    def unit_heading(self) -> str:
        return in_language(self.unit, self.unit_en)


class Measurement(Classified, Record):
    """A value on a day, or for a whole year (then `measured_on` is the year's last day), with its own source."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="measurements", verbose_name=_("indikator"))
    value = models.DecimalField(_("värde"), max_digits=16, decimal_places=3)
    qualifier = models.CharField(_("hur exakt"), max_length=10, choices=Qualifier, default=Qualifier.EXACTLY)
    measured_on = models.DateField(_("gäller den"))
    is_whole_year = models.BooleanField(_("gäller hela året"), default=False)
    source = WrittenLine(_("källa"), max_length=300)
    paragraph = models.ForeignKey(
        Paragraph,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="measurements",
        help_text="Where in the decision the value stands, for those that came with it.",
        verbose_name=_("ställe i beslutet"),
    )
    note = WrittenText(_("kommentar"), blank=True)

    edited_at = "priorities:measurement-edit"
    PLACE, PARENTS = 61, ("indicator",)
    SEARCHED = Searched(
        _("Mätvärden"),
        place=61,
        title=("indicator__name", "indicator__name_en"),
        texts=("note", "source"),
        day="measured_on",
        goals="indicator__goals",
    )

    objects = MeasurementQuerySet.as_manager()

    class Meta(Classified.Meta):
        verbose_name = _("mätvärde")
        verbose_name_plural = _("Mätvärden")
        ordering = ["measured_on", "pk"]
        constraints = [
            *Classified.Meta.constraints,
            models.UniqueConstraint(
                fields=["indicator", "measured_on", "source"],
                condition=PRESENT,
                name="measurement_unique",
                violation_error_message=_("Mätvärdet finns redan för den dagen och källan."),
            ),
            models.CheckConstraint(
                condition=~Q(source=""),
                name="measurement_has_source",
                violation_error_message=_("Ange källan. Ett värde utan källa kan inte sparas."),
            ),
            models.CheckConstraint(
                condition=Q(is_whole_year=False) | Q(measured_on__month=12, measured_on__day=31),
                name="measurement_year_ends_it",
                violation_error_message=_("Ett värde för hela året anges på årets sista dag."),
            ),
            *days_that_can_be("measured_on"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.measured_on}"

    def get_absolute_url(self) -> str:
        return f"{self.indicator.get_absolute_url()}#measurement-{self.pk}"
