"""Records with every required field filled in, so that a test states only what it is about."""

import json
from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from django.core.files.base import ContentFile
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from dialogue.attachments.models import Attachment
from dialogue.commitments.models import Commitment
from dialogue.decisions.models import DecisionDraft
from dialogue.instructions.models import Instruction, InstructionGoal
from dialogue.meetings.models.agenda import AgendaItem, AgendaItemGoal
from dialogue.meetings.models.events import Counterpart, Event, EventCounterpart
from dialogue.meetings.models.interventions import Intervention
from dialogue.meetings.models.reports import ReportHome
from dialogue.observations.additions import Addition
from dialogue.observations.models import Observation, ObservationStep
from dialogue.requests.models import Answer, Request
from dialogue.requests.parts import AnswerPart
from priorities.figures.models.funding import Contribution
from priorities.figures.models.indicators import Indicator, Measurement
from priorities.figures.models.postings import Posting
from priorities.frameworks.models import Crosswalk, Framework, FrameworkItem
from priorities.goals.models import FocusArea, Goal
from priorities.key_messages.models import KeyMessage
from priorities.work_plan.models import Activity, ActivityUpdate, WorkPlanLine, WorkPlanVersion
from priorities.work_plan.proposals import WorkPlanProposal
from reporting.archive.disposal.models import DisposalDecision
from reporting.archive.disposal.services import propose_disposal
from reporting.assessments.judgements import decide
from reporting.assessments.models.evidence import Evidence
from reporting.assessments.models.judgements import Assessment, AssessmentStep
from reporting.assessments.models.overall import Judgement, OverallAssessment, OverallAssessmentStep
from reporting.assessments.models.rounds import Round
from reporting.assessments.readings import note_reading
from reporting.circulations.comments import CirculatedPassage, Comment
from reporting.circulations.models import Circulation, CirculationParty
from reporting.disclosures.models import DisclosureDecision, DisclosureItem, DisclosureRequest, Masking
from reporting.disclosures.services import seal
from reporting.handover.models import Handover
from reporting.reports.files import Snapshot
from reporting.reports.models import Report
from reporting.reports.outgoing import EditionReview
from strategy.access import Classification, Role
from strategy.administration.invitations.models import Invitation
from strategy.administration.invitations.services import Issued, issue
from strategy.decision.marking import Piece
from strategy.decision.models import Strategy
from strategy.people.models import Membership, User
from strategy.people.organisations import Organisation
from strategy.records.history import noun_of
from strategy.records.models import Classified, Record, SecrecyProvision
from strategy.records.services import create_record, save_record

DAY = date(2021, 6, 28)
MOMENT = datetime(2021, 6, 28, 10, tzinfo=UTC)

JudgementT = TypeVar("JudgementT", Assessment, OverallAssessment)


def make_user(
    address: str, role: Role, strategy: Strategy | None, organisation: Organisation | None = None, **dates: Any
) -> User:
    """Somebody with one membership, in force since the beginning of 2020 unless other dates are given."""
    user = User.objects.create_user(f"{address}@test.example", address.capitalize())
    since = dates.pop("since", date(2020, 1, 1))
    membership = Membership(user=user, role=role, strategy=strategy, organisation=organisation, since=since, **dates)
    membership.full_clean()
    membership.save()
    return user


def make_users(parts: dict[str, tuple[Role, Strategy | None, Organisation | None]]) -> dict[str, User]:
    """The same as `make_user` for each, but few writes for all: nearly every test begins with it."""
    users = {address: new_user(address) for address in parts}
    bulk_create_with_history([*users.values()], User)
    memberships = [
        Membership(user=users[address], role=role, strategy=strategy, organisation=organisation, since=date(2020, 1, 1))
        for address, (role, strategy, organisation) in parts.items()
    ]
    bulk_create_with_history(memberships, Membership)
    return users


def address_of(name: str) -> str:
    return f"{name}@test.example"


def new_user(name: str) -> User:
    user = User(email=address_of(name), name=name.capitalize())
    user.set_password(None)
    user.clean()
    return user


