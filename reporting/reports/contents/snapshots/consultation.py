"""The contents of a pack for an organisation consultation: what is new since the one before, and what to ask."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils import translation

from dialogue.commitments.models import Commitment
from dialogue.meetings.models.events import Event
from dialogue.observations.models import Observation
from priorities.goals.models import FocusArea
from priorities.work_plan.models import Activity
from reporting import figures
from reporting.reports.consultations import Span, agencies_of
from reporting.reports.contents.snapshots import drafts, pieces
from reporting.reports.contents.snapshots.asked import Asked
from reporting.reports.contents.snapshots.base import Contents, counterparts_of
from reporting.reports.contents.snapshots.judged import changed_judgements
from reporting.reports.contents.snapshots.pieces import bilingual, day
from reporting.reports.contents.snapshots.spoken import told_silences
from reporting.reports.contents.snapshots.work_plan import WorkPlan, named
from reporting.reports.models import Report
from strategy.people.organisations import Organisation

SCHEMA = "consultation-2"

Json = dict[str, Any]


def contents(report: Report, taken_at: datetime) -> Json:
    """Everything the pack says, as plain JSON types. A fixed number of queries, however much there is."""
    return ConsultationContents(report).write(taken_at)


class ConsultationContents(Contents):
    def __init__(self, report: Report) -> None:
        super().__init__(report)
        assert report.event is not None
        self.event: Event = report.event
        self.span = Span.of(report.event, report.evidence_until, report.edition)
        self.work_plan = WorkPlan(self.material, self.span.first, self.span.until)

    def write(self, taken_at: datetime) -> Json:
        written: Json = {
            **self.heading(SCHEMA, taken_at, self.span.until),
            "organisation": named(self.report.organisation) if self.report.organisation else None,
            "consultation": self.meeting(self.event),
            "before": self.meeting(self.span.before) if self.span.before else None,
            "since": day(self.span.first),
            "horizon": day(self.span.horizon),
            "goals": [self.goal(goal) for goal in self.goals],
            "focus_areas": self.focus_areas(),
            "judgements": changed_judgements(self.material, self.goals, self.span),
            "events": [pieces.of_event(event, counterparts_of(event)) for event in self.events],
            "observations": self.by_agency(self.observations),
            "requests": Asked(self.report, self.event, self.material).by_agency(),
            "commitments": self.commitments(),
            "work_plan": self.lines(),
            "blind_spot_months": self.strategy.blind_spot_months,
            "blind_spots": self.blind_spots() if self.tells_of_silence else None,
        }
        with translation.override(self.report.language):
            written["agenda"] = self.text("agenda", None, lambda: drafts.agenda(written))
            written["questions"] = [self.questions(agency, written) for agency in agencies_of(self.report)]
        return written

    def blind_spots(self) -> list[Json]:
        return told_silences(figures.blind_spots(self.material, self.span.until))

    def meeting(self, event: Event) -> Json:
        """Its day, which its readers are asked to; what it is called and where it is, where the edition holds it."""
        is_held = self.material.events.filter(pk=event.pk).exists()
        return {
            "title": event.title if is_held else "",
            "place": event.place if is_held else "",
            "starts_on": day(event.starts_on),
            "ends_on": day(event.ends_on),
        }

    def goal(self, goal: Any) -> Json:
        return {"code": goal.code, "title": bilingual(goal.short_title, goal.short_title_en)}

    def focus_areas(self) -> list[Json]:
        return [
            {
                "code": area.code,
                "short_title": bilingual(area.short_title, area.short_title_en),
                "goals": [goal.code for goal in self.goals if goal.focus_area_id == area.pk],
            }
            for area in FocusArea.objects.of(self.strategy.pk)
        ]

    # ------------------------------------------------------------ what is new

    @cached_property
    def events(self) -> list[Event]:
        """Dialogue that took place since the consultation before."""
        meetings = self.material.events.meetings(self.span.first, self.span.until)
        return list(meetings.prefetch_related(self.counterparts()).order_by("starts_on", "pk"))

    @cached_property
    def observations(self) -> list[Observation]:
        accepted = self.material.observations.accepted_between(self.span.first, self.span.until)
        return list(
            accepted.select_related("organisation")
            .prefetch_related("goals", "mandate_areas", self.additions())
            .order_by("organisation__sort_key", "-observed_on", "pk")
        )

    def by_agency(self, observations: Iterable[Observation]) -> list[Json]:
        by_organisation: dict[int, list[Observation]] = defaultdict(list)
        for observation in observations:
            by_organisation[observation.organisation_id].append(observation)
        return [
            {
                "organisation": named(rows[0].organisation),
                "observations": [pieces.of_observation(row) for row in rows],
            }
            for rows in by_organisation.values()
        ]

    # ------------------------------------------------------- what is promised

    @cached_property
    def open_commitments(self) -> list[Commitment]:
        return list(self.of_commitments(figures.open_on(self.material.commitments, self.span.until)))

    def commitments(self) -> Json:
        resolved = self.of_commitments(
            self.material.commitments.filter(resolved_on__range=(self.span.first, self.span.until))
        )
        return {
            "before": [self.promise(commitment) for commitment in self.open_commitments if self.is_due(commitment)],
            "after": [self.promise(commitment) for commitment in self.open_commitments if self.is_due_soon(commitment)],
            "resolved": [self.promise(commitment) for commitment in resolved],
        }

    def of_commitments(self, rows: Any) -> Any:
        return rows.select_related("counterpart", "event").prefetch_related("goals").order_by("due_on", "pk")

    def promise(self, commitment: Commitment) -> Json:
        return pieces.of_commitment(commitment, self.span.until)

    def is_due(self, commitment: Commitment) -> bool:
        return commitment.due_on is not None and commitment.due_on <= self.event.ends_on

    def is_due_soon(self, commitment: Commitment) -> bool:
        return commitment.due_on is not None and self.event.ends_on < commitment.due_on <= self.span.horizon

    # ------------------------------------------------------ who is to do what

    def lines(self) -> list[Json]:
        """By the party that answers for the line; parties with nothing late, soon or done are left out."""
        parties: dict[int, list[Activity]] = defaultdict(list)
        for activity in self.work_plan.activities:
            parties[activity.responsible_id].append(activity)
        by_party = [
            self.party(rows) for rows in sorted(parties.values(), key=lambda rows: rows[0].responsible.sort_key)
        ]
        return [party for party in by_party if any(party[name] for name in ("late", "soon", "done", "dropped"))]

    def party(self, activities: list[Activity]) -> Json:
        plan = self.work_plan
        ended = {state: set(map(id, plan.ended(state))) for state in (Activity.State.DONE, Activity.State.DROPPED)}
        return {
            "organisation": named(activities[0].responsible),
            "late": [plan.told(row) for row in activities if plan.is_late(row)],
            "soon": [plan.told(row) for row in activities if self.is_soon(row)],
            "done": [plan.told(row) for row in activities if id(row) in ended[Activity.State.DONE]],
            "dropped": [plan.told(row) for row in activities if id(row) in ended[Activity.State.DROPPED]],
        }

    def is_soon(self, activity: Activity) -> bool:
        plan = self.work_plan
        return not plan.is_over(activity) and self.span.until <= plan.due_then(activity) <= self.span.horizon

    # ----------------------------------------------------------- what to ask

    @cached_property
    def goals_seen(self) -> dict[int, set[str]]:
        """By organisation: the goals that it has ever told something of, or has a line of the work plan on."""
        codes: dict[int, set[str]] = defaultdict(set)
        seen = self.material.observations.order_by().values_list("organisation", "goals__code")
        lines = self.material.activities.order_by().values_list("responsible", "goals__code")
        for organisation_id, code in [*seen, *lines]:
            if code:
                codes[organisation_id].add(code)
        return codes

    def questions(self, agency: Organisation, written: Json) -> Json:
        known = self.goals_seen[agency.pk]
        drafted = self.text("questions", agency.pk, lambda: drafts.questions(named(agency), known, written))
        return {"organisation": named(agency), **drafted}
