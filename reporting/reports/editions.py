"""What an edition holds and what it leaves out on which ground, for whoever answers for its leaving the house."""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Any, Self

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from reporting import figures
from reporting.assessments.material import Material
from reporting.assessments.models.judgements import Assessment
from reporting.reports.consultations import Span
from reporting.reports.models import Report
from strategy.access import Audience, Classification, Edition
from strategy.decision.models import Strategy
from strategy.records.kinds import kinds


@dataclass(frozen=True)
class EditionLine:
    """One kind of thing: how many go in, and how many stay out on which ground."""

    label: str
    included: int
    left_out: list[tuple[str, int]]


@dataclass(frozen=True)
class EditionSummary:
    lines: list[EditionLine]
    not_stated: list[str]  # codes of goals whose judgement the edition does not state, though there is one
    public_texts: int


@dataclass(frozen=True)
class Scope:
    """What a report looks at: `judged` are the judgements of a year, or those made in a period."""

    strategy: Strategy
    edition: Edition
    first: date
    last: date
    judged: Q
    overall: Q | None  # the overall judgements it prints; None for a kind that prints none

    @classmethod
    def of(cls, report: Report) -> Self:
        """Of a report that may not have been saved yet."""
        if report.event is None:
            year = Q(round__year=report.year)
            return cls(report.strategy, report.edition, *figures.period(report.year, report.evidence_until), year, year)
        span = Span.of(report.event, report.evidence_until, report.edition)
        judged = Q(assessed_on__range=(span.first, span.until))
        return cls(report.strategy, report.edition, span.first, span.until, judged, None)

    @cached_property
    def everything(self) -> Material:
        return Material.held_in(Edition(Audience.INTERNAL_SECRET), self.strategy)

    @cached_property
    def held(self) -> Material:
        return Material.held_in(self.edition, self.strategy)

    def compared(self) -> dict[str, tuple[QuerySet[Any], QuerySet[Any]]]:
        """By kind: what there is to be looked at, and all of the kind that the edition may hold."""
        everything, held, first, last = self.everything, self.held, self.first, self.last
        then = Q(event__starts_on__range=(first, last))
        due = Q(pk__in=figures.open_on(everything.commitments, last).values("pk"))
        found: dict[str, tuple[QuerySet[Any], QuerySet[Any]]] = {
            "event": (everything.events.taken_place().in_period(first, last), held.events),
            "intervention": (everything.interventions.filter(then), held.interventions),
            "commitment": (everything.commitments.filter(then | due), held.commitments),
            "observation": (everything.observations.in_period(first, last), held.observations),
            "assessment": (everything.assessments.filter(self.judged), held.assessments),
            "measurement": (everything.measurements.until(last), held.measurements),
            "contribution": (everything.contributions.decided_by(last.year, last), held.contributions),
            "activity": (everything.activities, held.activities),
        }
        if self.overall is not None:
            found["overall-assessment"] = (
                everything.overall_assessments.filter(self.overall),
                held.overall_assessments,
            )
        return {noun: found[noun] for noun in kinds() if noun in found}

    def not_stated(self) -> list[str]:
        hidden = self.everything.assessments.filter(self.judged).exclude(pk__in=self.held.levels.values("pk"))
        return list(hidden.order_by("goal__order").values_list("goal__code", flat=True))


def edition_summary(report: Report) -> EditionSummary:
    """Counted from everything there is, so only for those who may see that: the edition's maker."""
    scope = Scope.of(report)
    public = Assessment.objects.with_public_text().in_force().filter(scope.judged, strategy=report.strategy)
    return EditionSummary(
        lines=[line(kinds()[noun].plural, *compared) for noun, compared in scope.compared().items()],
        not_stated=scope.not_stated(),
        public_texts=public.count(),
    )


def line(label: str, everything: QuerySet[Any], edition: QuerySet[Any]) -> EditionLine:
    hidden = everything.exclude(pk__in=edition.values("pk")).order_by()
    rows = hidden.values_list("effective_classification", "secrecy_provision__reference").annotate(Count("pk"))
    grounds: Counter[str] = Counter()
    for classification, provision, count in rows:
        grounds[ground(classification, provision)] += count
    return EditionLine(label, everything.filter(pk__in=edition.values("pk")).count(), sorted(grounds.items()))


def ground(classification: str, provision: str | None) -> str:
    """In words; a thing that is secret only since what it hangs on is has no provision of its own."""
    if classification != Classification.SECRET:
        return str(Classification(classification).label)
    return _("sekretess, %(provision)s") % {"provision": provision} if provision else _("sekretess, ärvd markering")


# ------------------------------------------------------------------ thing by thing


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
        told = json.dumps([self.as_json(), [pile.versions for pile in self.piles], sorted(texts)], sort_keys=True)
        return sha256(told.encode()).hexdigest()


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
    found = {}
    for pile in then.piles:
        went_in = set(pile.included)
        found[pile.noun] = [[pk, *ground] for pk, *ground in now.pile(pile.noun).left_out if pk in went_in]
    return {noun: barred for noun, barred in found.items() if barred}


# ------------------------------------------------------------------ what is there to be read


def texts_in(written: dict[str, Any]) -> list[tuple[str, str]]:
    """The free texts of a report's contents, each with what it is: what somebody wrote, and nobody has marked."""
    found = [(_("Läget i korthet"), written.get("summary", {}).get("text", ""))]
    found += [(_("Samlad bedömning av hela strategin"), overall["text"])] if (overall := written.get("overall")) else []
    for area in written.get("focus_areas", []):
        if overall := area.get("overall"):
            found.append((_("Samlad bedömning av fokusområde %(area)s") % {"area": area["code"]}, overall["text"]))
        for goal in area["goals"]:
            if isinstance(goal, dict):  # a pack names its goals by their codes
                told = "\n\n".join(part["text"] for part in goal["narrative"])
                found.append((_("Mål %(goal)s") % {"goal": goal["code"]}, told))
    found.append((_("Förslag till dagordning"), written.get("agenda", {}).get("text", "")))
    for asked in written.get("questions", []):
        found.append((_("Frågor till %(agency)s") % {"agency": asked["organisation"]["sv"]}, asked["text"]))
    return [(label, text) for label, text in found if text]
