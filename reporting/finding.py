"""Finding the records that a request for disclosure means, among those that somebody may see."""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from reporting.masking import DISCLOSABLE, Disclosable, plain
from reporting.models import DisclosureItem, DisclosureRequest
from strategy.models import User

FIRST = 10  # of each kind, until one is chosen


def matching(request: DisclosureRequest, disclosable: Disclosable, wish: dict[str, Any], user: User) -> QuerySet[Any]:
    """Those of one kind, the latest first, but for those that the request holds already."""
    there = DisclosureItem.objects.present().filter(request=request, kind=disclosable.noun)
    kind = disclosable.kind
    found = kind.objects.visible_to(user).filter(strategy=request.strategy_id)
    found = found.exclude(pk__in=there.values("record_id")).select_related(*kind.ties)
    for word in plain(wish.get("words", "")).split():
        found = found.filter(holding(disclosable, word))
    if "goal" in wish:
        found = found.filter(**{disclosable.goals: wish["goal"]})
    if "first" in wish:
        found = found.filter(**{f"{disclosable.day}__gte": wish["first"]})
    if "last" in wish:
        found = found.filter(**{f"{disclosable.day}__lte": wish["last"]})
    ordered: QuerySet[Any] = found.distinct().order_by(f"-{disclosable.day.removesuffix('__date')}", "-pk")
    return ordered


def holding(disclosable: Disclosable, word: str) -> Q:
    """In any of its texts. SQLite tells Å from å, so that the usual cases are asked for one by one."""
    cases = {word, word.lower(), word.upper(), word.capitalize()}
    return reduce(or_, (Q(**{f"{name}__icontains": case}) for name in disclosable.texts for case in cases))


def kinds_in(wish: dict[str, Any]) -> list[Disclosable]:
    """The one that is chosen, or all of them."""
    return [DISCLOSABLE[wish["kind"]]] if "kind" in wish else list(DISCLOSABLE.values())
