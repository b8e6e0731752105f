from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from strategy.decision.models import Paragraph, Section, Strategy, TextQuerySet
from strategy.texts.fields import WrittenLine, WrittenText
from strategy.texts.searched import Searched
from strategy.tools.languages import in_language


class FocusAreaQuerySet(TextQuerySet["FocusArea"]):
    def of(self, strategy_id: int) -> Self:
        return self.filter(strategy=strategy_id)


class GoalQuerySet(TextQuerySet["Goal"]):
    def of(self, strategy_id: int) -> Self:
        """In the order of the decision, with the focus area that each stands under."""
        return self.filter(strategy=strategy_id).select_related("focus_area")


class FocusArea(models.Model):
    """One of the areas that the decision gathers its goals under; its section holds the rationale.

    A decision without areas has one without code and title, whose short title is ours.
    """

    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="focus_areas")
    section = models.OneToOneField(Section, models.PROTECT, related_name="focus_area")
    order = models.PositiveSmallIntegerField()
    code = models.CharField(_("beteckning"), max_length=10, blank=True)
    title = models.CharField(_("rubrik i beslutet"), max_length=300, blank=True)
    title_en = WrittenLine(_("rubrik på engelska"), max_length=300, blank=True)
    short_title = WrittenLine(_("kort rubrik"), max_length=120)
    short_title_en = WrittenLine(_("kort rubrik på engelska"), max_length=120, blank=True)

    stands_in_log = True

    objects = FocusAreaQuerySet.as_manager()

    class Meta:
        verbose_name = _("fokusområde")
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["strategy", "code"], name="focus_area_code_unique")]

    def __str__(self) -> str:
        return f"{self.code}) {self.heading}" if self.code else self.heading

    @property
    def heading(self) -> str:
        return in_language(self.short_title, self.short_title_en)


class Goal(models.Model):
    """What Sweden shall work for. `text` is the decision's wording to the letter and is never edited."""

    class Actor(models.TextChoices):
        """Whose change the goal asks for: the organisation is the strategy's own."""

        ORGANISATION = "organisation", _("organisationen")
        DONORS = "donors", _("givare")
        MEMBER_STATES = "member_states", _("medlemsstater")
        SWEDEN = "sweden", _("Sverige")
        PARTNERS = "partners", _("samarbetspartner")

        @classmethod
        def _missing_(cls, value: object) -> "Goal.Actor | None":
            """As older snapshots of reports name the organisation."""
            return cls.ORGANISATION if value == "iom" else None

    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="goals")
    focus_area = models.ForeignKey(FocusArea, models.PROTECT, related_name="goals")
    paragraph = models.OneToOneField(Paragraph, models.PROTECT, related_name="goal")
    order = models.PositiveSmallIntegerField()
    code = models.CharField(_("beteckning"), max_length=10)
    text = models.TextField(_("ordalydelse"), editable=False)
    text_en = WrittenText(_("inofficiell översättning"), blank=True)
    short_title = WrittenLine(_("kort titel"), max_length=120)
    short_title_en = WrittenLine(_("kort titel på engelska"), max_length=120, blank=True)
    actor = models.CharField(_("vems förändring"), max_length=20, choices=Actor, default=Actor.ORGANISATION)

    stands_in_log = True
    SEARCHED = Searched(
        _("Mål"),
        place=0,
        title=("code", "short_title", "short_title_en"),
        texts=("text", "text_en"),
        goals="self",
    )

    objects = GoalQuerySet.as_manager()

    class Meta:
        verbose_name = _("mål")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["strategy", "code"], name="goal_code_unique"),
            models.CheckConstraint(condition=~models.Q(text=""), name="goal_text_stated"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.heading}"

    def get_absolute_url(self) -> str:
        return reverse("reporting:goal", args=[self.pk])

    @property
    def actor_name(self) -> str:
        """Empty where it is the organisation of a strategy that has none: then nobody has said whose change it is."""
        if self.actor != self.Actor.ORGANISATION:
            return self.get_actor_display()
        organisation = self.strategy.organisation
        return organisation.short_name if organisation else ""

    @property
    def sub_area(self) -> str:
        """The heading in the decision, below the focus area's own, that the goal stands under."""
        section = self.paragraph.section
        alone = section.pk == self.focus_area.section_id
        return "" if alone else section.title

    @property
    def others_carry_it_out(self) -> bool:
        """Whether Sweden works for somebody else to change: what dialogue is for."""
        return self.actor != self.Actor.SWEDEN

    @property
    def heading(self) -> str:
        return in_language(self.short_title, self.short_title_en)
