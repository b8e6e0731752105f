"""Ministries, agencies, missions and international organisations."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from strategy.people.history import AboutAccounts, AccountHistory
from strategy.people.today import people_today
from strategy.texts.fields import WrittenLine
from strategy.tools.languages import in_language
from strategy.tools.sorting import swedish_sort_key

if TYPE_CHECKING:
    from strategy.decision.models import Strategy
    from strategy.people.models import User


def short_name_of(organisation: str) -> models.Case:
    """`Organisation.short_name`, from a record whose foreign key has this name."""
    abbreviation, name = f"{organisation}__abbreviation", f"{organisation}__name"
    return models.Case(models.When(**{abbreviation: ""}, then=name), default=abbreviation)


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def visible_to(self, user: "User") -> Self:
        """Every organisation is public; that somebody is signed in is the whole condition."""
        return self if user.memberships_today else self.none()

    def answered_for_by(self, user: "User") -> Self:
        """Of one person's doing they are not."""
        return self.none()

    def agencies_of(self, strategy: "Strategy") -> Self:
        """The agencies that the decision is sent to, whom a consultation is held with."""
        agencies = self.filter(kind="agency", distributions__strategy=strategy)
        return agencies.distinct().order_by("sort_key")

    def outside(self) -> Self:
        """Those whose people answer and observe as contacts."""
        return self.filter(kind__in=["agency", "mission"])

    def with_people(self) -> Self:
        """Each with how many hold a role for it today, as `people`."""
        return self.annotate(people=people_today()).order_by("sort_key", "pk")

    def swedish(self) -> Self:
        """Those that can answer for a part of Sweden's work, give money or send people."""
        return self.exclude(kind="international")


class Organisation(AboutAccounts):
    class OrganisationKind(models.TextChoices):
        MINISTRY = "ministry", _("departement")
        AGENCY = "agency", _("myndighet")
        MISSION = "mission", _("utlandsmyndighet")
        INTERNATIONAL = "international", _("internationell organisation")

    key = models.SlugField(unique=True)
    kind = models.CharField(_("slag"), max_length=20, choices=OrganisationKind)
    name = WrittenLine(_("namn"), max_length=200)
    name_en = WrittenLine(_("namn på engelska"), max_length=200, blank=True)
    abbreviation = WrittenLine(_("förkortning"), max_length=20, blank=True)
    sort_key = models.CharField(max_length=400, editable=False)

    objects = OrganisationQuerySet.as_manager()
    history = AccountHistory(leaves_out=["sort_key"])

    class Meta:
        verbose_name = _("organisation")
        ordering = ["sort_key"]

    def __str__(self) -> str:
        return self.name

    @property
    def short_name(self) -> str:
        return self.abbreviation or self.name

    @property
    def in_lists(self) -> str:
        """With what people call it first: *Sida (Styrelsen för internationellt utvecklingssamarbete)*."""
        name = in_language(self.name, self.name_en)
        return f"{self.abbreviation} ({name})" if self.abbreviation else name

    def clean(self) -> None:
        self.sort_key = swedish_sort_key(self.name)
