"""Whose what-waits it is: one person's, in all the strategies that they have a part in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, reduce
from operator import or_
from typing import Any, TypeVar

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from reporting.overview.todo.tasks import Waiting
from strategy.access import NOTHING, Action, Kind, Role
from strategy.decision.models import Strategy
from strategy.people.models import Membership, User
from strategy.records.owners import owner_roles, with_owner_named
from strategy.tools.kept_sql import KeptQuestion, kept, rows_of

ThingsT = TypeVar("ThingsT", bound="QuerySet[Any]")


@dataclass(frozen=True, eq=False)
class Desk:
    """`is_everybodys` where what waits for others who may do the same is asked for too."""

    user: User
    is_everybodys: bool = False

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Desk) and self.looks == other.looks

    def __hash__(self) -> int:
        return hash(self.looks)

    @cached_property
    def looks(self) -> tuple[Any, ...]:
        """All that what is asked for it depends on."""
        strategies = [
            (pk, one.slug, one.short_name, one.status, one.start, one.end, one.today())
            for pk, one in self.strategies.items()
        ]
        office = [(pk, *people.items()) for pk, people in self.in_office.items()]
        return (self.is_everybodys, get_language(), *self.user.roles_held, *strategies, *office)

    @cached_property
    def strategies(self) -> dict[int, Strategy]:
        return {strategy.pk: strategy for strategy in self.user.strategies_today}

    def able(self, action: Action, kind: Kind) -> list[int]:
        """The strategies in which this person may do this, and where something can still be done."""
        open_ones = (pk for pk, strategy in self.strategies.items() if not strategy.is_read_only)
        return [pk for pk in open_ones if self.user.may(action, kind, pk)]

    @cached_property
    def in_office(self) -> dict[int, dict[int, tuple[str, str]]]:
        """By strategy, those who may own something there today: each one's role and name."""
        strategies, today = sorted(self.strategies), timezone.localdate()
        question = KeptQuestion(("in office", *strategies, today), lambda: in_office(strategies))
        found: dict[int, dict[int, tuple[str, str]]] = {pk: {} for pk in strategies}
        for strategy, user, role, name in rows_of(kept(question)):
            found[strategy][user] = (role, name)
        return found

    def owners(self, model: Any, strategy: int) -> list[int]:
        """Of such things in the strategy, today."""
        roles = owner_roles(model)
        return [user for user, (role, _name) in self.in_office[strategy].items() if role in roles]

    def in_own_hands(self, things: ThingsT) -> ThingsT:
        """Those that wait for this person, alone or with all other officers; each with `named_owner`."""
        named: ThingsT = with_owner_named(things)
        return named if self.is_everybodys else named.filter(self.answers_for(things.model))

    def answers_for(self, model: Any) -> Q:
        """The condition on `named_owner`: this person; of what nobody owns who still may, officers together."""
        together = [
            Q(strategy=held.strategy) & (Q(named_owner=None) | ~Q(named_owner__in=self.owners(model, held.strategy.pk)))
            for held in self.user.memberships_today
            if held.role == Role.OFFICER and held.strategy
        ]
        return reduce(or_, together, Q(named_owner=self.user.pk))

    def is_followed(self, kind: Kind, model: Any) -> Q:
        """The condition on what has `named_owner`: to be seen to by this person; by anybody, where it may be read."""
        if self.is_everybodys:
            return Q(strategy__in=self.able(Action.READ, kind))
        return Q(strategy__in=self.able(Action.WRITE, kind)) & self.answers_for(model)

    def with_owner(self, detail: str, row: Waiting) -> str:
        """Whose it is, for those who answer for such things, where it is not the reader's own."""
        if row.owner == self.user.pk or row.strategy in self.contact_of:
            return detail
        _role, name = self.in_office[row.strategy].get(row.owner or 0, ("", ""))
        return f"{detail} · {name}" if name else _("%(detail)s · ingen ansvarig utsedd") % {"detail": detail}

    @cached_property
    def contact_of(self) -> dict[int, int]:
        """The organisation, by strategy, where this person is a contact."""
        contacts = [held for held in self.user.memberships_today if held.role == Role.CONTACT]
        return {
            held.strategy_id: held.organisation_id for held in contacts if held.strategy_id and held.organisation_id
        }

    def own_or_colleagues(self, author: str = "author") -> Q:
        """The condition on what was written: by this person; of everybody's, by anybody of the organisation."""
        own = Q(strategy__in=self.contact_of, **{author: self.user.pk})
        return own | self.of_organisation("organisation") if self.is_everybodys else own

    def of_organisation(self, field: str) -> Q:
        ties = (Q(strategy=strategy, **{field: own}) for strategy, own in self.contact_of.items())
        return reduce(or_, ties, NOTHING)

    def by_own_day(self, condition: Callable[[date], Q]) -> Q:
        """A demonstration stands on a day of its own, and so each strategy is asked by its own."""
        strategies: dict[date, list[int]] = {}
        for pk, strategy in self.strategies.items():
            strategies.setdefault(strategy.today(), []).append(pk)
        return reduce(or_, (Q(strategy__in=keys) & condition(day) for day, keys in strategies.items()), NOTHING)

    def address(self, name: str, strategy: int, *more: object) -> str:
        return reverse(name, args=[self.strategies[strategy].slug, *more])


def in_office(strategies: list[int]) -> "QuerySet[Any, Any]":
    held = Membership.objects.in_force().filter(strategy__in=strategies, role__in=[Role.OFFICER, Role.DELEGATION])
    return held.order_by("-role").values_list("strategy", "user", "role", "user__name")
