"""What figures may be counted from and reports written from: limited once, to a reader or to an edition."""

from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Exists, F, OuterRef, Q

from dialogue.commitments.models import Commitment, CommitmentQuerySet
from dialogue.meetings.models.events import Event, EventQuerySet
from dialogue.meetings.models.interventions import Intervention, InterventionQuerySet
from dialogue.observations.additions import Addition, AdditionQuerySet
from dialogue.observations.models import Observation, ObservationQuerySet
from dialogue.requests.models import Request, RequestQuerySet
from dialogue.requests.parts import AnswerPart, AnswerPartQuerySet
from priorities.figures.models.funding import Contribution, ContributionQuerySet
from priorities.figures.models.indicators import Measurement, MeasurementQuerySet
from priorities.frameworks.models import Crosswalk, CrosswalkQuerySet
from priorities.goals.models import Goal, GoalQuerySet
from priorities.key_messages.models import KeyMessage, KeyMessageQuerySet
from priorities.work_plan.models import Activity, ActivityQuerySet
from reporting.assessments.models.evidence import Evidence, EvidenceQuerySet
from reporting.assessments.models.judgements import Assessment, AssessmentQuerySet
from reporting.assessments.models.overall import OverallAssessment, OverallAssessmentQuerySet
from strategy.access import Audience, Edition
from strategy.decision.models import Strategy
from strategy.people.models import User


class Material:
    """One strategy's records. Assessments and overall judgements are those in force, observations those accepted.

    `levels` are the assessments whose attainment and effort may be stated, `developments` those whose
    development may be: in an edition a judgement that rests on something left out is not (rule 2 of the domain).
    `as_of` is the earlier day that all of it is limited to, by stored dates and with today's access; None for now.
    Each kind is limited when it is first asked for. `limits` are all that it is limited by.
    """

    def __init__(
        self, strategy: Strategy, limited: Callable[[Any], Any], limits: tuple[Any, ...], as_of: date | None = None
    ) -> None:
        self.strategy = strategy
        self.limited = limited
        self.limits = (strategy.pk, limits, as_of)
        self.as_of = as_of

    @staticmethod
    def seen_by(user: User, strategy: Strategy, day: date | None = None) -> "Material":
        """What somebody may see now; of that, where an earlier day is named, what was there by then."""
        return Material(strategy, lambda things: things.visible_to(user), user.roles_held, day)

    @staticmethod
    def held_in(edition: Edition, strategy: Strategy) -> "Material":
        return HeldMaterial(strategy, lambda things: things.visible_in(edition), (edition,))

    def own(self, things: Any) -> Any:
        return self.limited(things).filter(strategy=self.strategy)

    @cached_property
    def goals(self) -> GoalQuerySet:
        goals: GoalQuerySet = self.limited(Goal.objects)
        return goals.of(self.strategy.pk)

    @cached_property
    def key_messages(self) -> KeyMessageQuerySet:
        key_messages: KeyMessageQuerySet = self.own(KeyMessage.objects)
        return key_messages

    @cached_property
    def events(self) -> EventQuerySet:
        events: EventQuerySet = self.own(Event.objects)
        return events

    @cached_property
    def interventions(self) -> InterventionQuerySet:
        interventions: InterventionQuerySet = self.own(Intervention.objects)
        return interventions.as_of(self.as_of)

    @cached_property
    def commitments(self) -> CommitmentQuerySet:
        commitments: CommitmentQuerySet = self.own(Commitment.objects)
        return commitments.as_of(self.as_of)

    @cached_property
    def observations(self) -> ObservationQuerySet:
        observations: ObservationQuerySet = self.own(Observation.objects)
        return observations.accepted_by(self.as_of)

    @cached_property
    def additions(self) -> AdditionQuerySet:
        """To observations: what was sent."""
        additions: AdditionQuerySet = self.own(Addition.objects)
        return additions.sent_by(self.as_of)

    @cached_property
    def requests(self) -> RequestQuerySet:
        requests: RequestQuerySet = self.own(Request.objects)
        return requests.exclude(state="draft")

    @cached_property
    def answer_parts(self) -> AnswerPartQuerySet:
        """What organisations have answered."""
        parts: AnswerPartQuerySet = self.own(AnswerPart.objects)
        return parts.received()

    @cached_property
    def measurements(self) -> MeasurementQuerySet:
        measurements: MeasurementQuerySet = self.own(Measurement.objects)
        return measurements.as_of(self.as_of)

    @cached_property
    def contributions(self) -> ContributionQuerySet:
        contributions: ContributionQuerySet = self.own(Contribution.objects)
        return contributions.as_of(self.as_of)

    @cached_property
    def activities(self) -> ActivityQuerySet:
        activities: ActivityQuerySet = self.own(Activity.objects)
        return activities.as_of(self.as_of)

    @cached_property
    def crosswalks(self) -> CrosswalkQuerySet:
        crosswalks: CrosswalkQuerySet = self.own(Crosswalk.objects)
        return crosswalks

    @cached_property
    def evidence(self) -> EvidenceQuerySet:
        evidence: EvidenceQuerySet = self.own(Evidence.objects)
        return evidence

    @cached_property
    def assessments(self) -> AssessmentQuerySet:
        assessments: AssessmentQuerySet = self.own(Assessment.objects)
        return assessments.in_force(self.as_of)

    @cached_property
    def levels(self) -> AssessmentQuerySet:
        return self.assessments

    @cached_property
    def developments(self) -> AssessmentQuerySet:
        return self.levels.exclude(development="")

    @cached_property
    def overall_assessments(self) -> OverallAssessmentQuerySet:
        overall: OverallAssessmentQuerySet = self.own(OverallAssessment.objects)
        return overall.in_force(self.as_of)

    def coming(self, day: date) -> EventQuerySet:
        """What was planned ahead of a day: an earlier one's plans have taken place since."""
        return self.events.filter(self.ahead_of(day)).order_by("starts_on", "pk")

    def ahead_of(self, day: date) -> Q:
        return self.events.were_coming(day) if self.as_of else self.events.are_planned(day)


