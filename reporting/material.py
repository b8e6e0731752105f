"""What figures may be counted from and reports written from: limited once, to a reader or to an edition."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from django.db.models import Exists, F, OuterRef, Q

from dialogue.models import Commitment, Event, Intervention, Observation
from dialogue.querysets import CommitmentQuerySet, EventQuerySet, InterventionQuerySet, ObservationQuerySet
from priorities.models import Activity, Contribution, Goal, Measurement
from priorities.querysets import ActivityQuerySet, ContributionQuerySet, GoalQuerySet, MeasurementQuerySet
from reporting.models import Assessment, Evidence, OverallAssessment
from reporting.querysets import AssessmentQuerySet, EvidenceQuerySet, OverallAssessmentQuerySet
from strategy.access import Edition
from strategy.models import Strategy, User


@dataclass(frozen=True)
class Material:
    """One strategy's records. Assessments and overall judgements are those in force, observations those accepted.

    `levels` are the assessments whose attainment and effort may be stated, `developments` those whose
    development may be: in an edition a judgement that rests on something left out is not (rule 2 of the domain).
    `as_of` is the earlier day that all of it is limited to, by stored dates and with today's access; None for now.
    """

    strategy: Strategy
    goals: GoalQuerySet
    events: EventQuerySet
    interventions: InterventionQuerySet
    commitments: CommitmentQuerySet
    observations: ObservationQuerySet
    measurements: MeasurementQuerySet
    contributions: ContributionQuerySet
    activities: ActivityQuerySet
    evidence: EvidenceQuerySet
    assessments: AssessmentQuerySet
    levels: AssessmentQuerySet
    developments: AssessmentQuerySet
    overall_assessments: OverallAssessmentQuerySet
    as_of: date | None = None

    @classmethod
    def seen_by(cls, user: User, strategy: Strategy, day: date | None = None) -> Self:
        """What somebody may see now; of that, where an earlier day is named, what was there by then."""
        own = Q(strategy=strategy)
        assessments = Assessment.objects.visible_to(user).filter(own).in_force(day)
        return cls(
            strategy=strategy,
            goals=Goal.objects.visible_to(user).of(strategy.pk),
            events=Event.objects.visible_to(user).filter(own),
            interventions=Intervention.objects.visible_to(user).filter(own).as_of(day),
            commitments=Commitment.objects.visible_to(user).filter(own).as_of(day),
            observations=Observation.objects.visible_to(user).filter(own).accepted_by(day),
            measurements=Measurement.objects.visible_to(user).filter(own).as_of(day),
            contributions=Contribution.objects.visible_to(user).filter(own).as_of(day),
            activities=Activity.objects.visible_to(user).filter(own).as_of(day),
            evidence=Evidence.objects.visible_to(user).filter(own),
            assessments=assessments,
            levels=assessments,
            developments=assessments.exclude(development=""),
            overall_assessments=OverallAssessment.objects.visible_to(user).filter(own).in_force(day),
            as_of=day,
        )

    @classmethod
    def held_in(cls, edition: Edition, strategy: Strategy) -> Self:
        own = Q(strategy=strategy)
        events = Event.objects.visible_in(edition).filter(own)
        of_those = Q(event__in=events)
        interventions = Intervention.objects.visible_in(edition).filter(own & of_those)
        commitments = Commitment.objects.visible_in(edition).filter(own & (Q(event=None) | of_those))
        assessments = Assessment.objects.visible_in(edition).filter(own).in_force()
        evidence = Evidence.objects.visible_in(edition).filter(
            own,
            Q(intervention=None) | Q(intervention__in=interventions),
            Q(commitment=None) | Q(commitment__in=commitments),
        )
        levels = resting_on(evidence, assessments)
        return cls(
            strategy=strategy,
            goals=Goal.objects.visible_in(edition).of(strategy.pk),
            events=events,
            interventions=interventions,
            commitments=commitments,
            observations=Observation.objects.visible_in(edition).filter(own),
            measurements=Measurement.objects.visible_in(edition).filter(own),
            contributions=Contribution.objects.visible_in(edition).filter(own),
            activities=Activity.objects.visible_in(edition).filter(own),
            evidence=evidence,
            assessments=assessments,
            levels=levels,
            developments=comparable(levels),
            overall_assessments=OverallAssessment.objects.visible_in(edition).filter(own).in_force(),
        )

    def coming(self, day: date) -> EventQuerySet:
        """What was planned ahead of a day: an earlier one's plans have taken place since."""
        return self.events.coming_on(day) if self.as_of else self.events.planned_from(day)


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