def make_invitation(
    by: User,
    strategy: Strategy | None,
    organisation: Organisation | None = None,
    email: str = "invited@test.example",
    role: str = Role.CONTACT,
) -> Issued:
    """To a contact, where no other role is named; past the question whether `by` may."""
    return issue(Invitation(email=email, role=role, strategy=strategy, organisation=organisation, created_by=by), by)


def read_and_decide(*, judgements: Collection[Judgement], by: User, **decision: Any) -> int:
    """What a head does: has each open as it is at hand, and decides."""
    for judgement in judgements:
        note_reading(judgement=judgement, by=by)
    return decide(judgements=judgements, by=by, **decision)


class Making:
    """Makes records in one strategy, written by one officer; every argument by name overrides a default."""

    def __init__(self, strategy: Strategy, officer: User, head: User, contact: User) -> None:
        self.strategy = strategy
        self.officer = officer
        self.head = head
        self.contact = contact

    def goal(self, code: str = "i.1") -> Goal:
        return Goal.objects.get(strategy=self.strategy, code=code)

    def focus_area(self, code: str = "i") -> FocusArea:
        return FocusArea.objects.get(strategy=self.strategy, code=code)

    def organisation(self, key: str = "justitiedepartementet") -> Organisation:
        return Organisation.objects.get(key=key)

    def activity(
        self, goals: Collection[str] = ("i.1",), participants: Collection[str] = (), **fields: Any
    ) -> Activity:
        """One that the Ministry of Justice answers for; one that is over says when and why."""
        defaults: dict[str, Any] = {"title": "Skriva en sida om reformplanen", "due_on": date(2021, 12, 31)}
        fields.setdefault("responsible", self.organisation())
        if fields.get("state") in {"done", "dropped"}:
            defaults |= {"ended_on": DAY, "outcome": "Sidan är skriven."}
        activity = Activity(strategy=self.strategy, **defaults | fields)
        self.save(activity)
        activity.goals.set(self.goal(code) for code in goals)
        activity.participants.set(self.organisation(key) for key in participants)
        return activity

    def activity_update(self, activity: Activity, **fields: Any) -> ActivityUpdate:
        """A note, where no other kind is named; a move says from which day to which."""
        defaults: dict[str, Any] = {"by": self.officer, "at": MOMENT, "happened_on": DAY, "text": "Arbetet pågår."}
        if fields.get("kind") == "move":
            defaults |= {"from_due_on": date(2021, 9, 30), "to_due_on": activity.due_on}
        return ActivityUpdate.objects.create(strategy=self.strategy, activity=activity, **defaults | fields)

    def proposal(self, activity: Activity | None = None, **fields: Any) -> WorkPlanProposal:
        """Of a line, by the contact at the Migration Agency; where an activity is named, of another day for that."""
        agency = self.organisation("migrationsverket")
        defaults: dict[str, Any] = {
            "author": self.contact,
            "organisation": agency,
            "responsible": agency,
            "title": "Kartlägga återvändandet",
            "due_on": date(2022, 3, 31),
            "why": "Behövs för målet.",
        }
        if activity is not None:
            defaults |= {"kind": "day", "activity": activity, "due_before": activity.due_on, "title": activity.title}
        if fields.get("state") in {"accepted", "declined"}:
            defaults |= {"decided_by": self.officer, "activity": activity or self.activity()}
        if fields.get("state") == "declined":
            defaults |= {"reason": "Det ryms inte i år.", "activity": activity}
        proposal = WorkPlanProposal(strategy=self.strategy, **defaults | fields)
        self.save(proposal)
        return proposal

    def work_plan_version(self, *activities: Activity, **fields: Any) -> WorkPlanVersion:
        """An adopted plan with a line for each of these."""
        defaults = {"number": WorkPlanVersion.objects.of(self.strategy.pk).count() + 1, "adopted_on": DAY}
        fields.setdefault("adopted_by", self.head)
        version = WorkPlanVersion.objects.create(strategy=self.strategy, **defaults | fields)
        for activity in activities:
            self.work_plan_line(version, activity)
        return version

    def work_plan_line(self, version: WorkPlanVersion, activity: Activity, **fields: Any) -> WorkPlanLine:
        defaults = {
            "order": version.lines.count() + 1,
            "title": activity.title,
            "goals": ", ".join(goal.code for goal in activity.goals.all()),
            "responsible": activity.responsible,
            "due_on": activity.due_on,
            "state": activity.state,
            "effective_classification": activity.effective_classification,
        }
        return WorkPlanLine.objects.create(strategy=self.strategy, plan=version, activity=activity, **defaults | fields)

    def round(self, year: int = 2021) -> Round:
        return Round.objects.get_or_create(strategy=self.strategy, year=year)[0]

    def save(self, record: Record, by: User | None = None) -> None:
        """A secret record without grounds gets some."""
        if isinstance(record, Classified) and record.classification == Classification.SECRET:
            record.secrecy_provision = record.secrecy_provision or SecrecyProvision.objects.get(reference="OSL 15:1")
            record.secrecy_marked_on = record.secrecy_marked_on or DAY
            record.secrecy_authority = record.secrecy_authority or "Justitiedepartementet"
        create_record(record=record, by=by or self.officer)

    def indicator(self, name: str = "Rapporter i tid", goals: Collection[str] = ("i.4",), **fields: Any) -> Indicator:
        defaults = {"unit": "procent", "direction": "up", "source": "IOM:s redovisning"}
        indicator = Indicator(strategy=self.strategy, name=name, **defaults | fields)
        self.save(indicator)
        indicator.goals.set(self.goal(code) for code in goals)
        return indicator

    def indicator_at_hand(self) -> Indicator:
        """One that everybody sees who sees indicators at all."""
        return Indicator.objects.filter(strategy=self.strategy, created_by=self.officer).first() or self.indicator()

    def measurement(self, indicator: Indicator | None = None, **fields: Any) -> Measurement:
        """Of a whole year, where a year is given in place of a day."""
        if "year" in fields:
            fields |= {"measured_on": date(fields.pop("year"), 12, 31), "is_whole_year": True}
        defaults = {"value": Decimal("62"), "measured_on": DAY, "source": "SCPF 28"}
        measurement = Measurement(strategy=self.strategy, indicator=indicator or self.indicator(), **defaults | fields)
        self.save(measurement)
        return measurement

    def contribution(self, goals: Collection[str] = ("iii.2",), **fields: Any) -> Contribution:
        """Core support that has been paid, by Sida, in a year that the decision's own figures do not reach."""
        defaults = {"kind": "core", "year": 2031, "amount": Decimal("1000000"), "source": "Utbetalningsbeslut"}
        fields.setdefault("giver", Organisation.objects.get(key="sida"))
        contribution = Contribution(strategy=self.strategy, **defaults | fields)
        self.save(contribution)
        contribution.goals.set(self.goal(code) for code in goals)
        return contribution

    def posting(self, goals: Collection[str] = ("ii.8",), **fields: Any) -> Posting:
        defaults = {
            "kind": "secondment",
            "year": 2021,
            "level": "P3",
            "place": "Juba",
            "months": 9,
            "source": "MSB:s redovisning",
        }
        posting = Posting(strategy=self.strategy, **defaults | fields)
        self.save(posting)
        posting.goals.set(self.goal(code) for code in goals)
        return posting

    def framework(self, name: str = "Agenda 2030", **fields: Any) -> Framework:
        """A version of its own each."""
        release = f"{2015 + Framework.objects.filter(strategy=self.strategy).count()}"
        defaults = {"kind": "global", "release": release, "publisher": "FN", "source": "A/RES/70/1"}
        framework = Framework(strategy=self.strategy, name=name, **defaults | fields)
        self.save(framework)
        return framework

    def framework_item(self, framework: Framework | None = None, code: str = "10.7", **fields: Any) -> FrameworkItem:
        framework = framework or Framework.objects.filter(strategy=self.strategy).first() or self.framework()
        place = fields.pop("place", framework.items.count() + 1)
        item = FrameworkItem(strategy=self.strategy, framework=framework, code=code, place=place, **fields)
        self.save(item)
        return item

    def crosswalk(self, item: FrameworkItem | None = None, goal: str = "i.1", **fields: Any) -> Crosswalk:
        item = item or self.framework_item(self.framework())
        defaults = {"why": "Båda gäller ordnad migration."}
        tie = Crosswalk(strategy=self.strategy, goal=self.goal(goal), item=item, **defaults | fields)
        self.save(tie)
        return tie

    def counterpart(self, name: str = "IOM:s administration", **fields: Any) -> Counterpart:
        counterpart = Counterpart(strategy=self.strategy, name=name, **fields)
        self.save(counterpart)
        return counterpart

    def any_counterpart(self) -> Counterpart:
        return Counterpart.objects.filter(strategy=self.strategy).first() or self.counterpart()

    def event(self, **fields: Any) -> Event:
        by = fields.pop("by", None)
        starts_on = fields.pop("starts_on", DAY)
        defaults = {
            "kind": Event.EventKind.SCPF,
            "title": "SCPF:s möte i juni",
            "ends_on": starts_on,
            "state": Event.State.HELD,
        }
        event = Event(strategy=self.strategy, starts_on=starts_on, **defaults | fields)
        self.save(event, by)
        return event

    def event_counterpart(self, event: Event, **fields: Any) -> EventCounterpart:
        fields.setdefault("counterpart", self.any_counterpart())
        part = EventCounterpart(strategy=self.strategy, event=event, **fields)
        self.save(part)
        return part

    def report_home(self, event: Event, text: str = "Administrationen svarade.", **fields: Any) -> ReportHome:
        report = ReportHome(strategy=self.strategy, event=event, text=text, **fields)
        self.save(report)
        return report

    def agenda_item(self, event: Event, **fields: Any) -> AgendaItem:
        item = AgendaItem(strategy=self.strategy, event=event, **{"title": "Budgeten för 2022"} | fields)
        self.save(item)
        return item

    def prepared_goal(self, item: AgendaItem, goal: str = "i.1", **fields: Any) -> AgendaItemGoal:
        prepared = AgendaItemGoal(strategy=self.strategy, agenda_item=item, goal=self.goal(goal), **fields)
        self.save(prepared)
        return prepared

    def key_message(self, goal: str = "i.1", **fields: Any) -> KeyMessage:
        defaults = {"say": "Rapporter i tid bygger förtroende.", "holds_from": date(2020, 1, 1)}
        message = KeyMessage(strategy=self.strategy, goal=self.goal(goal), **defaults | fields)
        self.save(message)
        return message

    def decision_draft(self, **fields: Any) -> DecisionDraft:
        """Of a decision with a focus area and a goal, that nobody has confirmed."""
        days = {"start": date(2031, 1, 1), "end": date(2034, 12, 31)}
        draft = DecisionDraft(strategy=self.strategy, officer=self.officer, **days | fields)
        lines = {"title": "Strategi 2031–2034", "area": "i) Tystnad", "goal": "Mindre buller."}
        draft.mark([Piece(line, role, text, key=str(line)) for line, (role, text) in enumerate(lines.items(), start=1)])
        for name, value in fields.items():
            setattr(draft, name, value)
        self.save(draft)
        return draft

    def instruction(
        self, event: Event | None = None, goals: Collection[str] = ("i.1",), text: str = "Ta upp tiden.", **fields: Any
    ) -> Instruction:
        """With a text on each goal; one that is sent says to whom."""
        is_sent, sent_to = fields.pop("state", "draft") == "sent", fields.pop("sent_to", "FN-representationen i Genève")
        event = event or self.event(state="planned")
        instruction = Instruction(strategy=self.strategy, event=event, **{"opening": "Sverige talar tidigt."} | fields)
        self.save(instruction)
        for goal in goals:
            self.save(InstructionGoal(strategy=self.strategy, instruction=instruction, goal=self.goal(goal), text=text))
        if is_sent:
            instruction.state, instruction.sent_by, instruction.sent_at = "sent", self.officer, MOMENT
            instruction.sent_to = sent_to
            save_record(record=instruction, by=self.officer)
        return instruction

    def intervention(self, event: Event | None = None, goal: str = "i.1", **fields: Any) -> Intervention:
        defaults = {"message": "Sverige efterfrågade en tydligare rapportering."}
        intervention = Intervention(
            strategy=self.strategy, event=event or self.event(), goal=self.goal(goal), **defaults | fields
        )
        self.save(intervention)
        return intervention

    def commitment(self, event: Event | None = None, goals: Collection[str] = ("i.1",), **fields: Any) -> Commitment:
        defaults = {"text": "IOM redovisar resultaten på ett nytt sätt.", "due_on": date(2021, 12, 31)}
        fields.setdefault("counterpart", self.any_counterpart())
        commitment = Commitment(strategy=self.strategy, event=event, **defaults | fields)
        self.save(commitment)
        commitment.goals.set(self.goal(code) for code in goals)
        return commitment

    def observation(self, author: User | None = None, goals: Collection[str] = ("i.1",), **fields: Any) -> Observation:
        author = author or self.contact
        defaults = {
            "title": "Samordningen på plats",
            "text": "Mötena hålls nu varje vecka.",
            "observed_on": DAY,
            "state": Observation.State.SUBMITTED,
        }
        fields.setdefault("organisation", author.memberships.get().organisation)
        observation = Observation(strategy=self.strategy, author=author, **defaults | fields)
        self.save(observation, author)
        observation.goals.set(self.goal(code) for code in goals)
        return observation

    def observation_step(self, observation: Observation, to: str, **fields: Any) -> ObservationStep:
        by = fields.pop("by", self.officer)
        return ObservationStep.objects.create(
            strategy=self.strategy, observation=observation, to_state=to, by=by, at=MOMENT, **fields
        )

    def request(self, organisations: Collection[str] = ("migrationsverket", "sida"), **fields: Any) -> Request:
        """One that is sent to these, where no other state is named, to be answered within two weeks."""
        defaults: dict[str, Any] = {
            "title": "Frågor inför samrådet",
            "questions": "Hur fungerar samordningen?\nVad borde Sverige ta upp?",
            "answer_by": self.strategy.today() + timedelta(days=14),
            "state": Request.State.OPEN,
        }
        request = Request(strategy=self.strategy, **defaults | fields)
        request.sent_at = None if request.is_draft else MOMENT
        self.save(request)
        request.organisations.set(self.organisation(key) for key in organisations)
        for key in () if request.is_draft else organisations:
            self.save(
                Answer(
                    strategy=self.strategy,
                    request=request,
                    organisation=self.organisation(key),
                    answer_by=request.answer_by,
                )
            )
        return request

    def answer_part(self, answer: Answer, **fields: Any) -> AnswerPart:
        """By the contact, and sent where no other state is named."""
        by = fields.pop("by", self.contact)
        defaults = {"text": "Samordningen fungerar bättre än i fjol.", "state": AnswerPart.State.SENT, "author": by}
        part = AnswerPart(strategy=self.strategy, answer=answer, organisation=answer.organisation, **defaults | fields)
        if not part.is_draft:
            part.sent_at = fields.get("sent_at", timezone.now())
        self.save(part, by)
        if not part.is_draft and answer.state != Answer.State.ANSWERED:
            answer.state = Answer.State.ANSWERED
            save_record(record=answer, by=by)
        return part

    def circulation(self, subject: str = "work_plan", **fields: Any) -> Circulation:
        """Of the work plan to the Migration Agency, where nothing else is named; `persons` are asked by name."""
        persons, organisations = fields.pop("persons", []), fields.pop("organisations", ["migrationsverket"])
        said = fields.pop("passage", {"heading": "Skriv brev", "text": "Till IOM."})
        defaults = {
            "title": "Arbetsplanen den 15 februari 2022",
            "audience": "agencies" if subject == "work_plan" else "internal",
            "answer_by": self.strategy.today() + timedelta(days=14),
        }
        circulation = Circulation(strategy=self.strategy, subject=subject, shared_at=MOMENT, **defaults | fields)
        self.save(circulation)
        passage = CirculatedPassage(strategy=self.strategy, circulation=circulation, order=1, **said)
        passage.save()
        for tie in [
            *({"person": person} for person in persons),
            *({"organisation": self.organisation(key)} for key in organisations),
        ]:
            CirculationParty.objects.create(strategy=self.strategy, circulation=circulation, **tie)
        return circulation

    def comment(self, circulation: Circulation, **fields: Any) -> Comment:
        """By the contact on its first passage, where nothing else is named."""
        by = fields.pop("by", self.contact)
        party = fields.pop("party", None) or circulation.parties.first()
        assert party
        said = Comment(
            strategy=self.strategy,
            circulation=circulation,
            party=party,
            author=by,
            organisation=party.organisation,
            said_at=MOMENT,
            **{"text": "Brevet borde gå till styrelsen.", "passage": circulation.passages.first()} | fields,
        )
        self.save(said, by)
        return said

    def addition(self, observation: Observation, **fields: Any) -> Addition:
        """By whoever wrote the observation, and sent where no other state is named."""
        by = fields.pop("by", observation.author)
        defaults = {"text": "Väntan är nu fyra dygn.", "state": Addition.State.SENT, "author": by}
        addition = Addition(
            strategy=self.strategy, observation=observation, organisation=observation.organisation, **defaults | fields
        )
        if not addition.is_draft:
            addition.sent_at = fields.get("sent_at", timezone.now())
        self.save(addition, by)
        return addition

    def attachment(self, to: Event | Observation | ReportHome | Addition | AnswerPart, **fields: Any) -> Attachment:
        """Its row, and a small file of text in the test's own folder."""
        defaults = {
            "name": "underlag.txt",
            "content_type": "text/plain",
            "size": 8,
            "sha256": "0" * 64,
            "file": ContentFile(b"underlag", "underlag.txt"),
        }
        attachment = Attachment(
            strategy=self.strategy,
            event=to if isinstance(to, Event) else None,
            observation=to if isinstance(to, Observation) else None,
            report_home=to if isinstance(to, ReportHome) else None,
            addition=to if isinstance(to, Addition) else None,
            answer_part=to if isinstance(to, AnswerPart) else None,
            **defaults | fields,
        )
        self.save(attachment)
        return attachment

    def assessment(self, goal: str = "i.1", year: int = 2021, **fields: Any) -> Assessment:
        by = fields.pop("by", None)
        defaults = {
            "attainment": "none",
            "development": "unchanged",
            "effort": "limited",
            "happened": "Frågan har tagits upp utan att läget har ändrats.",
            "assessed_on": date(year + 1, 1, 31),
        }
        fields.setdefault("round", self.round(year))
        assessment = Assessment(strategy=self.strategy, goal=self.goal(goal), **defaults | fields)
        self.save(self.sealed(assessment), by)
        return assessment

    def assessment_step(self, assessment: Assessment, to: str, **fields: Any) -> AssessmentStep:
        by = fields.pop("by", self.head)
        return AssessmentStep.objects.create(
            strategy=self.strategy, assessment=assessment, to_state=to, by=by, at=MOMENT, **fields
        )

    def evidence(self, assessment: Assessment, **fields: Any) -> Evidence:
        """A document in words, where nothing else is named."""
        if not any(fields.get(name) for name in Evidence.TARGETS):
            fields.setdefault("document", "IOM:s årsrapport för 2020")
        fields.setdefault("number", assessment.evidence.count() + 1)
        evidence = Evidence(strategy=self.strategy, assessment=assessment, **fields)
        self.save(evidence)
        return evidence

    def overall(self, year: int = 2021, focus_area: str = "", **fields: Any) -> OverallAssessment:
        """Of the whole strategy, where no focus area is named."""
        overall = OverallAssessment(
            strategy=self.strategy,
            round=self.round(year),
            focus_area=self.focus_area(focus_area) if focus_area else None,
            **{"text": "Året innebar steg framåt."} | fields,
        )
        self.save(self.sealed(overall))
        return overall

    def overall_step(self, judgement: OverallAssessment, to: str, **fields: Any) -> OverallAssessmentStep:
        by = fields.pop("by", self.head)
        return OverallAssessmentStep.objects.create(
            strategy=self.strategy, overall_assessment=judgement, to_state=to, by=by, at=MOMENT, **fields
        )

    def report(self, **fields: Any) -> Report:
        defaults = {"year": 2021, "evidence_until": date(2021, 12, 31)}
        report = Report(strategy=self.strategy, **defaults | fields)
        if report.state in {Report.State.APPROVED, Report.State.RELEASED}:
            report.approved_by, report.approved_at = self.head, MOMENT
        if report.state == Report.State.FAILED:
            report.failure = report.failure or "Disken är full."
        self.save(report)
        return report

    def disposal(self, **fields: Any) -> DisposalDecision:
        """A decision that an officer has put up: everything that lay in the bin when the day began."""
        by, today = fields.pop("by", self.officer), timezone.localdate()
        defaults = {"name": "Gallring av papperskorgen", "registry_number": "Ju2030/00001", "kind": "bin"}
        days = {"decided_on": today, "older_than": today}
        decision = DisposalDecision(strategy=self.strategy, **defaults | days | fields)
        propose_disposal(decision=decision, by=by)
        return decision

    def snapshot(self, report: Report, **fields: Any) -> Snapshot:
        defaults = {"content": '{"schema":"report-2"}', "sha256": "ab12" * 16, "taken_at": MOMENT}
        return Snapshot.objects.create(report=report, **defaults | fields)

    def review(self, report: Report, **fields: Any) -> EditionReview:
        """Before a release, of the report's snapshot, which is made where there is none."""
        snapshot = report.snapshots.first() or self.snapshot(report)
        defaults = {"purpose": "release", "snapshot_sha256": snapshot.sha256, "at": timezone.now(), "counts": {}}
        fields.setdefault("by", self.officer)
        return EditionReview.objects.create(strategy=self.strategy, report=report, **defaults | fields)

    def disclosure_request(self, **fields: Any) -> DisclosureRequest:
        asked = DisclosureRequest(
            strategy=self.strategy, **{"received_on": DAY, "asked_for": "Allt om samordningen på plats."} | fields
        )
        self.save(asked)
        return asked

    def disclosure_item(
        self, record: Record, request: DisclosureRequest | None = None, **fields: Any
    ) -> DisclosureItem:
        request = request or self.disclosure_request()
        defaults = {"kind": noun_of(type(record)), "record_id": record.pk, "record_version": record.version}
        item = DisclosureItem(strategy=self.strategy, request=request, **defaults | fields)
        self.save(item)
        return item

    def disclosure_decision(self, request: DisclosureRequest) -> DisclosureDecision:
        """One that gives nothing out."""
        return seal(request, [], self.officer)

    def handover(self, *records: Record, **fields: Any) -> Handover:
        """By the officer to the head, of these; nobody owns them for it."""
        things = [
            {"key": f"{noun_of(type(one))}-{one.pk}", "kind": "Möte", "title": str(one), "note": "Ring först."}
            for one in records
        ]
        defaults = {"leaver": self.officer, "receiver": self.head, "by": self.officer, "at": timezone.now()}
        told = {"effective_classification": "working", "content": json.dumps({"things": things}), "sha256": "0" * 64}
        return Handover.objects.create(strategy=self.strategy, **defaults | told | fields)

    def masking(self, item: DisclosureItem | None = None, **fields: Any) -> Masking:
        """Of passages of an item, or of words in a request."""
        if item is not None:
            fields |= {"item": item, "request": item.request}
        fields.setdefault("provision", SecrecyProvision.objects.get(reference="OSL 15:1"))
        masking = Masking(strategy=self.strategy, **{"reason": "Kan skada relationen."} | fields)
        self.save(masking)
        return masking

    def sealed(self, judgement: JudgementT) -> JudgementT:
        """An approved one says who approved it and when."""
        if judgement.state == judgement.State.APPROVED:
            judgement.approved_by = judgement.approved_by or self.head
            judgement.approved_at = judgement.approved_at or MOMENT
        return judgement
