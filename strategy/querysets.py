from collections import Counter
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from django.conf import settings
from django.contrib.auth.base_user import BaseUserManager
from django.contrib.sessions.base_session import BaseSessionManager
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone

from strategy import access
from strategy.access import Edition, Kind, Role
from strategy.numbers import number_in
from strategy.sorting import swedish_sort_key

if TYPE_CHECKING:
    from strategy import models as records
    from strategy.models import User


def people_with_a_part_in(strategy: "records.Strategy") -> "models.QuerySet[Any, Any]":
    from strategy.models import Membership

    return Membership.objects.filter(strategy=strategy).values("user")


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
        return self.filter(Q(name__icontains=words) | Q(email__icontains=words)) if words else self

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


def memberships() -> "MembershipQuerySet":
    from strategy.models import Membership

    return Membership.objects.all()


def holding(held: "MembershipQuerySet") -> Exists:
    """The condition on a person: that one of these is theirs."""
    return Exists(held.filter(user=OuterRef("pk")))


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


def people_today() -> models.Count:
    held = access.under("memberships", held_on(timezone.localdate()))
    return models.Count("memberships__user", filter=held, distinct=True)


def held_on(day: date) -> Q:
    """The condition on a membership: in force that day by its own dates, and its person's account open."""
    return Q(Q(until=None) | Q(until__gte=day), since__lte=day, ended_at=None, user__is_active=True)


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


class StrategyQuerySet(models.QuerySet["records.Strategy"]):
    def visible_to(self, user: "User") -> Self:
        holders = user.memberships_today
        if any(holder.strategy_id is None for holder in holders):
            return self
        return self.filter(pk__in=[holder.strategy_id for holder in holders])

    def with_people(self) -> Self:
        """Each with how many hold a role in it today, as `people`."""
        return self.annotate(people=people_today())


RecordT = TypeVar("RecordT", bound=models.Model, covariant=True)


class RecordQuerySet(models.QuerySet[RecordT]):
    """The questions that every record answers. A model whose visibility rests on a parent names the way there."""

    kind: ClassVar[Kind]
    path: ClassVar[str] = ""

    def present(self) -> Self:
        """Not in the bin, nor hanging on something that is."""
        own = Q(removed_at=None)
        return self.filter(own & access.under(self.path, own))

    def binned(self) -> Self:
        return self.filter(removed_at__isnull=False)

    def visible_to(self, user: "User") -> Self:
        return self.present().filter(access.readable(self.kind, user.memberships_today, self.path))

    def visible_in(self, edition: Edition) -> Self:
        return self.present().filter(access.includable(self.kind, edition, self.path))

    def with_history_for(self, user: "User") -> Self:
        """What this person may see, and may see the history of."""
        return self.visible_to(user).filter(self.readable_as_it_stood(user))

    def readable_as_it_stood(self, user: "User") -> Q:
        """The condition on a row of the history: whoever could not have read it then does not read it now."""
        return access.readable(self.kind, access.reading_history(user.memberships_today, self.kind), self.path)

    def in_bin(self) -> Self:
        """In the bin that officers restore from."""
        return self.binned()

    def in_bin_for(self, user: "User") -> Self:
        holders = user.memberships_today
        allowed = access.readable(Kind.BIN, holders) & access.readable(self.kind, holders, self.path)
        return self.in_bin().filter(allowed)


class TextQuerySet(models.QuerySet[RecordT]):
    """The decision's own text, and what is written from it: seen by everybody with a part in the strategy."""

    def visible_to(self, user: "User") -> Self:
        return self.filter(access.readable(Kind.STRATEGY, user.memberships_today))

    def visible_in(self, edition: Edition) -> Self:
        return self


class ParagraphQuerySet(TextQuerySet["records.Paragraph"]):
    def holding(self, words: str) -> Self:
        """Those whose text holds the words as they stand; all where there are none."""
        return self.filter(text__icontains=words) if words else self


class JobQuerySet(models.QuerySet["records.Job"]):
    """Jobs are shown through the thing they work on, and so to whoever may see that."""

    def of(self, kind: str, subject_id: int) -> Self:
        return self.filter(kind=kind, subject_id=subject_id)

    def live(self) -> Self:
        return self.filter(state__in=["queued", "running"])

    def ended_before(self, moment: datetime) -> Self:
        return self.filter(state__in=["done", "failed", "cancelled"], ended_at__lt=moment)

    def abandoned(self, now: datetime) -> Self:
        """Running without anybody who renews the lease: whoever held it has died."""
        return self.filter(state="running", lease_until__lt=now)

    def unheard(self, rung_before: datetime) -> Self:
        """Queued, and no worker came when it was rung for: the bell was lost or never rang."""
        return self.filter(Q(rung_at=None) | Q(rung_at__lt=rung_before), state="queued")


