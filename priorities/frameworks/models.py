from typing import Self
from urllib.parse import quote

from django.db import models
from django.db.models import Count, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from priorities.goals.models import Goal
from strategy.access import Edition, Kind
from strategy.people.models import User
from strategy.records.declarations import Disclosed
from strategy.records.models import Classified, Record, RecordQuerySet
from strategy.texts.fields import WrittenLine, WrittenText
from strategy.texts.searched import Searched
from strategy.tools.languages import in_language

PRESENT = Q(removed_at=None)
LONGEST_CODE, LONGEST_NAME = 40, 500


class FrameworkQuerySet(RecordQuerySet["Framework"]):
    """A framework has no marking: whoever publishes it has made it public."""

    kind = Kind.FRAMEWORK

    def of(self, strategy_id: int) -> Self:
        return self.filter(strategy=strategy_id)

    def visible_in(self, edition: Edition) -> Self:
        return self.present()

    def with_item_count(self) -> Self:
        """In their own order, which the counting would lose."""
        counted = self.annotate(item_count=Count("items", Q(items__removed_at=None)))
        return counted.order_by("name", "release", "pk")


class FrameworkItemQuerySet(RecordQuerySet["FrameworkItem"]):
    kind = Kind.FRAMEWORK
    path = "framework"

    def of(self, strategy_id: int) -> Self:
        """In the order of their lists, each with its framework."""
        rows = self.filter(strategy=strategy_id).select_related("framework")
        return rows.order_by("framework__name", "framework__release", "framework", "place")

    def visible_in(self, edition: Edition) -> Self:
        return self.present()

    def with_ties_for(self, user: User) -> Self:
        """In `visible_ties` what this person may see of what each is tied to, in the order of the decision."""
        ties = Crosswalk.objects.visible_to(user).select_related("goal").order_by("goal__order")
        return self.select_related("parent").prefetch_related(Prefetch("crosswalks", ties, to_attr="visible_ties"))


class CrosswalkQuerySet(RecordQuerySet["Crosswalk"]):
    kind = Kind.CROSSWALK

    def of(self, strategy_id: int) -> Self:
        return self.filter(strategy=strategy_id)

    def present(self) -> Self:
        return super().present().filter(item__removed_at=None, item__framework__removed_at=None)

    def with_parts(self) -> Self:
        return self.select_related("goal__focus_area", "item__framework")

    def by_goal(self) -> Self:
        return self.order_by("goal__order", *self.ITEM_ORDER)

    def by_item(self) -> Self:
        return self.order_by(*self.ITEM_ORDER, "goal__order")

    ITEM_ORDER = ("item__framework__name", "item__framework__release", "item__framework", "item__place", "item")


class Framework(Record):
    """One version of somebody else's yardstick. Two versions stand beside each other as two frameworks."""

    class FrameworkKind(models.TextChoices):
        ASSESSMENT = "assessment", _("metod för organisationsbedömning")
        RESULTS = "results", _("organisationens resultatramverk")
        GLOBAL = "global", _("globala mål")
        OTHER = "other", _("annat slag")

    kind = models.CharField(_("slag"), max_length=20, choices=FrameworkKind)
    name = WrittenLine(_("namn"), max_length=200)
    release = WrittenLine(_("version"), max_length=60)  # `version` counts how often the record has been saved
    publisher = WrittenLine(_("utgivare"), max_length=200)
    source = WrittenLine(_("källa"), max_length=300)
    note = WrittenText(_("vad versionen gäller"), blank=True)

    edited_at = "priorities:framework-edit"
    PLACE = 65
    SEARCHED = Searched(
        _("Måttstockar"), place=65, title=("name", "release"), texts=("note", "source"), context=("publisher", "kind")
    )

    objects = FrameworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("måttstock")
        verbose_name_plural = _("Måttstockar")
        ordering = ["name", "release", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["strategy", "name", "release"],
                condition=PRESENT,
                name="framework_release_unique",
                violation_error_message=_("Den versionen av måttstocken finns redan."),
            ),
            models.CheckConstraint(
                condition=~Q(source=""), name="framework_has_source", violation_error_message=_("Ange källan.")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.release}"

    def get_absolute_url(self) -> str:
        return reverse("priorities:framework", args=[self.pk])


class FrameworkItem(Record):
    """An indicator, a result or a target of a framework, as its publisher calls it."""

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="items", verbose_name=_("måttstock"))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("överordnad punkt")
    )
    place = models.PositiveSmallIntegerField(_("plats i listan"))
    code = WrittenLine(_("beteckning"), max_length=LONGEST_CODE)
    name = WrittenLine(_("namn"), max_length=LONGEST_NAME, blank=True)
    name_en = WrittenLine(_("namn på engelska"), max_length=LONGEST_NAME, blank=True)

    PLACE, PARENTS = 66, ("framework",)
    UNTOLD = frozenset({"place"})
    SEARCHED = Searched(
        _("Punkter i måttstockar"),
        place=66,
        title=("code", "name", "name_en"),
        context=("framework__name", "framework__release"),
    )

    objects = FrameworkItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("punkt i en måttstock")
        verbose_name_plural = _("Punkter i måttstockar")
        ordering = ["framework", "place"]
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "code"],
                condition=PRESENT,
                name="framework_item_code_unique",
                violation_error_message=_("Beteckningen finns redan i måttstocken."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.heading}".strip()

    def get_absolute_url(self) -> str:
        return f"{self.framework.get_absolute_url()}?q={quote(self.code)}#item-{self.pk}"

    @property
    def heading(self) -> str:
        """In the language that there is: most of these lists are in English alone. A number may stand alone."""
        return in_language(self.name or self.name_en, self.name_en)

    @property
    def language(self) -> str:
        return "sv" if self.heading == self.name else "en"


class Crosswalk(Classified, Record):
    """That a goal and an item of a framework are about the same, and why an officer says so."""

    goal = models.ForeignKey(Goal, models.PROTECT, related_name="crosswalks", verbose_name=_("mål"))
    item = models.ForeignKey(
        FrameworkItem, models.PROTECT, related_name="crosswalks", verbose_name=_("punkt i en måttstock")
    )
    why = WrittenText(_("varför de hör ihop"))

    edited_at = "priorities:crosswalk-edit"
    PLACE, PARENTS, WORDS = 67, ("item", "item__framework"), "why"
    SEARCHED = Searched(
        _("Kopplingar till måttstockar"),
        place=67,
        title=("goal__code", "item__code", "item__name", "item__name_en"),
        texts=("why",),
        goals="goal",
    )
    DISCLOSED = Disclosed(("goal", "item", "why"), "created_at__date", "goal")

    objects = CrosswalkQuerySet.as_manager()

    class Meta(Classified.Meta):
        verbose_name = _("koppling till en måttstock")
        verbose_name_plural = _("Kopplingar till måttstockar")
        ordering = ["goal", "item", "pk"]
        constraints = [
            *Classified.Meta.constraints,
            models.UniqueConstraint(
                fields=["goal", "item"],
                condition=PRESENT,
                name="crosswalk_tie_unique",
                violation_error_message=_("Målet och punkten är redan kopplade till varandra."),
            ),
            models.CheckConstraint(
                condition=~Q(why=""),
                name="crosswalk_says_why",
                violation_error_message=_("Skriv varför målet och punkten hör ihop."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.goal.code} – {self.item}"

    def get_absolute_url(self) -> str:
        return f"{reverse('priorities:crosswalk', args=[self.strategy.slug])}?goal={self.goal_id}#crosswalk-{self.pk}"
