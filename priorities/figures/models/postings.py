from typing import Self

from django.db import models
from django.db.models import Q, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from priorities.goals.models import Goal
from strategy.access import Kind
from strategy.people.organisations import Organisation
from strategy.records.models import Classified, Record, RecordQuerySet
from strategy.texts.fields import WrittenLine
from strategy.texts.searched import Searched
from strategy.tools.bounds import years_that_can_be


class PostingQuerySet(RecordQuerySet["Posting"]):
    kind = Kind.FUNDING

    def of(self, strategy_id: int) -> Self:
        return self.filter(strategy=strategy_id)

    def with_parts(self) -> Self:
        return self.select_related("sent_by").prefetch_related("goals")

    def years(self) -> list[int]:
        """The years that there is anything for, the latest first."""
        return list(self.order_by("-year").values_list("year", flat=True).distinct())

    def months_by_year(self) -> dict[int, int]:
        """How many months were served each year."""
        return dict(self.order_by().values_list("year").annotate(months=Sum("months")))


class Posting(Classified, Record):
    """A secondment or a JPO for one year. Never a name."""

    class PostingKind(models.TextChoices):
        SECONDMENT = "secondment", _("sekondering")
        JPO = "jpo", _("JPO")

    kind = models.CharField(_("slag"), max_length=20, choices=PostingKind)
    year = models.PositiveSmallIntegerField(_("år"))
    level = WrittenLine(_("nivå"), max_length=20, help_text=_("Till exempel P3."))
    place = WrittenLine(_("placering"), max_length=200)
    months = models.PositiveSmallIntegerField(_("månader"))
    sent_by = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="postings", verbose_name=_("sänd av")
    )
    purpose = WrittenLine(_("arbetsområde"), max_length=300, blank=True)
    goals = models.ManyToManyField(Goal, blank=True, related_name="postings", verbose_name=_("mål som stöds"))
    source = WrittenLine(_("källa"), max_length=300)
    _history_m2m_fields = [goals]

    edited_at = "priorities:posting-edit"
    PLACE = 63
    SEARCHED = Searched(
        _("Sekonderingar och JPO"),
        place=63,
        title=("kind", "place"),
        texts=("purpose", "level", "source"),
        context=("sent_by__name", "sent_by__name_en", "sent_by__abbreviation"),
        day="year",
        goals="goals",
    )

    objects = PostingQuerySet.as_manager()

    class Meta(Classified.Meta):
        verbose_name = _("sekondering eller JPO")
        ordering = ["-year", "place", "pk"]
        constraints = [
            *Classified.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(source=""), name="posting_has_source", violation_error_message=_("Ange källan.")
            ),
            models.CheckConstraint(
                condition=Q(months__range=(1, 12)),
                name="posting_months_of_a_year",
                violation_error_message=_("Antalet månader ska vara 1–12; en längre tjänst skrivs in år för år."),
            ),
            *years_that_can_be("year"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.place}"

    def get_absolute_url(self) -> str:
        return f"{reverse('priorities:postings', args=[self.strategy.slug])}?year={self.year}#posting-{self.pk}"
