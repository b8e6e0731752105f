"""What an assessor may cite about a goal: everything of it that they may see, said, promised, seen, measured, given or
done in the year that is judged, then in those before; in any year, where they look for words.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, TruncDate

from dialogue.commitments.models import Commitment
from dialogue.meetings.models.interventions import Intervention
from dialogue.observations.models import Observation
from priorities.figures.models.funding import Contribution
from priorities.figures.models.indicators import Measurement
from priorities.goals.models import Goal
from priorities.work_plan.models import Activity
from reporting.assessments.models.evidence import Evidence
from reporting.assessments.models.judgements import Assessment
from strategy.people.models import User
from strategy.search.finding import Narrowing, find
from strategy.search.words import question

AT_A_TIME = 8


def citable(goal: Goal, user: User) -> dict[str, QuerySet[Any]]:
    """By what evidence calls it, with the `day` that it is placed at."""
    contributions = Contribution.objects.visible_to(user).given().filter(goals=goal).with_day()
    return {
        "intervention": Intervention.objects.visible_to(user).filter(goal=goal).annotate(day=F("event__starts_on")),
        "commitment": Commitment.objects.visible_to(user)
        .filter(goals=goal)
        .annotate(day=Coalesce("event__starts_on", "due_on", TruncDate("created_at"))),
        "observation": Observation.objects.visible_to(user)
        .accepted()
        .filter(goals=goal)
        .annotate(day=F("observed_on")),
        "measurement": Measurement.objects.visible_to(user)
        .filter(indicator__goals=goal)
        .annotate(day=F("measured_on")),
        "contribution": contributions.annotate(day=F("given_on")),
        "activity": Activity.objects.visible_to(user).filter(goals=goal).annotate(day=Coalesce("ended_on", "due_on")),
    }


def named(goal: Goal, user: User, key: str) -> tuple[str, Any] | None:
    """What a key such as `intervention-12` means, among what may be cited."""
    name, _hyphen, number = key.partition("-")
    things = citable(goal, user).get(name)
    thing = things.filter(pk=int(number)).first() if things is not None and number.isdecimal() else None
    return (name, thing) if thing is not None else None


@dataclass(frozen=True)
class Citable:
    """Pieces to tick: those in the text by their numbers, then the first of the others, the latest first."""

    cited: Sequence[Evidence]
    of_year: Sequence[Evidence]  # unsaved, as those that follow; where words were looked for, of any year
    earlier: Sequence[Evidence]
    in_year: int  # shown or not
    count: int  # of all that are not cited, shown or not

    @property
    def total(self) -> int:
        """Of the year, with those that are in the text."""
        return len(self.cited) + self.in_year

    @property
    def more(self) -> int:
        return min(self.count - len(self.of_year) - len(self.earlier), AT_A_TIME)


def pieces(user: User, assessment: Assessment, *, words: str = "", most: int = AT_A_TIME) -> Citable:
    """Three questions, and one or two for each kind."""
    visible = Evidence.objects.visible_to(user).filter(assessment=assessment)
    cited = list(visible.with_targets().order_by("number"))
    kinds = citable(assessment.goal, user)
    until = date(assessment.round.year, 12, 31)
    limited = found_by(user, assessment, words) if words else lambda _name: Q(day__lte=until)
    parts = [row(name, without(cited, name, things.filter(limited(name)))) for name, things in kinds.items()]
    rows = union_of(parts).order_by("-day", "kind_of_thing", "-pk")
    in_year = union_of([part.filter(day__year=until.year) for part in parts]).count()
    first = list(rows[:most])
    shown = uncited(assessment, first)
    split = len(first) if words else sum(day.year == until.year for day, _name, _pk in first)
    return Citable(cited, shown[:split], shown[split:], in_year, rows.count())


def union_of(parts: Sequence[QuerySet[Any]]) -> QuerySet[Any]:
    return parts[0].union(*parts[1:])


def found_by(user: User, assessment: Assessment, words: str) -> Callable[[str], Q]:
    """By the product's one index, in any year."""
    entries = find(user, question(words), Narrowing([assessment.strategy], goal=assessment.goal_id)).entries
    return lambda name: Q(pk__in=[entry.key for entry in entries if entry.kind == name])


def without(cited: Sequence[Evidence], name: str, things: QuerySet[Any]) -> QuerySet[Any]:
    return things.exclude(pk__in=[key for piece in cited if (key := getattr(piece, f"{name}_id"))])


def row(name: str, things: QuerySet[Any]) -> QuerySet[Any]:
    """The columns that the union is made of."""
    columns: QuerySet[Any] = things.order_by().annotate(kind_of_thing=Value(name))
    return columns.values_list("day", "kind_of_thing", "pk")


def uncited(assessment: Assessment, rows: Sequence[tuple[date, str, int]]) -> list[Evidence]:
    """As evidence that nobody has saved: it is shown as evidence is."""
    keys: dict[str, list[int]] = defaultdict(list)
    for _day, name, pk in rows:
        keys[name].append(pk)
    things = {name: SHOWN[name].in_bulk(found) for name, found in keys.items()}
    return [Evidence(assessment=assessment, **{name: things[name][pk]}) for _day, name, pk in rows]


SHOWN: dict[str, QuerySet[Any]] = {
    "intervention": Intervention.objects.select_related("event", "counterpart", "goal"),
    "commitment": Commitment.objects.select_related("counterpart", "event", "strategy"),
    "observation": Observation.objects.select_related("organisation"),
    "measurement": Measurement.objects.select_related("indicator"),
    "contribution": Contribution.objects.select_related("giver"),
    "activity": Activity.objects.select_related("responsible"),
}
