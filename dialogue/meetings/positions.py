"""How the answers on each goal have moved, from one meeting to the next."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dialogue.meetings.models.interventions import Intervention, InterventionQuerySet
from priorities.goals.models import Goal

SCALE = (Intervention.Lean.NEGATIVE, Intervention.Lean.NONCOMMITTAL, Intervention.Lean.POSITIVE)
MOST_ON_A_GOAL = 6
MOVES = {-1: _("bakåt"), 0: _("oförändrat"), 1: _("framåt")}


@dataclass(frozen=True)
class Position:
    """What was said last on a goal, the first of these meetings first."""

    goal: Goal
    said: list[Intervention]

    @property
    def moved(self) -> Promise | str:
        """From the first answer to the last; empty where there are not two."""
        answers = [SCALE.index(Intervention.Lean(one.lean)) for one in self.said if one.lean in SCALE]
        if len(answers) < 2:
            return ""
        return MOVES[(answers[-1] > answers[0]) - (answers[-1] < answers[0])]


def positions(said: InterventionQuerySet) -> list[Position]:
    """Goal by goal in the order of the decision, of the last that was said in meetings that took place."""
    backwards = Window(RowNumber(), partition_by="goal", order_by=[F("event__starts_on").desc(), F("pk").desc()])
    latest = said.taken_place().annotate(backwards=backwards).filter(backwards__lte=MOST_ON_A_GOAL)
    messages: Iterable[Intervention] = latest.select_related("goal", "event", "counterpart").order_by(
        "goal__order", "event__starts_on", "pk"
    )
    return [Position(goal, list(group)) for goal, group in groupby(messages, key=lambda message: message.goal)]
