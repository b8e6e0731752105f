"""What one standing of the work plan says that the one before it did not."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from typing import Any

from priorities.work_plan.models import Activity, Line, WorkPlanLine
from strategy.access import Classification
from strategy.people.organisations import Organisation
from strategy.records.log import sightings


@dataclass(frozen=True)
class Pair:
    """The same activity in both."""

    before: Any
    after: Any


@dataclass(frozen=True)
class PlanChanges:
    """Lines, or models of them. One that has both moved and been finished stands under both."""

    new: list[Any] = field(default_factory=list)
    finished: list[Pair] = field(default_factory=list)
    moved: list[Pair] = field(default_factory=list)
    rewritten: list[Pair] = field(default_factory=list)
    gone: list[Any] = field(default_factory=list)

    def __bool__(self) -> bool:
        return any([self.new, self.gone, self.moved, self.finished, self.rewritten])

    def entries(self) -> list[tuple[str, Any]]:
        """All of them in order, each with what it stands under."""
        return [(kind.name, entry) for kind in fields(self) for entry in getattr(self, kind.name)]

    @staticmethod
    def of(entries: Iterable[tuple[str, Any]]) -> "PlanChanges":
        changes = PlanChanges()
        for name, entry in entries:
            getattr(changes, name).append(entry)
        return changes


def drawn(entries: Iterable[tuple[str, Any]]) -> PlanChanges:
    """Those of `Line`s as models, ready for a page; that it shows something secret is noted here."""
    shown = [(name, entry if isinstance(entry, Pair) else Pair(entry, entry)) for name, entry in entries]
    lines = [line for _name, pair in shown for line in (pair.before, pair.after)]
    organisations = Organisation.objects.in_bulk({line.responsible_id for line in lines})

    def model(line: Line) -> WorkPlanLine:
        if line.effective_classification == Classification.SECRET:
            sightings.tell(Activity, line.activity_id)
        told = line._asdict()
        return WorkPlanLine(responsible=organisations[told.pop("responsible_id")], **told)

    pairs = [(name, Pair(model(pair.before), model(pair.after))) for name, pair in shown]
    return PlanChanges.of((name, pair.after if name in {"new", "gone"} else pair) for name, pair in pairs)


def compare(before: Iterable[Any], after: Iterable[Any]) -> PlanChanges:
    """Both as far as the reader may see them."""
    earlier = {line.activity_id: line for line in before}
    later = {line.activity_id: line for line in after}
    pairs = [Pair(earlier[key], line) for key, line in later.items() if key in earlier]
    return PlanChanges(
        new=[line for key, line in later.items() if key not in earlier],
        gone=[line for key, line in earlier.items() if key not in later],
        moved=[pair for pair in pairs if pair.before.due_on != pair.after.due_on],
        finished=[pair for pair in pairs if is_done(pair.after) and not is_done(pair.before)],
        rewritten=[pair for pair in pairs if wording(pair.before) != wording(pair.after)],
    )


def is_done(line: Any) -> bool:
    return bool(line.state == Activity.State.DONE)


def wording(line: Any) -> tuple[str, str, int]:
    return line.title, line.goals, line.responsible_id
