"""What an edition would hold and what it would leave out, for its maker to see before it is made."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reporting import figures
from reporting.material import Material
from reporting.models import Assessment, OverallAssessment
from strategy.access import Audience, Classification, Edition
from strategy.models import Strategy

LEAVES_THE_HOUSE = frozenset({Audience.AGENCIES, Audience.EXTERNAL})


@dataclass(frozen=True)
class Line:
    """One kind of thing: how many go in, and how many stay out on which ground."""

    label: Promise
    included: int
    left_out: list[tuple[str, int]]


@dataclass(frozen=True)
class Disclosure:
    lines: list[Line]
    not_stated: list[str]  # codes of goals whose judgement the edition does not state, though there is one
    public_texts: int


def disclosure(strategy: Strategy, edition: Edition, first: date, last: date, judged: Q) -> Disclosure:
    """Counted from everything there is, so only for those who may see that: the edition's maker.

    `judged` says which judgements are looked at: those of a year, or those made in a period.
    """
    everything = Material.held_in(Edition(Audience.INTERNAL_SECRET), strategy)
    held_in = Material.held_in(edition, strategy)
    held = Q(event__starts_on__range=(first, last))
    due = Q(pk__in=figures.open_on(everything.commitments, last).values("pk"))
    compared = [
        (gettext_lazy("Möten och kontakter"), everything.events.taken_place().in_period(first, last), held_in.events),
        (gettext_lazy("Framförda budskap och svar"), everything.interventions.filter(held), held_in.interventions),
        (
            gettext_lazy("Utfästelser och uppföljningspunkter"),
            everything.commitments.filter(held | due),
            held_in.commitments,
        ),
        (gettext_lazy("Fältobservationer"), everything.observations.in_period(first, last), held_in.observations),
        (gettext_lazy("Bedömningar"), everything.assessments.filter(judged), held_in.assessments),
        (gettext_lazy("Mätvärden"), everything.measurements.until(last), held_in.measurements),
        (gettext_lazy("Bidrag"), everything.contributions.decided_by(last.year, last), held_in.contributions),
        (gettext_lazy("Rader i arbetsplanen"), everything.activities, held_in.activities),
    ]
    hidden = everything.assessments.filter(judged).exclude(pk__in=held_in.levels.values("pk"))
    public = Assessment.objects.with_public_text().in_force().filter(judged, strategy=strategy)
    return Disclosure(
        lines=[line(*row) for row in compared],
        not_stated=list(hidden.order_by("goal__order").values_list("goal__code", flat=True)),
        public_texts=public.count(),
    )


def left_out_of_the_internal_edition(judgement: OverallAssessment) -> list[str]:
    """Codes of the goals whose judgement of the year the internal edition does not state, though there is one.

    Only for those who may see everything: the writer, whose text would otherwise tell what the edition hides.
    """
    year = Q(round__year=judgement.round.year)
    stated = Material.held_in(Edition(Audience.INTERNAL), judgement.strategy).levels
    judged = Material.held_in(Edition(Audience.INTERNAL_SECRET), judgement.strategy).assessments.filter(year)
    hidden = judged.exclude(pk__in=stated.values("pk"))
    if judgement.focus_area is not None:
        hidden = hidden.filter(goal__focus_area=judgement.focus_area)
    return list(hidden.order_by("goal__order").values_list("goal__code", flat=True))


def line(label: Promise, everything: QuerySet[Any], edition: QuerySet[Any]) -> Line:
    hidden = everything.exclude(pk__in=edition.values("pk")).order_by()
    rows = hidden.values_list("effective_classification", "secrecy_provision__reference").annotate(Count("pk"))
    grounds: Counter[str] = Counter()
    for classification, provision, count in rows:
        grounds[ground(classification, provision)] += count
    return Line(label, everything.filter(pk__in=edition.values("pk")).count(), sorted(grounds.items()))


def ground(classification: str, provision: str | None) -> str:
    """In words; a thing that is secret only since what it hangs on is has no provision of its own."""
    if classification != Classification.SECRET:
        return str(Classification(classification).label)
    return _("sekretess, %(provision)s") % {"provision": provision} if provision else _("sekretess, ärvd markering")