class HeldMaterial(Material):
    """In an edition what hangs on something left out is left out too.

    Each begins with `own` and not with its namesake above, which would be kept, unlimited, until this one is done.
    """

    @cached_property
    def interventions(self) -> InterventionQuerySet:
        interventions: InterventionQuerySet = self.own(Intervention.objects)
        return interventions.filter(event__in=self.events)

    @cached_property
    def commitments(self) -> CommitmentQuerySet:
        commitments: CommitmentQuerySet = self.own(Commitment.objects)
        return commitments.as_of(None).filter(Q(event=None) | Q(event__in=self.events))

    @cached_property
    def evidence(self) -> EvidenceQuerySet:
        evidence: EvidenceQuerySet = self.own(Evidence.objects)
        return evidence.filter(
            Q(intervention=None) | Q(intervention__in=self.interventions),
            Q(commitment=None) | Q(commitment__in=self.commitments),
        )

    @cached_property
    def levels(self) -> AssessmentQuerySet:
        return resting_on(self.evidence, self.assessments)

    @cached_property
    def developments(self) -> AssessmentQuerySet:
        return comparable(self.levels)


def resting_on(evidence: EvidenceQuerySet, assessments: AssessmentQuerySet) -> AssessmentQuerySet:
    """Those whose every piece of evidence is among these."""
    hidden = Evidence.objects.present().filter(assessment=OuterRef("pk")).exclude(pk__in=evidence.values("pk"))
    return assessments.filter(~Exists(hidden))


def comparable(levels: AssessmentQuerySet) -> AssessmentQuerySet:
    """Those whose development may be stated: it compares with the year before, which must be stated too."""
    before = (
        Assessment.objects.present()
        .in_force()
        .filter(goal=OuterRef("goal"), round__year=OuterRef("year_before"))
        .exclude(pk__in=levels.values("pk"))
    )
    stated: AssessmentQuerySet = levels.exclude(development="").annotate(year_before=F("round__year") - 1)
    return stated.filter(~Exists(before))


def left_out_of_the_internal_edition(judgement: OverallAssessment) -> list[str]:
    """Codes of the goals whose judgement of the year the internal edition does not state, though there is one.

    Only for those who may see everything: the writer, whose text would otherwise tell what the edition hides.
    """
    year = Q(round__year=judgement.round.year)
    stated = Material.held_in(Edition(Audience.INTERNAL), judgement.strategy).levels
    judged = Material.held_in(Edition(Audience.INTERNAL_SECRET), judgement.strategy).assessments.filter(year)
    hidden = judged.exclude(pk__in=stated.values("pk"))
    if judgement.focus_area is not None:
        hidden = hidden.filter(goal__focus_area=judgement.focus_area)
    return list(hidden.order_by("goal__order").values_list("goal__code", flat=True))
