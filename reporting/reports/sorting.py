"""All that a report looks at, thing by thing: what its edition holds, and what it leaves out with which marking."""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Self

from django.db.models import QuerySet

from reporting.reports.editions import Scope, ground
from reporting.reports.models import Report
from strategy.records.kinds import kinds


@dataclass(frozen=True)
class Pile:
    """The ids of one kind that go in, and of those that stay out, each with its marking and provision."""

    noun: str
    included: list[int]
    left_out: list[tuple[int, str, str]]
    versions: list[int] = field(default_factory=list, compare=False)  # of what goes in, as it stands now

    def counts(self) -> dict[str, Any]:
        grounds: Counter[str] = Counter()
        for marked, count in Counter((marking, provision) for _pk, marking, provision in self.left_out).items():
            grounds[ground(*marked)] += count
        return {"in": len(self.included), "out": dict(sorted(grounds.items()))}


@dataclass(frozen=True)
class Sorting:
    """All that a report looks at, sorted into what its edition holds and what it leaves out."""

    piles: list[Pile]
    not_stated: list[str]

    def pile(self, noun: str) -> Pile:
        return next((pile for pile in self.piles if pile.noun == noun), Pile(noun, [], []))

    def counts(self) -> dict[str, Any]:
        return {pile.noun: pile.counts() for pile in self.piles}

    def as_json(self) -> dict[str, Any]:
        return {
            "piles": {pile.noun: {"in": pile.included, "out": pile.left_out} for pile in self.piles},
            "not_stated": self.not_stated,
        }

    @classmethod
    def from_json(cls, written: dict[str, Any]) -> Self:
        piles = written["piles"]
        found = [
            Pile(noun, piles[noun]["in"], [(pk, marking, provision) for pk, marking, provision in piles[noun]["out"]])
            for noun in kinds()  # a JSON object keeps no order
            if noun in piles
        ]
        return cls(found, written["not_stated"])

    def fingerprint(self, texts: Iterable[tuple[str, str]]) -> str:
        """Tells what somebody has looked through from what has come or gone since."""
        standing = json.dumps([self.as_json(), [pile.versions for pile in self.piles], sorted(texts)], sort_keys=True)
        return sha256(standing.encode()).hexdigest()


def sorted_out(report: Report, among: Mapping[str, Collection[int]] | None = None) -> Sorting:
    """As things stand now, where ids are named of these alone, by kind. A fixed number of queries."""
    scope = Scope.of(report)
    piles = [
        pile(noun, *(things if among is None else things.filter(pk__in=among.get(noun, ())) for things in compared))
        for noun, compared in scope.compared().items()
    ]
    return Sorting(piles, scope.not_stated())


def pile(noun: str, everything: QuerySet[Any], edition: QuerySet[Any]) -> Pile:
    held = set(edition.order_by().values_list("pk", flat=True))
    rows = list(everything.values_list("pk", "version", "effective_classification", "secrecy_provision__reference"))
    return Pile(
        noun,
        [pk for pk, *_rest in rows if pk in held],
        [(pk, marking, provision or "") for pk, _version, marking, provision in rows if pk not in held],
        [version for pk, version, *_rest in rows if pk in held],
    )


Tightened = dict[str, list[list[Any]]]


def tightened(then: Sorting, now: Sorting) -> Tightened:
    """By kind: what went in when the snapshot was taken and would not go in today, each with marking and provision."""
    barred_by_kind = {}
    for pile in then.piles:
        went_in = set(pile.included)
        barred_by_kind[pile.noun] = [[pk, *ground] for pk, *ground in now.pile(pile.noun).left_out if pk in went_in]
    return {noun: barred for noun, barred in barred_by_kind.items() if barred}
