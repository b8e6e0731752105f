"""Persons, organisations and the roles that persons hold."""

from datetime import date
from functools import cached_property
from itertools import takewhile
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from strategy import access
from strategy.access import Action, Kind, Role
from strategy.people.history import AboutAccounts, AccountHistory
from strategy.people.organisations import Organisation
from strategy.people.today import held_on
from strategy.texts.fields import WrittenLine
from strategy.texts.folding import folded
from strategy.tools.bounds import days_that_can_be
from strategy.tools.sorting import swedish_sort_key

if TYPE_CHECKING:
    from strategy.decision.models import Strategy


def people_with_a_part_in(strategy: "Strategy") -> "models.QuerySet[Any, Any]":

    return Membership.objects.filter(strategy=strategy).values("user")


def memberships() -> "MembershipQuerySet":
    return Membership.objects.all()


def holding(held: "MembershipQuerySet") -> Exists:
    """The condition on a person: that one of these is theirs."""
    return Exists(held.filter(user=OuterRef("pk")))


class UserQuerySet(models.QuerySet["User"]):
    def active(self) -> Self:
        """Those who can be chosen: a person whose account is closed stays by name in what is kept, and nowhere else."""
        return self.filter(is_active=True)

    def colleagues_in(self, strategy: "Strategy", user: "User") -> Self:
        """Those with a part in the strategy, to choose from; for an administrator, everybody."""
        members = self.active().order_by("name")
        if any(holder.strategy_id is None for holder in user.memberships_today):
            return members
        return members.filter(pk__in=people_with_a_part_in(strategy))

    def visible_to(self, user: "User") -> Self:
        """Those of whom this person sees a membership; an administrator sees the accounts without one too."""
        if user.administers:
            return self
        return self.filter(holding(memberships().visible_to(user)))

    def answered_for_by(self, user: "User") -> Self:
        """Of somebody who has another role too, which this person may not see, nothing is answered for."""
        seen = memberships().visible_to(user)
        others = memberships().lasting().exclude(pk__in=seen.values("pk"))
        return self.filter(pk__in=seen.values("user")).exclude(pk__in=others.values("user"))

    def found_by(self, words: str) -> Self:
        """Those with the words in their name or address."""
        alike = folded(words)
        return self.filter(Q(name__folded__contains=alike) | Q(email__folded__contains=alike)) if alike else self

    def narrowed(self, wanted: dict[str, Any]) -> Self:
        """By words, a role, a strategy, an organisation – held or to be held, all by one membership – and standing."""
        chosen = {name: wanted[name] for name in ("role", "strategy", "organisation") if wanted[name]}
        people = self.found_by(wanted["words"].strip())
        if chosen:
            people = people.filter(holding(memberships().lasting().filter(**chosen)))
        match wanted["standing"]:
            case "active":
                return people.filter(is_active=True)
            case "roleless":
                return people.without_a_role()
            case "closed":
                return people.filter(is_active=False)
        return people

    def without_a_role(self) -> Self:
        return self.filter(~holding(memberships().in_force()), is_active=True)

    def of_this_strategy_alone(self, strategy_id: int) -> Self:
        """Those who have had roles in it, and never one in another or as administrator."""
        here = memberships().filter(strategy=strategy_id)
        elsewhere = memberships().filter(Q(strategy=None) | ~Q(strategy=strategy_id))
        return self.filter(holding(here), ~holding(elsewhere))

    def with_memberships_for(self, user: "User") -> Self:
        """Each with what `user` may see of their memberships today, as `roles_today`."""
        seen = memberships().in_force().visible_to(user).in_order()
        return self.prefetch_related(Prefetch("memberships", seen, to_attr="roles_today"))


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def active(self) -> UserQuerySet:
        return self.get_queryset().active()

    def colleagues_in(self, strategy: "Strategy", user: "User") -> UserQuerySet:
        return self.get_queryset().colleagues_in(strategy, user)

    def visible_to(self, user: "User") -> UserQuerySet:
        return self.get_queryset().visible_to(user)

    def answered_for_by(self, user: "User") -> UserQuerySet:
        return self.get_queryset().answered_for_by(user)

    def of_this_strategy_alone(self, strategy_id: int) -> UserQuerySet:
        return self.get_queryset().of_this_strategy_alone(strategy_id)

    def without_a_role(self) -> UserQuerySet:
        return self.get_queryset().without_a_role()

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        """Small letters throughout: what signs somebody in is one spelling, however it is typed."""
        return (email or "").strip().lower()

    def with_address(self, email: str) -> UserQuerySet:
        return self.get_queryset().filter(email=self.normalize_email(email))

    def create_user(self, email: str, name: str, password: str | None = None, **extra: Any) -> "User":
        user = self.model(email=self.normalize_email(email), name=name, **extra)
        user.set_password(password)
        user.sort_key = swedish_sort_key(name)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=self.normalize_email(username))


class MembershipQuerySet(models.QuerySet["Membership"]):
    def in_force(self) -> Self:
        """Those that hold today. A deputy's holds no longer than that of the head it stands in for."""
        today = timezone.localdate()
        own = held_on(today)
        return self.filter(own, Q(deputy_for=None) | access.under("deputy_for", own))

    def lasting(self) -> Self:
        """In force, or to be."""
        return self.filter(Q(until=None) | Q(until__gte=timezone.localdate()), ended_at=None)

    def overlapping(self, since: date, until: date | None) -> Self:
        """Those that hold on any of these days; `until` None is for ever."""
        begun = Q() if until is None else Q(since__lte=until)
        return self.filter(begun, Q(until=None) | Q(until__gte=since), ended_at=None)

    def visible_to(self, user: "User") -> Self:
        return self.filter(access.readable(Kind.MEMBERSHIP, user.memberships_today))

    def answered_for_by(self, user: "User") -> Self:
        return self.visible_to(user)

    def contacts_of(self, strategy: "Strategy") -> Self:
        return self.filter(strategy=strategy, role=Role.CONTACT)

    def deputies_in(self, strategy: "Strategy") -> Self:
        return self.filter(strategy=strategy).exclude(deputy_for=None)

    def deputising_for(self, user: "User") -> Self:
        return self.filter(deputy_for__user=user)

    def in_order(self) -> Self:
        """The strategies by name, the roles in the order of the table; what has ended comes last."""
        rank = models.Case(*(models.When(role=role, then=place) for place, role in enumerate(Role.values)))
        over = models.Case(models.When(held_on(timezone.localdate()), then=0), default=1)
        related = self.select_related("user", "strategy", "organisation", "deputy_for__user")
        return related.order_by(over, "strategy__short_name", rank, "-since", "pk")


class User(AbstractBaseUser, AboutAccounts):
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
        verbose_name = _("konto")
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
    def roles_held(self) -> tuple[Any, ...]:
        """All of a person that what they may see depends on."""
        held = ((one.role, one.strategy_id, one.organisation_id, one.deputy_for_id) for one in self.memberships_today)
        return (self.pk, *held)

    @property
    def strategies_today(self) -> list["Strategy"]:
        """Those that they have a part in by name: an administrator's part in all of them is none in one."""
        return [membership.strategy for membership in self.memberships_today if membership.strategy]

    def memberships_in(self, strategy_id: int | None) -> list["Membership"]:
        """In force today in a strategy, those of its own before an administrator's; None for outside all."""
        here = [m for m in self.memberships_today if m.strategy_id in (None, strategy_id)]
        return sorted(here, key=lambda m: m.strategy_id is None)

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


class Membership(AboutAccounts):
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
        verbose_name = _("roll")
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
