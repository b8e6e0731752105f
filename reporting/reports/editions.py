"""What an edition holds and what it leaves out on which ground, for whoever answers for its leaving the house."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Self

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from dialogue.meetings.models.events import Event
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
    event: Event | None = None  # whose requests and answers it prints
    compares: bool = False  # whether it prints what ties goals to other people's yardsticks

    @classmethod
    def of(cls, report: Report) -> Self:
        """Of a report that may not have been saved yet."""
        asked = (report.strategy, report.edition)
        if report.kind == Report.ReportKind.ASSESSMENT:
            years = Q(round__year__lte=report.year)
            return cls(*asked, report.strategy.start, report.evidence_until, years, years, compares=True)
        if report.event is None:
            year = Q(round__year=report.year)
            return cls(*asked, *figures.period(report.year, report.evidence_until), year, year)
        span = Span.of(report.event, report.evidence_until, report.edition)
        judged = Q(assessed_on__range=(span.first, span.until))
        return cls(*asked, span.first, span.until, judged, None, report.event)

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
        compared: dict[str, tuple[QuerySet[Any], QuerySet[Any]]] = {
            "event": (everything.events.taken_place().in_period(first, last), held.events),
            "intervention": (everything.interventions.filter(then), held.interventions),
            "commitment": (everything.commitments.filter(then | due), held.commitments),
            "observation": (everything.observations.in_period(first, last), held.observations),
            "assessment": (everything.assessments.filter(self.judged), held.assessments),
            "measurement": (everything.measurements.until(last), held.measurements),
            "contribution": (everything.contributions.decided_by(last.year, last), held.contributions),
            "activity": (everything.activities, held.activities),
        }
        seen = Q(observation__in=everything.observations.in_period(first, last))
        compared["addition"] = (everything.additions.filter(seen), held.additions)
        if self.event is not None:
            asked, answered = Q(event=self.event), Q(answer__request__event=self.event)
            compared["request"] = (everything.requests.filter(asked), held.requests)
            compared["answer-part"] = (everything.answer_parts.filter(answered), held.answer_parts)
        if self.compares:
            compared["crosswalk"] = (everything.crosswalks, held.crosswalks)
        if self.overall is not None:
            compared["overall-assessment"] = (
                everything.overall_assessments.filter(self.overall),
                held.overall_assessments,
            )
        return {noun: compared[noun] for noun in kinds() if noun in compared}

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
    counted = hidden.values_list("effective_classification", "secrecy_provision__reference").annotate(Count("pk"))
    grounds: Counter[str] = Counter()
    for classification, provision, count in counted:
        grounds[ground(classification, provision)] += count
    return EditionLine(label, everything.filter(pk__in=edition.values("pk")).count(), sorted(grounds.items()))


def ground(classification: str, provision: str | None) -> str:
    """In words; a thing that is secret only since what it hangs on is has no provision of its own."""
    if classification != Classification.SECRET:
        return str(Classification(classification).label)
    return _("sekretess, %(provision)s") % {"provision": provision} if provision else _("sekretess, ärvd markering")
