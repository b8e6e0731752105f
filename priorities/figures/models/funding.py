from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import CharField, DateField, F, Q, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from priorities.figures.models.indicators import Qualifier
from priorities.goals.models import Goal
from strategy.access import Kind
from strategy.decision.models import Paragraph, Strategy
from strategy.people.models import User
from strategy.people.organisations import Organisation
from strategy.records.declarations import DRAWN_UP, Disclosed, Registration
from strategy.records.models import Classified, Record, RecordQuerySet
from strategy.texts.fields import WrittenLine
from strategy.texts.searched import Searched
from strategy.tools.bounds import days_that_can_be, years_that_can_be

PLAIN = ("year", "kind", "stage", "amount", "currency", "qualifier")  # of a contribution, for charts and sums


class ContributionQuerySet(RecordQuerySet["Contribution"]):
    kind = Kind.FUNDING

    def of(self, strategy_id: int) -> Self:
        return self.filter(strategy=strategy_id)

    def given(self) -> Self:
        """Decided or paid: what is only set aside in a budget is no contribution yet."""
        return self.exclude(stage="budgeted")

    def decided_by(self, year: int, day: date) -> Self:
        """Of the years up to this one, but for what was decided after the day."""
        return self.filter(Q(decided_on=None) | Q(decided_on__lte=day), year__lte=year)

    def with_parts(self) -> Self:
        return self.select_related("giver", "paragraph").prefetch_related("goals")

    def years(self) -> list[int]:
        """The years that there is anything for, the latest first."""
        return list(self.order_by("-year").values_list("year", flat=True).distinct())

    def kinds(self) -> set[str]:
        return set(self.order_by().values_list("kind", flat=True).distinct())

    def plain(self) -> list[dict[str, Any]]:
        """As charts and sums take them."""
        return [dict(row) for row in self.order_by().values(*PLAIN)]

    def with_day(self) -> Self:
        """Each with the day it was paid, else decided, else the last of its year: `given_on`."""
        year_end = Cast(Concat(Cast("year", CharField()), Value("-12-31")), DateField())
        return self.annotate(given_on=Coalesce("paid_on", "decided_on", year_end))

    def as_of(self, day: date | None) -> Self:
        """Given by then; all where no day is named."""
        return self.with_day().filter(given_on__lte=day) if day else self

    def core_support(self) -> Self:
        """*Core support* of the key figures, in Swedish kronor: unearmarked and lightly earmarked, given."""
        return self.given().filter(kind__in=["core", "lightly_earmarked_core"], currency="SEK")

    def official(self, user: User, strategy: Strategy) -> Self:
        """Those that are decided, but for figures that are quoted from the decision itself."""
        rows = self.visible_to(user).filter(strategy=strategy, decided_on__isnull=False, paragraph=None)
        return rows.select_related("giver").annotate(dated=F("decided_on"))


class Contribution(Classified, Record):
    """Money for one year. What is only set aside in a budget is kept apart from what is decided or paid."""

    class ContributionKind(models.TextChoices):
        MANDATORY_FEE = "mandatory_fee", _("obligatorisk medlemsavgift")
        CORE = "core", _("kärnstöd")
        LIGHTLY_EARMARKED_CORE = "lightly_earmarked_core", _("lätt öronmärkt kärnstöd")
        PROJECT = "project", _("projektstöd")

    class Stage(models.TextChoices):
        BUDGETED = "budgeted", _("avsatt i budgeten")
        DECIDED = "decided", _("beslutat")
        PAID = "paid", _("utbetalt")

    class Currency(models.TextChoices):
        SEK = "SEK", _("kronor (SEK)")
        USD = "USD", _("amerikanska dollar (USD)")
        EUR = "EUR", _("euro (EUR)")
        CHF = "CHF", _("schweiziska franc (CHF)")

    giver = models.ForeignKey(Organisation, models.PROTECT, related_name="contributions", verbose_name=_("givare"))
    kind = models.CharField(_("slag"), max_length=30, choices=ContributionKind)
    year = models.PositiveSmallIntegerField(_("år"))
    amount = models.DecimalField(
        _("belopp"), max_digits=16, decimal_places=2, help_text=_("I hela valutan, inte i miljoner.")
    )
    currency = models.CharField(_("valuta"), max_length=3, choices=Currency, default=Currency.SEK)
    qualifier = models.CharField(_("hur exakt"), max_length=10, choices=Qualifier, default=Qualifier.EXACTLY)
    stage = models.CharField(_("läge"), max_length=10, choices=Stage, default=Stage.PAID)
    appropriation = WrittenLine(_("anslag"), max_length=120, blank=True)
    purpose = WrittenLine(_("ändamål"), max_length=300, blank=True)
    goals = models.ManyToManyField(Goal, blank=True, related_name="contributions", verbose_name=_("mål som stöds"))
    decided_on = models.DateField(_("beslutat den"), null=True, blank=True)
    paid_on = models.DateField(_("utbetalt den"), null=True, blank=True)
    source = WrittenLine(_("källa"), max_length=300)
    paragraph = models.ForeignKey(
        Paragraph,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="contributions",
        verbose_name=_("ställe i beslutet"),
    )
    _history_m2m_fields = [goals]

    edited_at = "priorities:contribution-edit"
    PLACE = 62
    SEARCHED = Searched(
        _("Bidrag"),
        place=62,
        title=("kind", "year"),
        texts=("purpose", "appropriation", "source", "registry_number"),
        context=("giver__name", "giver__name_en", "giver__abbreviation"),
        day="year",
        goals="goals",
    )
    DISCLOSED = Disclosed(
        (
            *("giver", "kind", "year", "amount", "currency", "stage", "appropriation", "purpose"),
            *("decided_on", "paid_on", "source", "registry_number"),
        ),
        "decided_on",
        "goals",
    )
    REGISTRATION = Registration(DRAWN_UP, place=9, other=lambda contribution: str(contribution.giver))

    objects = ContributionQuerySet.as_manager()

    class Meta(Classified.Meta):
        verbose_name = _("bidrag")
        verbose_name_plural = _("Bidrag")
        ordering = ["-year", "kind", "pk"]
        constraints = [
            *Classified.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(source=""),
                name="contribution_has_source",
                violation_error_message=_("Ange källan. Ett belopp utan källa kan inte sparas."),
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="contribution_amount_positive",
                violation_error_message=_("Beloppet ska vara större än noll."),
            ),
            models.CheckConstraint(
                condition=Q(paid_on=None) | Q(stage="paid"),
                name="contribution_paid_when_dated",
                violation_error_message=_("Det som har en utbetalningsdag är utbetalt."),
            ),
            *days_that_can_be("decided_on", "paid_on"),
            *years_that_can_be("year"),
        ]
        indexes = [models.Index(fields=["strategy", "year"], name="contribution_by_year")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("priorities:contribution", args=[self.pk])
