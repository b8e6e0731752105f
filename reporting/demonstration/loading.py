import tomllib
from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from dialogue.commitments.models import Commitment
from dialogue.meetings.models.agenda import AgendaItem, AgendaItemGoal
from dialogue.meetings.models.events import Counterpart, Event, EventCounterpart
from dialogue.meetings.models.interventions import Intervention
from dialogue.meetings.models.reports import ReportHome
from dialogue.observations.models import Observation, ObservationStep
from dialogue.observations.services import tell_of
from priorities.figures.models.funding import Contribution
from priorities.figures.models.indicators import Measurement
from priorities.goals.models import FocusArea, Goal
from priorities.work_plan.models import Activity
from reporting.assessments.models.evidence import Evidence
from reporting.assessments.models.judgements import Assessment, AssessmentStep
from reporting.assessments.models.overall import OverallAssessment
from reporting.assessments.models.rounds import Round
from reporting.demonstration.assessment import load_assessment
from reporting.demonstration.days import DAY, noon
from reporting.demonstration.exchanges import load_exchanges
from reporting.demonstration.figures import load_figures
from reporting.demonstration.people import load_people
from reporting.demonstration.work_plan import load_work_plan
from strategy.access import Classification
from strategy.access.secret_content import content_stays_out
from strategy.decision.models import MandateArea, Strategy
from strategy.notices.models import Frequency, Notice, NoticeKind
from strategy.notices.services import tell_what_is_due
from strategy.people.models import User
from strategy.people.organisations import Organisation
from strategy.records.markings import empty_where_secret, may_be_reference
from strategy.records.models import Classified, Record, SecrecyProvision
from strategy.records.owners import Owned
from strategy.records.services import create_record

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "demonstration"
MARKING = "Justitiedepartementet"

Table = dict[str, Any]


@transaction.atomic
def load(strategy: Strategy) -> bool:
    """Fills the strategy; answers False, and changes nothing, where that has been done before."""
    if strategy.is_demonstration:
        return False
    Demonstration(strategy).load()
    strategy.demonstration_on = DAY
    strategy.save(update_fields=["demonstration_on"])
    settle_notices(strategy)
    return True


def settle_notices(strategy: Strategy) -> None:
    """What is over has been read, and nothing is mailed of what was told on the way."""
    tell_what_is_due()
    waiting = Observation.objects.of(strategy.pk).filter(state__in=["submitted", "returned"])
    for step in ObservationStep.objects.filter(observation__in=waiting, to_state=F("observation__state")):
        tell_of(step.observation, str(step.pk), step.to_state, step.by)
    notices = Notice.objects.filter(strategy=strategy)
    notices.filter(kind=NoticeKind.APPROVED).update(read_at=timezone.now())
    notices.update(frequency=Frequency.NEVER)


def read(name: str) -> Table:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


