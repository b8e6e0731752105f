"""Receiving a report home, and making messages, answers and promises of its passages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from dialogue.attachments.services import attach
from dialogue.commitments.models import Commitment
from dialogue.commitments.services import record_commitment
from dialogue.files.uploads import Admitted
from dialogue.meetings.models.agenda import AgendaItemGoal
from dialogue.meetings.models.events import Counterpart
from dialogue.meetings.models.interventions import Intervention
from dialogue.meetings.models.reports import ReportHome
from dialogue.meetings.services import change_intervention, log_intervention, require_takes_dialogue
from dialogue.reports_home.models import Passage
from dialogue.reports_home.reading import Span, words_of
from priorities.goals.models import Goal
from strategy.access import Classification
from strategy.people.models import User
from strategy.records.models import MARKING, Classified
from strategy.records.refusals import TransitionRefused
from strategy.records.services import create_record, reclassify_children, save_record


@transaction.atomic
def receive_report_home(*, report: ReportHome, file: Admitted | None, by: User) -> None:
    """Keeps it as the next version, with the file that it came in. Raises ValidationError."""
    earlier = ReportHome._base_manager.filter(event=report.event)
    latest = earlier.aggregate(latest=Max("number"))["latest"] or 0
    if not latest:
        require_takes_dialogue(report.event.strategy)
    report.number = latest + 1
    create_record(record=report, by=by)
    if file is not None:
        attach(file=file, to=report, by=by)


@transaction.atomic
def mark_report_home(*, report: ReportHome, by: User, expected_version: int) -> None:
    """Saves another marking, which reaches its file. Raises Conflict."""
    save_record(record=report, by=by, expected_version=expected_version)
    reclassify_children(children=report.attachments.all(), by=by)


@dataclass(frozen=True, kw_only=True)
class Excerpt:
    """Passages of a report home that are to become one thing on a goal."""

    report: ReportHome
    spans: Sequence[Span]
    goal: Goal
    counterpart: Counterpart | None = None

    @property
    def words(self) -> str:
        return words_of(self.report.text, self.spans)

    @property
    def interventions(self) -> "list[Intervention]":
        """What is written down on the goal at the meeting, the latest first."""
        said = Intervention.objects.present().filter(event=self.report.event, goal=self.goal)
        return list(said.select_related("event", "goal").order_by("-pk"))

    @property
    def prepared(self) -> AgendaItemGoal | None:
        goals = AgendaItemGoal.objects.present().filter(agenda_item__event=self.report.event, goal=self.goal)
        return goals.order_by("agenda_item__order", "pk").first()

    def keep(self, became: str, **made: Intervention | Commitment) -> None:
        for span in self.spans:
            Passage.objects.create(
                strategy=self.report.strategy,
                report_home=self.report,
                start=span.start,
                end=span.end,
                became=became,
                **made,
            )


@transaction.atomic
def take_out_message(*, excerpt: Excerpt, by: User) -> Intervention:
    """Raises TransitionRefused where the meeting is not held."""
    message = begun(excerpt, excerpt.words)
    log_intervention(intervention=message, by=by)
    excerpt.keep(Passage.Became.MESSAGE, intervention=message)
    return message


def begun(excerpt: Excerpt, words: str) -> Intervention:
    prepared = excerpt.prepared
    intervention = Intervention(
        strategy=excerpt.report.strategy,
        event=excerpt.report.event,
        goal=excerpt.goal,
        agenda_item=prepared.agenda_item if prepared else None,
        counterpart=excerpt.counterpart,
        message=words,
    )
    hand_on_marking(excerpt.report, intervention)
    return intervention


def hand_on_marking(report: ReportHome, record: Classified) -> None:
    """What is taken out of a report is never more open than that."""
    order = Classification.values
    if order.index(report.classification) > order.index(record.classification):
        for name in MARKING:
            setattr(record, name, getattr(report, name))


@transaction.atomic
def take_out_answer(*, excerpt: Excerpt, lean: str, by: User) -> Intervention:
    """The answer to the latest message on the goal, by the same counterpart or one not named yet; what the same one has
    answered before is added to. To a counterpart that has answered nothing yet, the message is the same as to others.

    Raises TransitionRefused where nothing is written down nor prepared that it could be the answer to.
    """
    said = excerpt.interventions
    other = excerpt.counterpart
    fitting = (one for one in said if not other or one.counterpart_id in {None, other.pk})
    intervention = next(iter(sorted(fitting, key=lambda one: bool(one.response))), None)
    if intervention is None:
        intervention = begun(excerpt, message_answered(excerpt, said))
    hand_on_marking(excerpt.report, intervention)
    intervention.counterpart = other or intervention.counterpart
    intervention.response = "\n\n".join(filter(None, [intervention.response, excerpt.words]))
    intervention.lean = lean
    if intervention.pk is None:
        log_intervention(intervention=intervention, by=by)
    else:
        change_intervention(intervention=intervention, by=by, expected_version=intervention.version)
    excerpt.keep(Passage.Became.RESPONSE, intervention=intervention)
    return intervention


def message_answered(excerpt: Excerpt, said: Sequence[Intervention]) -> str:
    prepared = excerpt.prepared
    words = said[0].message if said else prepared.message if prepared else ""
    if not words:
        sentence = _("Markera först vad Sverige framförde om %(goal)s: svaret hör till ett budskap.")
        raise TransitionRefused(sentence % {"goal": excerpt.goal.code})
    return words


@transaction.atomic
def take_out_promise(*, excerpt: Excerpt, due_on: date | None, by: User) -> Commitment:
    """Raises ValidationError where nobody is named whose promise it is."""
    if excerpt.counterpart is None:
        raise ValidationError({"counterpart": _("Ange vems utfästelse det är.")})
    promise = Commitment(
        strategy=excerpt.report.strategy,
        event=excerpt.report.event,
        counterpart=excerpt.counterpart,
        text=excerpt.words,
        due_on=due_on,
    )
    hand_on_marking(excerpt.report, promise)
    record_commitment(commitment=promise, goals=[excerpt.goal], by=by)
    excerpt.keep(Passage.Became.COMMITMENT, commitment=promise)
    return promise
