"""What hangs together around one consultation with the agencies, as far as its reader may see."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from dialogue.commitments.models import Commitment, CommitmentQuerySet
from dialogue.meetings.models.events import Event, EventQuerySet
from dialogue.requests.models import Answer, Request
from dialogue.requests.parts import AnswerPart
from priorities.work_plan.models import WorkPlanVersion
from reporting.reports.consultations import held_before
from reporting.reports.models import Report
from strategy.people.models import User

MOST_PACKS = 10


@dataclass(frozen=True)
class Thread:
    """How it stands with one organisation, and what it has sent."""

    answer: Answer
    pieces: list[AnswerPart]


@dataclass(frozen=True)
class Asked:
    """A request. Its threads are for those who see who has answered."""

    request: Request
    threads: list[Thread] = field(default_factory=list)

    @property
    def answered(self) -> list[Thread]:
        return [thread for thread in self.threads if thread.answer.state == Answer.State.ANSWERED]

    @property
    def silent(self) -> list[Thread]:
        return [thread for thread in self.threads if thread.answer.state != Answer.State.ANSWERED]


def asked(requests: Iterable[Request], user: User) -> list[Asked]:
    """Each with how far it has come: two questions, however many there are."""
    requests = list(requests)
    pieces: defaultdict[int, list[AnswerPart]] = defaultdict(list)
    for part in AnswerPart.objects.visible_to(user).received().filter(answer__request__in=requests).with_parts():
        pieces[part.answer_id].append(part)
    threads: defaultdict[int, list[Thread]] = defaultdict(list)
    for answer in Answer.objects.visible_to(user).filter(request__in=requests).silent_first():
        threads[answer.request_id].append(Thread(answer, pieces[answer.pk]))
    return [Asked(request, threads[request.pk]) for request in requests]


class Turn:
    """A consultation with those before and after it."""

    def __init__(self, event: Event, user: User) -> None:
        self.event, self.user = event, user
        self.today = event.strategy.today()

    @property
    def consultations(self) -> EventQuerySet:
        return Event.objects.visible_to(self.user).of(self.event.strategy_id).consultations()

    @cached_property
    def before(self) -> Event | None:
        return held_before(self.consultations, self.event).first()

    @cached_property
    def after(self) -> Event | None:
        return self.consultations.filter(starts_on__gt=self.event.starts_on).order_by("starts_on", "pk").first()

    @property
    def decided_before(self) -> dict[str, int]:
        """What became of what the one before decided: how many in each state, and in all."""
        return self.commitments.filter(event=self.before).counts_on(self.today)

    @property
    def left_open(self) -> CommitmentQuerySet:
        """What any of those before decided and nobody has finished: late first."""
        earlier = held_before(self.consultations, self.event).order_by().values("pk")
        return self.commitments.filter(event__in=earlier).in_state("open").with_parts().late_first(self.today)

    @property
    def points(self) -> CommitmentQuerySet:
        return self.commitments.filter(event=self.event).with_parts().late_first(self.today)

    @property
    def commitments(self) -> CommitmentQuerySet:
        return Commitment.objects.visible_to(self.user)

    @property
    def packs(self) -> Any:
        """The newest first."""
        made = Report.objects.visible_to(self.user).packs_for(self.event)
        return made.filter(kind=Report.ReportKind.CONSULTATION).select_related("event", "organisation")[:MOST_PACKS]

    @property
    def work_plan(self) -> WorkPlanVersion | None:
        """As it was last adopted."""
        return WorkPlanVersion.objects.visible_to(self.user).of(self.event.strategy_id).first()
