"""Finding the records that a request for disclosure means, among those that somebody may see."""

from typing import Any

from django.db.models import QuerySet

from reporting.disclosures.models import DisclosureItem, DisclosureRequest
from strategy.people.models import User
from strategy.records.kinds import RecordKind, disclosed_kinds
from strategy.texts.folding import finds

FIRST = 10  # of each kind, until one is chosen


def matching(request: DisclosureRequest, kind: RecordKind, wish: dict[str, Any], user: User) -> QuerySet[Any]:
    """Those of one kind, the latest first, but for those that the request holds already."""
    there = DisclosureItem.objects.present().filter(request=request, kind=kind.noun)
    found = kind.objects.visible_to(user).filter(strategy=request.strategy_id)
    found = found.exclude(pk__in=there.values("record_id")).select_related(*kind.ties)
    if "goal" in wish:
        found = found.filter(**{kind.disclosed.goals: wish["goal"]})
    if "first" in wish:
        found = found.filter(**{f"{kind.disclosed.day}__gte": wish["first"]})
    if "last" in wish:
        found = found.filter(**{f"{kind.disclosed.day}__lte": wish["last"]})
    if wish.get("words"):
        found = found.filter(pk__in=holding(kind, wish["words"], found))
    ordered: QuerySet[Any] = found.distinct().order_by(f"-{kind.disclosed.day.removesuffix('__date')}", "-pk")
    return ordered


def holding(kind: RecordKind, words: str, among: QuerySet[Any]) -> list[int]:
    """The ids of those with all the words, or other forms of them, in their texts."""
    holds = finds(words)
    texts = among.order_by().values_list("pk", *kind.texts).distinct()
    return [pk for pk, *parts in texts.iterator() if holds("\n".join(parts))]


def kinds_in(wish: dict[str, Any]) -> list[RecordKind]:
    """The one that is chosen, or all of them."""
    return [disclosed_kinds()[wish["kind"]]] if "kind" in wish else list(disclosed_kinds().values())
