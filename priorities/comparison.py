"""What one standing of the work plan says that the one before it did not."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from priorities.models import Activity, WorkPlanLine


@dataclass(frozen=True)
class Pair:
    """The same activity in both."""

    before: WorkPlanLine
    after: WorkPlanLine


@dataclass(frozen=True)
class PlanChanges:
    """A line that has both moved and been finished stands under both."""

    new: list[WorkPlanLine] = field(default_factory=list)
    gone: list[WorkPlanLine] = field(default_factory=list)
    moved: list[Pair] = field(default_factory=list)
    finished: list[Pair] = field(default_factory=list)
    rewritten: list[Pair] = field(default_factory=list)

    def __bool__(self) -> bool:
        return any([self.new, self.gone, self.moved, self.finished, self.rewritten])


def compare(before: Iterable[WorkPlanLine], after: Iterable[WorkPlanLine]) -> PlanChanges:
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


def is_done(line: WorkPlanLine) -> bool:
    return line.state == Activity.State.DONE


def wording(line: WorkPlanLine) -> tuple[str, str, int]:
    return line.title, line.goals, line.responsible_id
