from functools import cached_property
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from strategy import access
from strategy.access import Action, Kind, Role
from strategy.querysets import MembershipQuerySet, OrganisationQuerySet, UserManager
from strategy.sorting import swedish_sort_key


class User(AbstractBaseUser):
    """A person who signs in. What they may do follows from their memberships alone."""

    email = models.EmailField(_("e-post"), unique=True, error_messages={"unique": _("E-postadressen används redan.")})
    name = models.CharField(_("namn"), max_length=200)
    language = models.CharField(_("språk"), max_length=2, choices=[("sv", "Svenska"), ("en", "English")], default="sv")
    is_active = models.BooleanField(_("aktiv"), default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique",
                violation_error_message=_("E-postadressen används redan."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    @cached_property
    def memberships_today(self) -> list["Membership"]:
        """In force today; read once per request, since a request makes its own user object."""
        return list(self.memberships.in_force().select_related("organisation", "strategy").order_by("pk"))

    def membership_in(self, strategy_id: int) -> "Membership | None":
        return next((m for m in self.memberships_today if m.strategy_id in (None, strategy_id)), None)

    def may(self, action: Action, kind: Kind, strategy_id: int) -> bool:
        return access.may(action, kind, self.memberships_today, strategy_id)


class Organisation(models.Model):
    class OrganisationKind(models.TextChoices):
        MINISTRY = "ministry", _("departement")
        AGENCY = "agency", _("myndighet")
        MISSION = "mission", _("utlandsmyndighet")
        INTERNATIONAL = "international", _("internationell organisation")

    key = models.SlugField(unique=True)
    kind = models.CharField(_("slag"), max_length=20, choices=OrganisationKind)
    name = models.CharField(_("namn"), max_length=200)
    name_en = models.CharField(_("namn på engelska"), max_length=200, blank=True)
    abbreviation = models.CharField(_("förkortning"), max_length=20, blank=True)
    sort_key = models.CharField(max_length=400, editable=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key"]

    def __str__(self) -> str:
        return self.name

    @property
    def short_name(self) -> str:
        return self.abbreviation or self.name

    def clean(self) -> None:
        self.sort_key = swedish_sort_key(self.name)


class Membership(models.Model):
    """A person's role in a strategy for a time; an administrator's has no strategy and holds in all."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    strategy = models.ForeignKey("strategy.Strategy", models.PROTECT, null=True, blank=True, related_name="memberships")
    role = models.CharField(_("roll"), max_length=20, choices=Role)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="memberships")
    since = models.DateField(_("från och med"))
    until = models.DateField(_("till och med"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

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
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"
