"""Why a goal is to be raised at a meeting, and which goals a briefing has room for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from priorities.goals.models import Goal
from reporting.reports.contents.snapshots.pieces import day

MOST_PROPOSED = 4

Json = dict[str, Any]


@dataclass(frozen=True)
class Reasons:
    """`due` are promises of those who are to be met that fall due by the meeting, `late` those of them that are late.

    `last_dialogue` is told of a blind spot: None where nobody has ever raised the goal.
    """

    prepared: bool = False
    due: int = 0
    late: int = 0
    backward: bool = False
    silent: bool = False
    last_dialogue: date | None = None

    @property
    def weight(self) -> tuple[bool, bool, bool, bool]:
        """What speaks loudest first."""
        return bool(self.late), bool(self.due), self.backward, self.silent

    def told(self) -> Json:
        return {
            "prepared": self.prepared,
            "due": self.due,
            "late": self.late,
            "backward": self.backward,
            "silent": self.silent,
            "last_dialogue": day(self.last_dialogue),
        }


def divided(goals: Iterable[Goal], reasons: dict[int, Reasons]) -> tuple[list[Goal], list[Goal]]:
    """Those that are told of, all that are prepared and then the few others that most speaks for; and the rest.

    Each in the order of the decision.
    """
    goals = list(goals)
    prepared = [goal for goal in goals if reasons[goal.pk].prepared]
    others = [goal for goal in goals if goal not in prepared and any(reasons[goal.pk].weight)]
    heaviest = sorted(others, key=lambda goal: reasons[goal.pk].weight, reverse=True)[:MOST_PROPOSED]
    proposed = [goal for goal in others if goal in heaviest]
    return prepared + proposed, [goal for goal in others if goal not in proposed]