class Demonstration:
    """One loading: what the files name by key is found again in these dictionaries."""

    def __init__(self, strategy: Strategy) -> None:
        self.strategy = strategy
        self.goals = {goal.code: goal for goal in Goal.objects.filter(strategy=strategy)}
        self.focus_areas = {area.code: area for area in FocusArea.objects.filter(strategy=strategy)}
        self.mandate_areas = {area.number: area for area in MandateArea.objects.filter(strategy=strategy)}
        self.provisions = SecrecyProvision.objects.in_bulk(field_name="reference")
        self.counterparts: dict[str, Counterpart] = {}
        self.events: dict[str, Event] = {}
        self.interventions: dict[str, Intervention] = {}
        self.commitments: dict[str, Commitment] = {}
        self.observations: dict[str, Observation] = {}
        self.activities: dict[str, Activity] = {}
        self.measurements: dict[str, Measurement] = {}
        self.contributions: dict[str, Contribution] = {}
        self.rounds = {
            year: Round.objects.get_or_create(strategy=strategy, year=year)[0] for year in strategy.years[:2]
        }

    def load(self) -> None:
        self.people = load_people(self.strategy)
        self.organisations = Organisation.objects.in_bulk(field_name="key")
        load_figures(self, read("figures.toml"))
        meetings = read("events.toml")
        for table in meetings["counterpart"]:
            self.load_counterpart(table)
        for table in meetings["event"]:
            self.load_event(table)
        load_work_plan(self, read("work-plan.toml"))
        areas = [read(f"area-{code}.toml") for code in self.focus_areas]
        for kind, loader in [
            ("intervention", self.load_intervention),
            ("commitment", self.load_commitment),
            ("observation", self.load_observation),
            ("assessment", self.load_assessment),
            ("overall", self.load_overall),
        ]:
            for area in areas:
                for table in area.get(kind, []):
                    loader(table)
        load_exchanges(self, read("exchanges.toml"))
        load_assessment(self, read("assessment.toml"))

    @property
    def officer(self) -> User:
        return self.people["handlaggare"]

    @property
    def head(self) -> User:
        return self.people["enhetschef"]

    def create(self, record: Record, by: User | None = None) -> None:
        record.strategy = self.strategy
        if isinstance(record, Owned):
            record.owner = self.owner_of(record)
        empty_where_secret(record)
        create_record(record=record, by=by or self.officer)

    def owner_of(self, thing: Owned) -> User | None:
        """One officer has the dialogue and the judgements, the other the work plan, the delegation its own contacts."""
        if isinstance(thing, Event) and thing.kind == Event.EventKind.DELEGATION_CONTACT:
            return self.people["fn-representationen-geneve"]
        if isinstance(thing, Activity):
            return self.people["handlaggare2"]
        is_theirs = isinstance(thing, Commitment) and thing.whose == Commitment.Whose.COUNTERPART
        waits = isinstance(thing, Observation) and thing.state != Observation.State.RETURNED
        return None if is_theirs or waits else self.officer

    def marked(self, record: Classified, table: Table, day: date, authority: str = MARKING) -> None:
        """Where secret content stays elsewhere, an amount that was secret is working material: it is made up."""
        record.classification = table.get("classification", Classification.WORKING)
        if content_stays_out() and not may_be_reference(type(record)):  # type: ignore[arg-type] # every one is a record
            record.classification = min(record.classification, Classification.WORKING, key=Classification.values.index)
        if record.classification == Classification.SECRET:
            record.secrecy_provision = self.provisions[table["provision"]]
            record.secrecy_marked_on = day
            record.secrecy_authority = authority

    def load_counterpart(self, table: Table) -> None:
        fields = {name: value for name, value in table.items() if name != "key"}
        self.counterparts[table["key"]] = counterpart = Counterpart(**fields)
        self.create(counterpart)

    def load_event(self, table: Table) -> None:
        names = ("kind", "level", "title", "starts_on", "ends_on", "place", "country", "registry_number")
        texts = ("participants", "summary", "series", "state")
        event = Event(**{name: table.get(name, "") for name in (*names, *texts)})
        self.marked(event, table, table["starts_on"])
        self.create(event)
        self.events[table["key"]] = event
        if table.get("report_home"):
            report = ReportHome(event=event, text=table["report_home"])
            self.marked(report, table, table["starts_on"])
            self.create(report)
        for key in table.get("counterparts", []):
            self.create(EventCounterpart(event=event, counterpart=self.counterparts[key]))
        for order, item_table in enumerate(table.get("agenda_item", []), start=1):
            self.load_agenda_item(event, order, item_table)

    def load_agenda_item(self, event: Event, order: int, table: Table) -> None:
        item = AgendaItem(
            event=event,
            order=order,
            number=table.get("number", ""),
            title=table["title"],
            document_symbol=table.get("document_symbol", ""),
        )
        self.create(item)
        for prepared in table.get("goal", []):
            self.create(
                AgendaItemGoal(
                    agenda_item=item,
                    goal=self.goals[prepared["goal"]],
                    message=prepared.get("message", ""),
                    not_raised=prepared.get("not_raised", False),
                )
            )

    def load_intervention(self, table: Table) -> None:
        event = self.events[table["event"]]
        number = table.get("agenda_item", "")
        intervention = Intervention(
            event=event,
            agenda_item=event.agenda_items.filter(number=number).first() if number else None,
            goal=self.goals[table["goal"]],
            counterpart=self.counterparts.get(table.get("counterpart", "")),
            carried_by=table["carried_by"],
            lean=table["lean"],
            message=table["message"],
            response=table.get("response", ""),
        )
        self.marked(intervention, table, event.ends_on)
        self.create(intervention)
        self.interventions[table["key"]] = intervention

    def load_commitment(self, table: Table) -> None:
        event = self.events[table["event"]] if table.get("event") else None
        commitment = Commitment(
            event=event,
            whose=table["whose"],
            counterpart=self.counterparts.get(table.get("counterpart", "")),
            text=table["text"],
            due_on=table.get("due_on"),
            state=table["state"],
            resolved_on=table.get("resolved_on"),
            resolution=table.get("resolution", ""),
        )
        self.marked(commitment, table, event.ends_on if event else DAY)
        self.create(commitment)
        commitment.goals.set(self.goals[code] for code in table["goals"])
        self.commitments[table["key"]] = commitment

    def load_observation(self, table: Table) -> None:
        organisation = self.organisations[table["organisation"]]
        steps = table.get("step", [])
        names = ("title", "text", "country", "place", "observed_on", "source", "confidence")
        optional = ("agency_registry_number", "agreed_with", "registry_number")
        observation = Observation(
            author=self.people[organisation.key],
            organisation=organisation,
            state=steps[-1]["state"] if steps else Observation.State.DRAFT,
            **{name: table[name] for name in names},
            **{name: table.get(name, "") for name in optional},
        )
        self.marked(observation, table, table["observed_on"], organisation.name)
        self.create(observation, observation.author)
        observation.goals.set(self.goals[code] for code in table.get("goals", []))
        observation.mandate_areas.set(self.mandate_areas[number] for number in table.get("mandate_areas", []))
        self.load_steps(observation, steps)
        self.observations[table["key"]] = observation

    def load_steps(self, observation: Observation, steps: Iterable[Table]) -> None:
        state = Observation.State.DRAFT.value
        for table in steps:
            by_contact = table["state"] in {Observation.State.SUBMITTED, Observation.State.WITHDRAWN}
            ObservationStep.objects.create(
                strategy=self.strategy,
                observation=observation,
                from_state=state,
                to_state=table["state"],
                by=observation.author if by_contact else self.officer,
                at=noon(table["on"]),
                reason=table.get("reason", ""),
            )
            state = table["state"]

    def load_assessment(self, table: Table) -> None:
        names = (
            "assessed_on",
            "attainment",
            "development",
            "effort",
            "happened",
            "contribution",
            "next_steps",
        )
        assessment = Assessment(
            round=self.rounds[table["year"]],
            goal=self.goals[table["goal"]],
            state=table["state"],
            public_text=table.get("public_text", ""),
            **{name: table[name] for name in names},
        )
        self.marked(assessment, table, table["assessed_on"])
        self.approve(assessment, table["assessed_on"])
        self.create(assessment)
        for piece in table.get("evidence", []):
            self.load_evidence(assessment, piece)
        self.load_judgement_steps(assessment, table)

    def approve(self, judgement: Assessment | OverallAssessment, day: date) -> None:
        if judgement.state == judgement.State.APPROVED:
            judgement.approved_by = self.head
            judgement.approved_at = noon(day)

    def load_evidence(self, assessment: Assessment, table: Table) -> None:
        self.create(
            Evidence(
                assessment=assessment,
                number=table["number"],
                stance=table.get("stance", Evidence.Stance.SUPPORTS),
                intervention=self.interventions.get(table.get("intervention", "")),
                commitment=self.commitments.get(table.get("commitment", "")),
                observation=self.observations.get(table.get("observation", "")),
                measurement=self.named("measurements", table.get("measurement", "")),
                contribution=self.named("contributions", table.get("contribution", "")),
                activity=self.named("activities", table.get("activity", "")),
                document=table.get("document", ""),
                document_date=table.get("document_date"),
            )
        )

    def named(self, dictionary: str, key: str) -> Any:
        """What a file has named by key, in a dictionary that the loading of that file fills; none where none is."""
        found: dict[str, Record] = getattr(self, dictionary, {})
        return found[key] if key else None

    def load_judgement_steps(self, assessment: Assessment, table: Table) -> None:
        way = {
            "draft": [],
            "proposed": ["draft", "proposed"],
            "returned": ["draft", "proposed", "returned"],
            "approved": ["draft", "proposed", "approved"],
        }[assessment.state]
        for before, after in pairwise(way):
            AssessmentStep.objects.create(
                strategy=self.strategy,
                assessment=assessment,
                from_state=before,
                to_state=after,
                by=self.officer if after == "proposed" else self.head,
                at=noon(table["assessed_on"]),
                reason=table.get("return_reason", "") if after == "returned" else "",
            )

    def load_overall(self, table: Table) -> None:
        judgement = OverallAssessment(
            round=self.rounds[table["year"]],
            focus_area=self.focus_areas.get(table["focus_area"]),
            text=table["text"],
            public_text=table.get("public_text", ""),
            state=OverallAssessment.State.APPROVED,
        )
        self.approve(judgement, date(table["year"] + 1, 2, 4))
        self.create(judgement)
