"""What each agency has been asked before a consultation, and what it has answered."""

from collections import defaultdict
from typing import Any

from django.utils.timezone import localdate

from dialogue.meetings.models.events import Event
from dialogue.requests.models import Answer
from dialogue.requests.parts import AnswerPart
from reporting.assessments.material import Material
from reporting.reports.contents.snapshots.pieces import day
from reporting.reports.contents.snapshots.work_plan import named
from reporting.reports.models import Report

Json = dict[str, Any]


class Asked:
    """What the edition holds of it: that an agency has not answered is told in the house, and to the agency itself."""

    def __init__(self, report: Report, event: Event, material: Material) -> None:
        self.report = report
        self.threads = Answer.objects.present().filter(request__in=material.requests.filter(event=event))
        self.parts = material.answer_parts.filter(answer__request__event=event)
        self.observations = material.observations

    def by_agency(self) -> list[Json]:
        answers = self.answers()
        by_organisation: dict[int, list[Answer]] = defaultdict(list)
        in_order = self.threads.select_related("organisation", "request").order_by(
            "organisation__sort_key", "request__sent_at", "pk"
        )
        for thread in in_order:
            if answers[thread.pk] or self.tells_of_silence(thread):
                by_organisation[thread.organisation_id].append(thread)
        return [
            {
                "organisation": named(threads[0].organisation),
                "requests": [self.told(thread, answers[thread.pk]) for thread in threads],
            }
            for threads in by_organisation.values()
        ]

    def tells_of_silence(self, thread: Answer) -> bool:
        return not self.report.leaves_the_house or thread.organisation_id == self.report.organisation_id

    def told(self, thread: Answer, answers: list[Json]) -> Json:
        request = thread.request
        return {
            "title": request.title,
            "questions": request.numbered,
            "answer_by": day(thread.answer_by),
            "state": thread.state,
            "registry_number": request.registry_number,
            "answers": answers,
        }

    def answers(self) -> dict[int, list[Json]]:
        """By thread, in the order that they came."""
        told: dict[int, list[Json]] = defaultdict(list)
        titles = dict(self.observations.filter(pk__in=self.parts.values("observation")).values_list("pk", "title"))
        for part in self.parts:
            told[part.answer_id].append(of_part(part, titles.get(part.observation_id or 0, "")))
        return told


def of_part(part: AnswerPart, observation: str) -> Json:
    """`observation` is the title of the one that it answers by, where the edition holds that."""
    assert part.sent_at is not None
    return {
        "kind": part.kind,
        "text": part.text,
        "on": day(part.received_on or localdate(part.sent_at)),
        "observation": observation,
        "registry_number": part.registry_number,
    }
