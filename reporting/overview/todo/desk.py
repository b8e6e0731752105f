"""Whose what-waits it is: one person's, in all the strategies that they have a part in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, reduce
from operator import or_
from typing import Any, TypeVar

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from reporting.overview.todo.tasks import Waiting
from strategy.access import NOTHING, Action, Kind, Role
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.records.owners import answers_for, with_answering

ThingsT = TypeVar("ThingsT", bound="QuerySet[Any]")


@dataclass(frozen=True)
class Desk:
    """`is_everybodys` where what waits for others who may do the same is asked for too."""

    user: User
    is_everybodys: bool = False

    @cached_property
    def strategies(self) -> dict[int, Strategy]:
        return {strategy.pk: strategy for strategy in self.user.strategies_today}

    def able(self, action: Action, kind: Kind) -> list[int]:
        """The strategies in which this person may do this, and where something can still be done."""
        open_ones = (pk for pk, strategy in self.strategies.items() if not strategy.is_read_only)
        return [pk for pk in open_ones if self.user.may(action, kind, pk)]

    def in_own_hands(self, things: ThingsT) -> ThingsT:
        """Those that wait for this person, alone or with all other officers; each with `answering`."""
        answered: ThingsT = with_answering(things)
        return answered if self.is_everybodys else answered.filter(answers_for(self.user))

    def is_followed(self, kind: Kind) -> Q:
        """The condition on what has `answering`: to be seen to by this person; by anybody, wherever it may be read."""
        if self.is_everybodys:
            return Q(strategy__in=self.able(Action.READ, kind))
        return Q(strategy__in=self.able(Action.WRITE, kind)) & answers_for(self.user)

    def with_owner(self, detail: str, row: Waiting) -> str:
        """Whose it is, for those who answer for such things, where it is not the reader's own."""
        if row.answering == self.user.pk or row.strategy in self.contact_of:
            return detail
        return f"{detail} · {row.owner}" if row.owner else _("%(detail)s · ingen ansvarig utsedd") % {"detail": detail}

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
