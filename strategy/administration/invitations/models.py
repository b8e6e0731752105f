"""A role offered to an address, by a link."""

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from strategy import access
from strategy.access import Kind, Role
from strategy.decision.models import Strategy
from strategy.people.history import AboutAccounts, AccountHistory
from strategy.people.models import User
from strategy.people.organisations import Organisation


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def visible_to(self, user: User) -> Self:
        """As memberships: to see whom one may invite is to see who has been."""
        return self.filter(access.readable(Kind.MEMBERSHIP, user.memberships_today))

    def answered_for_by(self, user: User) -> Self:
        return self.visible_to(user)

    def open(self) -> Self:
        """Neither accepted nor revoked; those that have expired can be sent again."""
        return self.filter(accepted_at=None, revoked_at=None)

    def pending(self, now: datetime) -> Self:
        return self.open().filter(expires_at__gt=now)

    def expired(self, now: datetime) -> Self:
        return self.open().filter(expires_at__lte=now)

    def open_first(self) -> Self:
        return self.order_by(
            models.Case(models.When(accepted_at=None, revoked_at=None, then=0), default=1), "-issued_at"
        )

    def with_parties(self) -> Self:
        return self.select_related("strategy", "organisation", "created_by", "accepted_by", "revoked_by")

    def of(self, strategy: Strategy) -> Self:
        return self.filter(strategy=strategy)


class Invitation(AboutAccounts):
    """A role offered to an address. Whoever holds the link and the address takes it, once, before it expires."""

    class State(models.TextChoices):
        PENDING = "pending", _("väntar")
        ACCEPTED = "accepted", _("använd")
        REVOKED = "revoked", _("återkallad")
        EXPIRED = "expired", _("har gått ut")

    TONES: ClassVar[dict[str, str]] = {State.PENDING: "info", State.ACCEPTED: "success", State.EXPIRED: "warning"}

    email = models.EmailField(_("e-post"))
    role = models.CharField(_("roll"), max_length=20, choices=Role)
    strategy = models.ForeignKey(
        Strategy, models.PROTECT, null=True, blank=True, related_name="invitations", verbose_name=_("strategi")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organisation")
    )
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, editable=False, related_name="+")
    issued_at = models.DateTimeField(editable=False, help_text="When the link in force was made.")
    expires_at = models.DateTimeField(editable=False)
    accepted_at = models.DateTimeField(null=True, editable=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = InvitationQuerySet.as_manager()
    history = AccountHistory(leaves_out=["token_digest"])

    class Meta:
        verbose_name = _("inbjudan")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role=Role.ADMIN, strategy=None) | ~Q(role=Role.ADMIN) & Q(strategy__isnull=False),
                name="invitation_strategy_unless_admin",
                violation_error_message=_("Alla roller utom administratör gäller en strategi."),
            ),
            models.CheckConstraint(
                condition=~Q(role__in=[Role.CONTACT, Role.DELEGATION]) | Q(organisation__isnull=False),
                name="invitation_organisation_of_contact",
                violation_error_message=_("Kontaktpersoner och delegation hör till en organisation."),
            ),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="invitation_email_in_small_letters"),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None), name="invitation_accepted_or_revoked"
            ),
            models.UniqueConstraint(
                fields=["email", "strategy", "role"],
                condition=Q(accepted_at=None, revoked_at=None, strategy__isnull=False),
                name="invitation_one_open",
                violation_error_message=_("Det finns redan en inbjudan till adressen. Skicka den på nytt i stället."),
            ),
            models.UniqueConstraint(
                fields=["email"],
                condition=Q(accepted_at=None, revoked_at=None, strategy=None),
                name="invitation_one_open_admin",
                violation_error_message=_("Det finns redan en inbjudan till adressen. Skicka den på nytt i stället."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.get_role_display()}"

    @property
    def name_in_log(self) -> str:
        """An address is nobody's name."""
        return str(self.get_role_display())

    def get_absolute_url(self) -> str:
        """The list in which it stands."""
        if self.strategy is not None and self.role == Role.CONTACT:
            return reverse("strategy:contacts", args=[self.strategy.slug])
        return reverse("strategy:invitations")

    def clean(self) -> None:
        super().clean()
        self.email = User.objects.normalize_email(self.email)

    def state_at(self, now: datetime) -> State:
        if self.accepted_at is not None:
            return self.State.ACCEPTED
        if self.revoked_at is not None:
            return self.State.REVOKED
        return self.State.PENDING if self.expires_at > now else self.State.EXPIRED

    @property
    def state(self) -> State:
        return self.state_at(timezone.now())

    @property
    def tone(self) -> str:
        return self.TONES.get(self.state, "neutral")

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.revoked_at is None
