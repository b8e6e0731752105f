"""What is found, one row for each thing; its words stand beside it in a table of each database's own making."""

from collections.abc import Collection
from datetime import date
from typing import Self

from django.db import models

from strategy.decision.models import Strategy
from strategy.tools.bounds import days_that_can_be

KEY_BITS, PLACE_BITS = 33, 7


def order_of(day: date | None, place: int, key: int) -> int:
    """The entry's own key: the newest is the greatest, and what has no day is greater than all days."""
    ordinal: int = (day or date.max).toordinal()
    lowest_first: int = (2**PLACE_BITS - 1 - place) << KEY_BITS | (2**KEY_BITS - 1 - key)
    newest: int = ordinal << (PLACE_BITS + KEY_BITS) | lowest_first
    return newest


class SearchEntryQuerySet(models.QuerySet["SearchEntry"]):
    def of_kind(self, noun: str, keys: Collection[int]) -> Self:
        return self.filter(kind=noun, key__in=keys)

    def with_what_is_shown(self, keys: Collection[int]) -> dict[int, "SearchEntry"]:
        return (
            self.select_related("strategy")
            .only("kind", "key", "day", "is_secret", "shown", "strategy__short_name")
            .in_bulk(keys)
        )


class SearchEntry(models.Model):
    """Its key says the order in which it is found. `title` and `text` are words alone, see `words.running`."""

    id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=40)
    key = models.BigIntegerField()
    strategy = models.ForeignKey(Strategy, models.CASCADE, related_name="+", db_index=False)
    day = models.DateField(null=True)
    title = models.TextField()
    text = models.TextField()
    goals = models.TextField(help_text="Their keys, a blank between.")
    is_secret = models.BooleanField()
    shown = models.JSONField(help_text="What a hit shows of it; see `index.shown_of`.")

    in_backup = False

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="search_entry_unique"),
            *days_that_can_be("day"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
