"""Strategies, the decision's own text, and what every record answers."""

from typing import TYPE_CHECKING, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Q

from strategy import access
from strategy.access import Edition, Kind

if TYPE_CHECKING:
    from strategy import models as records  # noqa: F401 - named in strings, as what a queryset holds
    from strategy.models import User
from strategy.querysets.people import people_today


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
        return self.filter(own & access.under(self.path, own) if self.path else own)

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
