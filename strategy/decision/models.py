"""The strategy and the decision's own text."""

from datetime import date
from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from strategy import access
from strategy.access import Edition, Kind
from strategy.people.models import User
from strategy.people.organisations import Organisation
from strategy.people.today import people_today
from strategy.texts.fields import WrittenLine
from strategy.texts.searched import Searched
from strategy.tools.bounds import days_that_can_be
from strategy.tools.languages import in_language
from strategy.tools.navigation import navigation


class StrategyQuerySet(models.QuerySet["Strategy"]):
    def visible_to(self, user: User) -> Self:
        holders = user.memberships_today
        if any(holder.strategy_id is None for holder in holders):
            return self
        return self.filter(pk__in=[holder.strategy_id for holder in holders])

    def with_people(self) -> Self:
        """Each with how many hold a role in it today, as `people`."""
        return self.annotate(people=people_today())


RecordT = TypeVar("RecordT", bound=models.Model, covariant=True)


class TextQuerySet(models.QuerySet[RecordT]):
    """The decision's own text, and what is written from it: seen by everybody with a part in the strategy."""

    kind = Kind.STRATEGY

    def visible_to(self, user: User) -> Self:
        return self.filter(access.readable(self.kind, user.memberships_today))

    def findable_by(self, user: User) -> Self:
        return self.visible_to(user)

    def visible_in(self, edition: Edition) -> Self:
        return self


class Strategy(models.Model):
    class Status(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("strategy", "utkast")
        IN_FORCE = "in_force", _("gällande")
        CLOSED = "closed", _("avslutad")
        ARCHIVED = "archived", _("arkiverad")

    slug = models.SlugField(_("kortnamn i adresser"), unique=True)
    title = models.CharField(_("titel"), max_length=300)
    title_en = models.CharField(_("titel på engelska"), max_length=300, blank=True)
    short_name = models.CharField(_("kortnamn"), max_length=60)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="strategies",
        verbose_name=_("organisation"),
    )
    start = models.DateField(_("första dag"))
    end = models.DateField(_("sista dag"))
    decided_on = models.DateField(_("beslutad den"), null=True, blank=True)
    registry_number = models.CharField(_("diarienummer"), max_length=60, blank=True)
    responsible_ministry = models.CharField(_("ansvarigt departement"), max_length=200, blank=True)
    responsible_unit = models.CharField(_("ansvarig enhet"), max_length=200, blank=True)
    predecessor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="successors",
        verbose_name=_("efterträder"),
    )
    status = models.CharField(_("läge"), max_length=20, choices=Status, default=Status.DRAFT)
    blind_spot_months = models.PositiveSmallIntegerField(_("månader utan dialog innan ett mål syns"), default=6)
    demonstration_on = models.DateField(
        null=True,
        blank=True,
        help_text="The day on which the demonstration set stands; null for real material.",
    )

    stands_in_log = True

    objects = StrategyQuerySet.as_manager()

    class Meta:
        verbose_name = _("strategi")
        constraints = [
            models.CheckConstraint(
                condition=Q(end__gte=F("start")),
                name="strategy_end_after_start",
                violation_error_message=_("Sista dagen ligger före den första."),
            ),
            *days_that_can_be("start", "end", "decided_on", "demonstration_on"),
        ]

    def __str__(self) -> str:
        return self.short_name

    @property
    def is_demonstration(self) -> bool:
        return self.demonstration_on is not None

    def today(self) -> date:
        """The day that *late*, *next* and *silent* count from: a demonstration stands on a day of its own."""
        return self.demonstration_on or timezone.localdate()

    @property
    def years(self) -> list[int]:
        return list(range(self.start.year, self.end.year + 1))

    @property
    def baseline_year(self) -> int:
        """Year 0: the year before the first."""
        return self.start.year - 1

    @property
    def takes_dialogue(self) -> bool:
        return self.status in {self.Status.DRAFT, self.Status.IN_FORCE}

    @property
    def is_read_only(self) -> bool:
        return self.status == self.Status.ARCHIVED


class Amendment(models.Model):
    """A decision that moves a strategy's last day."""

    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="amendments")
    new_end = models.DateField(_("ny sista dag"))
    decided_on = models.DateField(_("beslutad den"))
    source = WrittenLine(_("källa"), max_length=300)

    class Meta:
        ordering = ["decided_on"]
        constraints = days_that_can_be("new_end", "decided_on")

    def __str__(self) -> str:
        return f"{self.strategy}: {self.new_end}"


class Text(models.Model):
    """Parts of a decision; they are imported and never edited, so they have no version and no bin."""

    strategy = models.ForeignKey(Strategy, models.PROTECT, related_name="%(class)ss")

    objects = TextQuerySet.as_manager()

    class Meta:
        abstract = True


class Section(Text):
    order = models.PositiveSmallIntegerField()
    level = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=300)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["strategy", "order"], name="section_order_unique")]

    def __str__(self) -> str:
        return self.title


class Paragraph(Text):
    """One paragraph of the decision. `number` counts through the whole text and is its address: `#p12`."""

    class ParagraphKind(models.TextChoices):
        PARAGRAPH = "paragraph"
        LIST_ITEM = "list_item"
        GOAL = "goal"
        PREAMBLE = "preamble"
        DISTRIBUTION = "distribution"

    section = models.ForeignKey(Section, models.PROTECT, related_name="paragraphs")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=ParagraphKind, default=ParagraphKind.PARAGRAPH)
    text = models.TextField(help_text="With the decision's emphasis as *…*.")

    SEARCHED = Searched(_("Beslutet"), place=100, texts=("text",), context=("section__title",))

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["strategy", "number"], name="paragraph_number_unique")]

    def __str__(self) -> str:
        return f"§ {self.number}"

    def get_absolute_url(self) -> str:
        return f"{reverse(navigation().DECISION, args=[self.strategy.slug])}#{self.anchor}"

    @property
    def found_as(self) -> str:
        return self.section.title

    @property
    def anchor(self) -> str:
        return f"p{self.number}"


class Footnote(Text):
    """`offset` is the place of the mark, in characters of the paragraph's text."""

    paragraph = models.ForeignKey(Paragraph, models.PROTECT, related_name="footnotes")
    number = models.PositiveSmallIntegerField()
    offset = models.PositiveIntegerField()
    text = models.TextField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["strategy", "number"], name="footnote_number_unique")]

    def __str__(self) -> str:
        return str(self.number)


class Reference(Text):
    """A document that the decision leans on: a bill, a communication, Agenda 2030."""

    order = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=300)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["strategy", "label"], name="reference_label_unique")]

    def __str__(self) -> str:
        return self.label


class Recipient(Text):
    """A row of the decision's distribution list, in its own words, tied to an organisation where it is one."""

    order = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=300)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="distributions")

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["strategy", "order"], name="recipient_order_unique")]

    def __str__(self) -> str:
        return self.label


class MandateArea(Text):
    """One of the parts of the organisation's mandate that the decision lists."""

    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    text_en = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["strategy", "number"], name="mandate_area_number_unique")]

    def __str__(self) -> str:
        return f"{self.number}. {in_language(self.text, self.text_en)}"