class AuditEntryQuerySet(models.QuerySet["records.AuditEntry"]):
    def visible_to(self, user: "User") -> Self:
        """What was done with the material of the strategy, and with the accounts that this person answers for."""
        return self.filter(access.readable(Kind.LOG, user.memberships_today) | self.about_accounts_of(user))

    def about_accounts_of(self, user: "User") -> Q:
        """The condition for what was done with accounts, roles and invitations that this person may see; of somebody
        who has another role too, which they may not see, nothing that is about the account.
        """
        from django.contrib.contenttypes.models import ContentType

        from strategy.models import Invitation, Membership, User

        answers_for = [holder for holder in user.memberships_today if holder.role in access.READERS[Kind.LOG]]
        if not answers_for:
            return access.NOTHING
        memberships = Membership.objects.visible_to(user)
        others = Membership.objects.lasting().exclude(pk__in=memberships.values("pk"))
        accounts = User.objects.filter(pk__in=memberships.values("user")).exclude(pk__in=others.values("user"))
        seen = {User: accounts, Membership: memberships, Invitation: Invitation.objects.visible_to(user)}
        condition = access.NOTHING
        for model, things in seen.items():
            condition |= Q(content_type=ContentType.objects.get_for_model(model), object_id__in=things.values("pk"))
        return Q(about_account=True) & condition

    def of(self, strategy: "records.Strategy") -> Self:
        """Of one strategy, and of people, who may have a part in several."""
        return self.filter(Q(strategy=strategy) | Q(about_account=True))

    def holding(self, words: str) -> Self:
        """With the words in the name of thing, person or program; a number finds the thing with that number."""
        found = Q(label__icontains=words) | Q(by__name__icontains=words) | Q(program__icontains=words)
        number = number_in(words)
        return self.filter(found if number is None else found | Q(object_id=number))

    def older_than(self, moment: datetime) -> Self:
        return self.filter(at__lt=moment)

    def comings_and_goings(self) -> Self:
        return self.filter(about_account=True, verb__in=["signed-in", "signed-out", "refused"])

    def before(self, entry: "records.AuditEntry") -> Self:
        return self.filter(pk__lt=entry.pk)

    def concerning(self, user: "User") -> Self:
        """What somebody has done, and what has been done with their account."""
        from django.contrib.contenttypes.models import ContentType

        return self.filter(Q(by=user) | Q(content_type=ContentType.objects.get_for_model(user), object_id=user.pk))

    def of_things(self, model: type[models.Model], ids: Any) -> Self:
        from django.contrib.contenttypes.models import ContentType

        return self.filter(content_type=ContentType.objects.get_for_model(model), object_id__in=ids)


class DisposalDecisionQuerySet(models.QuerySet["records.DisposalDecision"]):
    def visible_to(self, user: "User") -> Self:
        return self.filter(access.readable(Kind.DISPOSAL, user.memberships_today))

    def in_state(self, state: str) -> Self:
        return self.filter(state=state)

    def removed_in_all(self) -> dict[str, int]:
        """How many of each kind went under all of these together."""
        counts: Counter[str] = Counter()
        for removed in self.values_list("removed", flat=True):
            counts.update({name: part["count"] for name, part in removed.items()})
        return dict(counts)


class RateWindowQuerySet(models.QuerySet["records.RateWindow"]):
    def of(self, scope: str, holder: str) -> Self:
        return self.filter(scope=scope, holder=holder)

    def open_at(self, began_after: datetime) -> Self:
        return self.filter(begins_at__gt=began_after)

    def over_at(self, began_after: datetime) -> Self:
        return self.filter(begins_at__lte=began_after)


class SessionManager(BaseSessionManager["records.Session"]):
    def of(self, user: "User") -> "models.QuerySet[records.Session]":
        """The person's sessions that still let somebody in, the one used last first."""
        now = timezone.now()
        begun = now - timedelta(seconds=settings.SESSION_COOKIE_AGE)
        used = now - timedelta(minutes=settings.SESSION_IDLE_MINUTES)
        return self.filter(user=user, begun_at__gt=begun, used_at__gt=used).order_by("-used_at")


class LetterRequestQuerySet(models.QuerySet["records.LetterRequest"]):
    def to_be_begun(self, now: datetime, lease: timedelta, most: int) -> Self:
        """Not answered, and in no worker's hands, or in those of one that is taken to be dead."""
        free = Q(begun_at=None) | Q(begun_at__lt=now - lease)
        return self.filter(free, answered_at=None, tries__lt=most)

    def open_links(self, lifetime: timedelta) -> Self:
        """Links that have been sent and still let somebody in, once."""
        after = timezone.now() - lifetime
        return self.filter(used_at=None, token_hash__isnull=False, begun_at__gt=after, user__is_active=True)
