"""What agencies have said on goals: observations that are accepted, and answers that are about them."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.timezone import localdate

from dialogue.observations.models import Observation
from dialogue.requests.parts import AnswerPart
from priorities.goals.models import Goal
from strategy.people.models import User

MOST = 3  # of a goal, the latest
MOST_ANSWERS = 200  # that are looked through


@dataclass(frozen=True)
class Heard:
    record: AnswerPart | Observation
    text: str
    day: date

    @property
    def taken_over_at(self) -> str:
        kind = "observation" if isinstance(self.record, Observation) else "answer"
        return reverse(f"reporting:{kind}-carrying", args=[self.record.pk])


def heard(strategy: int, goals: Iterable[Goal], user: User) -> dict[int, list[Heard]]:
    """By goal, the latest first. Four questions, however much there is."""
    by_code = {goal.code: goal.pk for goal in goals}
    found: dict[int, list[Heard]] = defaultdict(list)
    for goal, one in [*observed(by_code, user), *answered(strategy, by_code, user)]:
        found[goal].append(one)
    return {goal: sorted(all_of, key=lambda one: one.day, reverse=True)[:MOST] for goal, all_of in found.items()}


def observed(by_code: dict[str, int], user: User) -> Iterable[tuple[int, Heard]]:
    seen = Observation.objects.visible_to(user).accepted()
    latest: dict[int, list[int]] = defaultdict(list)
    ties = seen.filter(goals__in=by_code.values()).order_by("-observed_on", "-pk").values_list("goals", "pk")
    for goal, pk in ties:
        if goal in by_code.values() and len(latest[goal]) < MOST:
            latest[goal].append(pk)
    read = seen.select_related("organisation").in_bulk({pk for pks in latest.values() for pk in pks})
    for goal, pks in latest.items():
        yield from ((goal, Heard(read[pk], read[pk].text, read[pk].observed_on)) for pk in pks)


def answered(strategy: int, by_code: dict[str, int], user: User) -> Iterable[tuple[int, Heard]]:
    """An answer is about the goals of its observation, and those that it or the questions name by their codes."""
    named = re.compile(rf"(?<![\w.])(?:{'|'.join(map(re.escape, by_code)) or '$^'})(?!\d)")
    parts = AnswerPart.objects.visible_to(user).filter(strategy=strategy).received().exclude(text="").with_parts()
    for part in parts.prefetch_related("observation__goals").order_by("-sent_at")[:MOST_ANSWERS]:
        codes = {*named.findall(f"{part.text}\n{part.answer.request.questions}")}
        codes |= {goal.code for goal in part.observation.goals.all()} if part.observation else set()
        assert part.sent_at is not None
        told = Heard(part, part.text, part.received_on or localdate(part.sent_at))
        yield from ((by_code[code], told) for code in codes if code in by_code)
