"""One of each kind of thing that an address can lead to."""

from datetime import date
from functools import cached_property
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from dialogue.observations.sets import ObservationSet
from reporting.reports.models import ReportText
from strategy.access import Role
from strategy.people.models import Membership
from strategy.records.services import move_to_bin
from tests.making import Making, make_invitation, make_user
from tests.making_disclosures import passage


class Things:
    """One of each kind in a strategy, made when it is first asked for. `goals` are those that it judges."""

    def __init__(self, make: Making, goals: tuple[str, str] = ("i.1", "i.2"), area: str = "", **marked: Any) -> None:
        self.make = make
        self.goals = goals
        self.area = area
        self.marked = marked

    def __getitem__(self, name: str) -> int:
        found = getattr(self, name)
        return int(found.pk)

    @cached_property
    def event(self) -> Any:
        return self.make.event(series="SCPF", **self.marked)

    @cached_property
    def event_counterpart(self) -> Any:
        return self.make.event_counterpart(self.event)

    @cached_property
    def report_home(self) -> Any:
        return self.make.report_home(self.event)

    @cached_property
    def agenda_item(self) -> Any:
        return self.make.agenda_item(self.event)

    @cached_property
    def prepared_goal(self) -> Any:
        return self.make.prepared_goal(self.agenda_item)

    @cached_property
    def key_message(self) -> Any:
        return self.make.key_message(self.goals[0], **self.marked)

    @cached_property
    def decision_draft(self) -> Any:
        return self.make.decision_draft()

    @cached_property
    def instruction(self) -> Any:
        return self.make.instruction(self.make.event(state="planned", **self.marked), self.goals)

    @cached_property
    def instruction_goal(self) -> Any:
        return self.instruction.instruction_goals.first()

    @cached_property
    def round(self) -> Any:
        return self.make.round(self.make.strategy.start.year)

    @cached_property
    def sent_instruction(self) -> Any:
        return self.make.instruction(self.make.event(state="planned", **self.marked), goals=(), state="sent")

    @cached_property
    def intervention(self) -> Any:
        return self.make.intervention(self.event)

    @cached_property
    def commitment(self) -> Any:
        return self.make.commitment(self.event)

    @cached_property
    def attachment(self) -> Any:
        return self.make.attachment(self.event, thumbnail=ContentFile(b"jpeg", "thumbnail.jpg"))

    def observation_in(self, state: str) -> Any:
        observation = self.make.observation(state=state, **self.marked)
        self.make.observation_step(observation, state)
        return observation

    @cached_property
    def observation(self) -> Any:
        return self.observation_in("accepted")

    @cached_property
    def observed_file(self) -> Any:
        return self.make.attachment(self.observation, thumbnail=ContentFile(b"jpeg", "thumbnail.jpg"))

    @cached_property
    def received(self) -> Any:
        return self.observation_in("submitted")

    @cached_property
    def addition(self) -> Any:
        """One that is being written."""
        return self.make.addition(self.observation_in("returned"), state="draft")

    @cached_property
    def sent_addition(self) -> Any:
        return self.make.addition(self.observation)

    @cached_property
    def added_file(self) -> Any:
        return self.make.attachment(self.sent_addition, thumbnail=ContentFile(b"jpeg", "thumbnail.jpg"))

    @cached_property
    def draft(self) -> Any:
        return self.observation_in("draft")

    @cached_property
    def observation_set(self) -> Any:
        told = {"file_name": "observationer.xlsx", "sha256": "0" * 64, "rows": 1, "state": "ready"}
        found = ObservationSet.objects.create(strategy=self.make.strategy, by=self.make.contact, **told)
        found.holds([self.draft])
        return found

    @cached_property
    def asked(self) -> Any:
        return self.make.request(["migrationsverket", "scb"], **self.marked)

    @cached_property
    def draft_request(self) -> Any:
        return self.make.request(state="draft", **self.marked)

    @cached_property
    def answer(self) -> Any:
        return self.asked.answers.get(organisation__key="migrationsverket")

    @cached_property
    def answer_part(self) -> Any:
        return self.make.answer_part(self.answer, state="draft")

    @cached_property
    def sent_part(self) -> Any:
        return self.make.answer_part(self.answer)

    @cached_property
    def circulation(self) -> Any:
        return self.make.circulation()

    @cached_property
    def comment(self) -> Any:
        return self.make.comment(self.circulation, **self.marked)

    @cached_property
    def answered_file(self) -> Any:
        return self.make.attachment(self.sent_part, thumbnail=ContentFile(b"jpeg", "thumbnail.jpg"))

    @cached_property
    def goal(self) -> Any:
        return self.make.goal()

    @cached_property
    def activity(self) -> Any:
        """The Swedish Migration Agency answers for it."""
        return self.make.activity(responsible=self.make.organisation("migrationsverket"), **self.marked)

    @cached_property
    def proposal(self) -> Any:
        return self.make.proposal(**self.marked)

    @cached_property
    def day_request(self) -> Any:
        """For a line of its own, so that another day may still be asked for the first."""
        agency, day = self.make.organisation("migrationsverket"), date(2022, 6, 30)
        line = self.make.activity(responsible=agency, due_on=day, **self.marked)
        return self.make.proposal(line)

    @cached_property
    def work_plan_version(self) -> Any:
        return self.make.work_plan_version(self.activity)

    @cached_property
    def indicator(self) -> Any:
        return self.make.indicator(f"Rapporter i tid {self.goals}", goals=[])

    @cached_property
    def measurement(self) -> Any:
        return self.make.measurement(self.indicator, **self.marked)

    @cached_property
    def framework(self) -> Any:
        return self.make.framework()

    @cached_property
    def framework_item(self) -> Any:
        """With nothing tied to it."""
        return self.make.framework_item(self.framework)

    @cached_property
    def crosswalk(self) -> Any:
        return self.make.crosswalk(self.make.framework_item(self.framework, "10"), self.goals[0], **self.marked)

    @cached_property
    def contribution(self) -> Any:
        return self.make.contribution(goals=[], **self.marked)

    @cached_property
    def posting(self) -> Any:
        return self.make.posting(goals=[], **self.marked)

    @cached_property
    def assessment(self) -> Any:
        return self.make.assessment(self.goals[1], year=self.make.strategy.start.year, state="approved", **self.marked)

    @cached_property
    def begun_assessment(self) -> Any:
        return self.make.assessment(self.goals[0], year=self.make.strategy.start.year, **self.marked)

    @cached_property
    def evidence(self) -> Any:
        return self.make.evidence(self.begun_assessment)

    @cached_property
    def overall_assessment(self) -> Any:
        return self.make.overall(self.make.strategy.start.year, self.area, state="approved", **self.marked)

    @cached_property
    def begun_overall_assessment(self) -> Any:
        return self.make.overall(self.make.strategy.start.year, self.area, **self.marked)

    @cached_property
    def report(self) -> Any:
        return self.make.report(state="released", year=self.make.strategy.start.year)

    @cached_property
    def consultation(self) -> Any:
        return self.make.event(kind="organisation_consultation", state="planned", **self.marked)

    @cached_property
    def pack(self) -> Any:
        return self.make.report(
            state="draft", kind="consultation", event=self.make.event(kind="organisation_consultation"), year=2021
        )

    @cached_property
    def approved_report(self) -> Any:
        """Reviewed, and so ready to be released."""
        report = self.make.report(state="approved", audience="external", year=self.make.strategy.start.year)
        self.make.review(report)
        return report

    @cached_property
    def disclosure_request(self) -> Any:
        return self.make.disclosure_request()

    @cached_property
    def disclosure_item(self) -> Any:
        return self.make.disclosure_item(self.event, self.disclosure_request)

    @cached_property
    def masking(self) -> Any:
        return self.make.masking(self.disclosure_item, passages=[passage(self.event, "title")])

    @cached_property
    def disclosure_decision(self) -> Any:
        return self.make.disclosure_decision(self.disclosure_request)

    @cached_property
    def draft_report(self) -> Any:
        return self.make.report(state="draft", edition_number=2, year=self.make.strategy.start.year)

    @cached_property
    def report_text(self) -> Any:
        text = ReportText(strategy=self.make.strategy, report=self.draft_report, key="summary", text="Ett gott år.")
        self.make.save(text)
        return text

    @cached_property
    def person(self) -> Any:
        return self.make.contact

    @cached_property
    def contact_role(self) -> Any:
        return self.make.contact.memberships.get()

    @cached_property
    def invitation(self) -> Any:
        organisation = self.make.organisation("sida")
        return make_invitation(self.make.head, self.make.strategy, organisation).invitation

    @cached_property
    def organisation(self) -> Any:
        return self.make.organisation("sida")

    @cached_property
    def handover(self) -> Any:
        return self.make.handover(self.event)

    @cached_property
    def deputyship(self) -> Any:
        office, day = self.make.head.memberships.get(), timezone.localdate()
        return Membership.objects.create(
            user=make_user(f"stand-in-{self.make.strategy.pk}", Role.OFFICER, self.make.strategy),
            strategy=self.make.strategy,
            role=Role.HEAD,
            since=day,
            until=day,
            deputy_for=office,
        )

    @cached_property
    def counterpart(self) -> Any:
        return self.make.any_counterpart()

    @cached_property
    def disposal(self) -> Any:
        """Put up by an officer, of what lies in the bin."""
        return self.make.disposal()

    @cached_property
    def removed(self) -> Any:
        """What somebody said, in the bin."""
        said = self.make.intervention(self.event, "i.2")
        move_to_bin(record=said, by=self.make.officer, expected_version=said.version)
        return said
