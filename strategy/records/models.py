"""What every record has: its marking, its version, its history, and the questions it answers."""

from collections.abc import Collection
from functools import cache
from typing import Any, ClassVar, Self, TypeVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.encoding import force_str
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from strategy import access
from strategy.access import Classification, Edition, Kind
from strategy.people.models import User
from strategy.records.declarations import Disclosed, PersonalData, Registration
from strategy.records.log import sightings
from strategy.texts.fields import WrittenLine, WrittenText
from strategy.texts.searched import Searched
from strategy.tools.bounds import days_that_can_be


@cache
def labels_of(field: "models.Field[Any, Any]") -> dict[Any, Any]:
    return dict(field.flatchoices)


def changed_by(instance: "Record", **context: Any) -> Any:
    return instance.updated_by


RecordT = TypeVar("RecordT", bound=models.Model, covariant=True)


class RecordHistory(HistoricalRecords):  # type: ignore[misc] # untyped library
    """Without what the database makes of other columns."""

    def fields_included(self, model: type[models.Model]) -> list["models.Field[Any, Any]"]:
        return [field for field in super().fields_included(model) if not field.generated]


class Record(models.Model):
    """What every row that people write has: its strategy, its version, who wrote it, the bin, its history.

    Rows are saved through `strategy.records.services`, which count the version up and refuse to overwrite unseen.
    """

    strategy = models.ForeignKey("strategy.Strategy", models.PROTECT, related_name="+", verbose_name=_("strategi"))
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    updated_at = models.DateTimeField(auto_now=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, editable=False)
    history = RecordHistory(inherit=True, get_user=changed_by, related_name="history_entries")

    # What a kind of record tells of itself; its `verbose_name` says what it is called, its queryset's `kind` which
    # access rules it.
    PLACE: ClassVar[int] = 1000  # where it stands among all kinds
    PARENTS: ClassVar[tuple[str, ...]] = ()  # the ways to what it hangs on, the nearest first
    WORDS: ClassVar[str] = ""  # the field that says what it was
    UNTOLD: ClassVar[frozenset[str]] = frozenset()  # fields that its history leaves out
    DISCLOSED: ClassVar[Disclosed | None] = None
    SEARCHED: ClassVar[Searched | None] = None
    REGISTRATION: ClassVar[Registration | None] = None
    PERSONAL_DATA: ClassVar[PersonalData | None] = None  # that is written in it, beside who wrote it
    KEPT_IN: ClassVar[frozenset[str]] = frozenset({"approved", "released"})  # states in which nothing is disposed of
    TRANSITIONS: ClassVar[dict[str, frozenset[str]]] = {}
    edited_at: ClassVar[str] = ""  # the name of the page with its form

    class Meta:
        abstract = True

    def _get_FIELD_display(self, field: "models.Field[Any, Any]") -> str:  # noqa: N802 - Django's name
        """What `get_…_display` answers: the label. Django translates all labels of the field for every one shown."""
        value = getattr(self, field.attname)
        label: str = force_str(labels_of(field).get(value, value), strings_only=True)
        return label

    def get_edit_url(self) -> str:
        return reverse(self.edited_at, args=[self.pk]) if self.edited_at else ""

    def require_return(self) -> None:
        """Before it comes back out of the bin: raises where what it hangs on has been closed since."""

    @property
    def is_its_writers_alone(self) -> bool:
        """Whether nobody else may know that it is there."""
        return False

    @property
    def tells_of_secret(self) -> bool:
        """Whether what is written here is about something secret that it does not hang on."""
        return False

    def clean(self) -> None:
        """Refuses a tie to another strategy."""
        for field in self._meta.concrete_fields:
            if not isinstance(field, models.ForeignKey) or not hasattr(field.related_model, "strategy_id"):
                continue
            related = getattr(self, field.name, None)
            if related is not None and related.strategy_id != self.strategy_id:
                raise ValidationError({field.name: _("Hör till en annan strategi.")})


class SecrecyProvision(models.Model):
    """A ground in the Public Access to Information and Secrecy Act (OSL, 2009:400), such as 15:1."""

    reference = models.CharField(_("bestämmelse"), max_length=40, unique=True)
    concerns = models.CharField(_("avser"), max_length=200)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "reference"]

    def __str__(self) -> str:
        return f"{self.reference} – {self.concerns}"


class Sighted(models.Model):
    """Tells when a secret one is read, so that whoever looks at it is noted."""

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any], **options: Any) -> Self:
        thing = super().from_db(db, field_names, values, **options)
        if thing.__dict__.get("effective_classification") == Classification.SECRET:
            sightings.tell(cls, thing.pk)
        return thing


GROUND = ("secrecy_provision", "secrecy_marked_on", "secrecy_authority")


MARKING = ("classification", *GROUND, "shared_with_agencies")


