"""Accounts, organisations, roles and invitations."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.base_user import BaseUserManager
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone

from strategy import access
from strategy.access import Kind, Role
from strategy.sorting import swedish_sort_key
from strategy.texts.folding import folded

if TYPE_CHECKING:
    from strategy import models as records
    from strategy.models import User


def held_on(day: date) -> Q:
    """The condition on a membership: in force that day by its own dates, and its person's account open."""
    return Q(Q(until=None) | Q(until__gte=day), since__lte=day, ended_at=None, user__is_active=True)


def people_today() -> models.Count:
    held = access.under("memberships", held_on(timezone.localdate()))
    return models.Count("memberships__user", filter=held, distinct=True)


def people_with_a_part_in(strategy: "records.Strategy") -> "models.QuerySet[Any, Any]":
    from strategy.models import Membership

    return Membership.objects.filter(strategy=strategy).values("user")


def memberships() -> "MembershipQuerySet":
    from strategy.models import Membership

    return Membership.objects.all()


def holding(held: "MembershipQuerySet") -> Exists:
    """The condition on a person: that one of these is theirs."""
    return Exists(held.filter(user=OuterRef("pk")))


class UserQuerySet(models.QuerySet["records.User"]):
    def active(self) -> Self:
        """Those who can be chosen: a person whose account is closed stays by name in what is kept, and nowhere else."""
        return self.filter(is_active=True)

    def colleagues_in(self, strategy: "records.Strategy", user: "User") -> Self:
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


class UserManager(BaseUserManager["records.User"]):
    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def active(self) -> UserQuerySet:
        return self.get_queryset().active()

    def colleagues_in(self, strategy: "records.Strategy", user: "User") -> UserQuerySet:
        return self.get_queryset().colleagues_in(strategy, user)

    def visible_to(self, user: "User") -> UserQuerySet:
        return self.get_queryset().visible_to(user)

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


def short_name_of(organisation: str) -> models.Case:
    """`Organisation.short_name`, from a record whose foreign key has this name."""
    abbreviation, name = f"{organisation}__abbreviation", f"{organisation}__name"
    return models.Case(models.When(**{abbreviation: ""}, then=name), default=abbreviation)


class OrganisationQuerySet(models.QuerySet["records.Organisation"]):
    def visible_to(self, user: "User") -> Self:
        """Every organisation is public; that somebody is signed in is the whole condition."""
        return self if user.memberships_today else self.none()

    def agencies_of(self, strategy: "records.Strategy") -> Self:
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


class MembershipQuerySet(models.QuerySet["records.Membership"]):
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

    def contacts_of(self, strategy: "records.Strategy") -> Self:
        return self.filter(strategy=strategy, role=Role.CONTACT)

    def deputies_in(self, strategy: "records.Strategy") -> Self:
        return self.filter(strategy=strategy).exclude(deputy_for=None)

    def deputising_for(self, user: "User") -> Self:
        return self.filter(deputy_for__user=user)

    def in_order(self) -> Self:
        """The strategies by name, the roles in the order of the table; what has ended comes last."""
        rank = models.Case(*(models.When(role=role, then=place) for place, role in enumerate(Role.values)))
        over = models.Case(models.When(held_on(timezone.localdate()), then=0), default=1)
        related = self.select_related("user", "strategy", "organisation", "deputy_for__user")
        return related.order_by(over, "strategy__short_name", rank, "-since", "pk")


class InvitationQuerySet(models.QuerySet["records.Invitation"]):
    def visible_to(self, user: "User") -> Self:
        """As memberships: to see whom one may invite is to see who has been."""
        return self.filter(access.readable(Kind.MEMBERSHIP, user.memberships_today))

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

    def of(self, strategy: "records.Strategy") -> Self:
        return self.filter(strategy=strategy)
