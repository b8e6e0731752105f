from collections.abc import Collection
from functools import cached_property
from itertools import takewhile
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from strategy import access
from strategy.access import Action, Kind, Role
from strategy.languages import in_language
from strategy.models.bounds import days_that_can_be
from strategy.querysets import MembershipQuerySet, OrganisationQuerySet, UserManager
from strategy.sorting import swedish_sort_key
from strategy.texts.fields import WrittenLine

if TYPE_CHECKING:
    from strategy.models.strategy import Strategy


class AccountHistory(HistoricalRecords):  # type: ignore[misc] # untyped library
    """Who changed what of people and their roles, and why. What is left out of it is no change."""

    def __init__(self, *, leaves_out: Collection[str] = (), **options: Any) -> None:
        reason = models.TextField(null=True)
        super().__init__(excluded_fields=[*leaves_out], history_change_reason_field=reason, **options)

    def post_save(
        self,
        instance: models.Model,
        created: bool,
        using: str | None = None,
        update_fields: Collection[str] | None = None,
        **how: Any,
    ) -> None:
        if not update_fields or not set(update_fields) <= set(self.excluded_fields):
            super().post_save(instance, created, using=using, update_fields=update_fields, **how)


class User(AbstractBaseUser):
    """A person who signs in. What they may do follows from their memberships alone."""

    email = models.EmailField(_("e-post"), unique=True, error_messages={"unique": _("E-postadressen används redan.")})
    name = WrittenLine(_("namn"), max_length=200)
    language = models.CharField(_("språk"), max_length=2, choices=[("sv", "Svenska"), ("en", "English")], default="sv")
    is_active = models.BooleanField(_("aktiv"), default=True)
    joined_at = models.DateTimeField(auto_now_add=True)
    sort_key = models.CharField(max_length=600, editable=False, default="")

    objects: ClassVar[UserManager] = UserManager()
    history = AccountHistory(leaves_out=["password", "last_login", "sort_key"])

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_in_small_letters")
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        self.email = User.objects.normalize_email(self.email)
        self.sort_key = swedish_sort_key(self.name)

    def get_full_name(self) -> str:
        return self.name

    @cached_property
    def memberships_today(self) -> list["Membership"]:
        """In force today; read once per request, since a request makes its own user object."""
        return list(self.memberships.in_force().select_related("organisation", "strategy__organisation").order_by("pk"))

    @property
    def strategies_today(self) -> list["Strategy"]:
        """Those that they have a part in by name: an administrator's part in all of them is none in one."""
        return [membership.strategy for membership in self.memberships_today if membership.strategy]

    def memberships_in(self, strategy_id: int | None) -> list["Membership"]:
        """In force today in a strategy, those of its own before an administrator's; None for outside all."""
        here = [m for m in self.memberships_today if m.strategy_id in (None, strategy_id)]
        return sorted(here, key=lambda m: m.strategy_id is None)

    def membership_in(self, strategy_id: int) -> "Membership | None":
        """The first of them, for what belongs to no role in particular."""
        return next(iter(self.memberships_in(strategy_id)), None)

    def roles_in(self, strategy_id: int | None) -> set[str]:
        return {m.role for m in self.memberships_in(strategy_id)}

    def may(self, action: Action, kind: Kind, strategy_id: int | None) -> bool:
        return access.may(action, kind, self.memberships_today, strategy_id)

    @property
    def closing(self) -> Any:
        """The entry of the history by which the account was closed; None while it is open."""
        closed = takewhile(lambda entry: not entry.is_active, self.history.select_related("history_user").all())
        return next(reversed(list(closed)), None)

    @property
    def administers(self) -> bool:
        """Whether everybody's accounts and roles are theirs to keep, not those of one strategy alone."""
        return self.may(Action.WRITE, Kind.MEMBERSHIP, None)


class Organisation(models.Model):
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


class Membership(models.Model):
    """A person's role in a strategy for a time; an administrator's has no strategy and holds in all.

    `until` is the last day; one that was ended at once, in the middle of a day, says so in `ended_at`.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    strategy = models.ForeignKey("strategy.Strategy", models.PROTECT, null=True, blank=True, related_name="memberships")
    role = models.CharField(_("roll"), max_length=20, choices=Role)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="memberships")
    since = models.DateField(_("från och med"))
    until = models.DateField(_("till och med"), null=True, blank=True)
    ended_at = models.DateTimeField(null=True, editable=False)
    deputy_for = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="deputies"
    )

    objects = MembershipQuerySet.as_manager()
    history = AccountHistory()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role=Role.ADMIN, strategy=None)
                | ~models.Q(role=Role.ADMIN) & models.Q(strategy__isnull=False),
                name="membership_strategy_unless_admin",
                violation_error_message=_("Alla roller utom administratör gäller en strategi."),
            ),
            models.CheckConstraint(
                condition=~models.Q(role__in=[Role.CONTACT, Role.DELEGATION]) | models.Q(organisation__isnull=False),
                name="membership_organisation_of_contact",
                violation_error_message=_("Kontaktpersoner och delegation hör till en organisation."),
            ),
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("since")),
                name="membership_until_after_since",
                violation_error_message=_("Slutdagen ligger före startdagen."),
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None) | models.Q(until__isnull=False),
                name="membership_ended_has_last_day",
                violation_error_message=_("En avslutad roll har en sista dag."),
            ),
            models.CheckConstraint(
                condition=models.Q(deputy_for=None) | models.Q(role=Role.HEAD, until__isnull=False),
                name="membership_deputy_is_head_for_a_time",
                violation_error_message=_("En ställföreträdare är enhetschef till en bestämd dag."),
            ),
            models.UniqueConstraint(
                fields=["user", "strategy", "role"],
                condition=models.Q(until=None),
                name="membership_one_active",
                violation_error_message=_("Personen har redan rollen."),
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(until=None, strategy=None),
                name="membership_one_active_admin",
                violation_error_message=_("Personen är redan administratör."),
            ),
            *days_that_can_be("since", "until"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"

    @property
    def role_label(self) -> str:
        if self.deputy_for_id is not None:
            return gettext("ställföreträdande enhetschef")
        return str(self.get_role_display())

    @property
    def standing(self) -> str:
        """Today: coming, in_force, or over."""
        today = timezone.localdate()
        if self.ended_at is not None or (self.until is not None and self.until < today):
            return "over"
        return "coming" if self.since > today else "in_force"