class Classified(Sighted):
    """A marking of its own, and the effective one: the strictest along its path, kept by the services."""

    classification = models.CharField(
        _("markering"), max_length=10, choices=Classification, default=Classification.WORKING
    )
    effective_classification = models.CharField(
        max_length=10,
        choices=Classification,
        default=Classification.WORKING,
        editable=False,
        db_index=True,
        verbose_name=_("markering som gäller"),
    )
    secrecy_provision = models.ForeignKey(
        SecrecyProvision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("bestämmelse"),
    )
    secrecy_marked_on = models.DateField(_("sekretessmarkerad den"), null=True, blank=True)
    secrecy_authority = WrittenLine(_("myndighet som har satt markeringen"), max_length=200, blank=True)
    shared_with_agencies = models.BooleanField(_("delad med samrådskretsen"), default=False)
    registry_number = WrittenLine(_("diarienummer"), max_length=60, blank=True)

    # Why the save at hand lowers the marking. Kept by history, beside who, when, before and after.
    lowering_reason = ""
    # The marking of what a new record takes its text from, where it is a correction: to lower that is lowering too.
    taken_over_from = ""
    _change_reason: str | None = None

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=~Q(classification=Classification.SECRET)
                | Q(secrecy_provision__isnull=False, secrecy_marked_on__isnull=False) & ~Q(secrecy_authority=""),
                name="%(app_label)s_%(class)s_secret_has_ground",
                violation_error_message=_("Ange bestämmelse, datum och myndighet för sekretessmarkeringen."),
            ),
            models.CheckConstraint(
                condition=Q(effective_classification=Classification.SECRET)
                | Q(effective_classification=Classification.WORKING) & ~Q(classification=Classification.SECRET)
                | Q(effective_classification=Classification.OPEN, classification=Classification.OPEN),
                name="%(app_label)s_%(class)s_effective_not_weaker",
                violation_error_message=_("Markeringen är svagare än den som gäller."),
            ),
            *days_that_can_be("secrecy_marked_on"),
        ]

    def parents(self) -> list["Classified"]:
        """The classified records that this one hangs on and may not be more open than."""
        return []

    def classify(self) -> None:
        """Sets the effective marking from the own one and the parents'."""
        inherited = [parent.effective_classification for parent in self.parents()]
        self.effective_classification = Classification.strictest(self.classification, *inherited)

    @property
    def is_secret(self) -> bool:
        return self.effective_classification == Classification.SECRET


class Step(models.Model):
    """One step in a thing's life: appended, never changed. Its dates are what *as of* reads."""

    strategy = models.ForeignKey("strategy.Strategy", models.PROTECT, related_name="+")
    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = WrittenText(_("motivering"), blank=True)

    class Meta:
        abstract = True
        ordering = ["at", "pk"]


class Registrable(models.Model):
    """Something sealed, without a history of its own, that is an official document: who gave it its number, and when.

    The number is registration and no part of what was sealed.
    """

    registry_number = WrittenLine(_("diarienummer"), max_length=60, blank=True)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    registered_at = models.DateTimeField(null=True, editable=False)

    stands_in_log = True
    REGISTRATION: ClassVar[Registration | None] = None
    PERSONAL_DATA: ClassVar[PersonalData | None] = None

    class Meta:
        abstract = True


class RecordQuerySet(models.QuerySet[RecordT]):
    """The questions that every record answers. A model whose visibility rests on a parent names the way there."""

    kind: ClassVar[Kind]
    path: ClassVar[str] = ""

    def present(self) -> Self:
        """Not in the bin, nor hanging on something that is."""
        own = Q(removed_at=None)
        return self.filter(own & access.under(self.path, own) if self.path else own)

    def binned(self) -> Self:
        return self.filter(removed_at__isnull=False)

    def visible_to(self, user: User) -> Self:
        seen = self.present().filter(access.readable(self.kind, user.memberships_today, self.path))
        return self.each_once(seen)

    def each_once(self, seen: Self) -> Self:
        """Where a rule asks for one of many ties, a thing may be seen by several of them."""
        return seen

    def findable_by(self, user: User) -> Self:
        """What a search may show this person, where that is less than they may see beside what it belongs to."""
        return self.visible_to(user)

    def visible_in(self, edition: Edition) -> Self:
        return self.present().filter(access.includable(self.kind, edition, self.path))

    def with_history_for(self, user: User) -> Self:
        """What this person may see, and may see the history of."""
        return self.visible_to(user).filter(self.readable_as_it_stood(user))

    def readable_as_it_stood(self, user: User) -> Q:
        """The condition on a row of the history: whoever could not have read it then does not read it now."""
        return access.readable(self.kind, access.reading_history(user.memberships_today, self.kind), self.path)

    def in_bin(self) -> Self:
        """In the bin that officers restore from."""
        return self.binned()

    def in_bin_for(self, user: User) -> Self:
        holders = user.memberships_today
        allowed = access.readable(Kind.BIN, holders) & access.readable(self.kind, holders, self.path)
        return self.in_bin().filter(allowed)
