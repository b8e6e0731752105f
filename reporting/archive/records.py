"""Every kind of record in the product, with what its history and the bin need to know of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import ForeignKey, Model
from django.urls import NoReverseMatch
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dialogue.attachments.models import Attachment
from dialogue.commitments.models import Commitment
from dialogue.meetings.models.events import AgendaItem, AgendaItemGoal, Counterpart, Event, EventCounterpart
from dialogue.meetings.models.interventions import Intervention
from dialogue.meetings.services import meeting_of, require_held, require_under_way
from dialogue.observations.models import Observation
from priorities.figures.models.funding import Contribution, Posting
from priorities.figures.models.indicators import Indicator, Measurement
from priorities.work_plan.models import Activity
from reporting.assessments.judgements import refuse_unless_editable
from reporting.assessments.models.evidence import Evidence
from reporting.assessments.models.judgements import Assessment, OverallAssessment
from reporting.disclosures.models import DisclosureItem, DisclosureRequest, Masking
from reporting.reports.models import Report, ReportText
from strategy.history import noun_of
from strategy.models import Record, User
from strategy.services import TransitionRefused

Guard = Callable[[Any], None]


def anything(record: Record) -> None:
    """Nothing stands in the way of its return."""


@dataclass(frozen=True)
class RecordKind:
    """`parents` lead to what it hangs on, the nearest first; `words` is the field that says what it was.

    `may_return` raises where what it hangs on has been closed since.
    """

    model: type[Record]
    label: Promise
    parents: tuple[str, ...] = ()
    may_return: Guard = anything
    words: str = ""

    @property
    def noun(self) -> str:
        return noun_of(self.model)

    @property
    def objects(self) -> Any:
        """The manager with the record's own named questions."""
        return self.model._default_manager

    def parents_of(self, record: Record) -> list[Record]:
        """Those that there are, the nearest first."""
        return [parent for path in self.parents if (parent := follow(record, path)) is not None]

    @property
    def ties(self) -> list[str]:
        """What to fetch along, so that neither its name nor a parent's takes a question of its own."""
        found = [*self.parents, *naming_ties(self.model)]
        for path in self.parents:
            found += [f"{path}__{name}" for name in naming_ties(at_the_end_of(self.model, path))]
        return found


def naming_ties(model: type[Model]) -> list[str]:
    """The foreign keys that a thing's name may be made from: all but those to persons."""
    return [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model is not User
    ]


def at_the_end_of(model: type[Model], path: str) -> type[Model]:
    found: Any = model
    for name in path.split("__"):
        found = found._meta.get_field(name).related_model
    end: type[Model] = found
    return end


def follow(record: Record, path: str) -> Record | None:
    thing: Any = record
    for name in path.split("__"):
        thing = getattr(thing, name, None)
    return thing if isinstance(thing, Record) else None


def own_meeting_under_way(record: Any) -> None:
    require_under_way(meeting_of(record))


def require_open(asked: DisclosureRequest) -> None:
    if not asked.is_open:
        raise TransitionRefused(_("Begäran är beslutad. Öppna den igen för att ändra något."))


def own_assessment_editable(record: Any) -> None:
    refuse_unless_editable(record.assessment)


KINDS: dict[str, RecordKind] = {
    kind.noun: kind
    for kind in [
        RecordKind(Event, _("möte")),
        RecordKind(EventCounterpart, _("motpart vid ett möte"), ("event", "counterpart")),
        RecordKind(Counterpart, _("motpart")),
        RecordKind(AgendaItem, _("punkt på en dagordning"), ("event",), own_meeting_under_way),
        RecordKind(
            AgendaItemGoal, _("förberett budskap"), ("agenda_item", "agenda_item__event"), own_meeting_under_way
        ),
        RecordKind(Intervention, _("framfört budskap"), ("event",), lambda said: require_held(said.event), "message"),
        RecordKind(Commitment, _("utfästelse eller uppföljningspunkt"), ("event",)),
        RecordKind(Observation, _("fältobservation")),
        RecordKind(Attachment, _("bilaga"), ("event", "observation")),
        RecordKind(Assessment, _("målbedömning")),
        RecordKind(
            Evidence, _("underlag"), ("assessment",), lambda piece: refuse_unless_editable(piece.assessment), "document"
        ),
        RecordKind(OverallAssessment, _("samlad bedömning")),
        RecordKind(Indicator, _("indikator")),
        RecordKind(Measurement, _("mätvärde"), ("indicator",)),
        RecordKind(Contribution, _("bidrag")),
        RecordKind(Posting, _("sekondering eller JPO")),
        RecordKind(Activity, _("aktivitet")),
        RecordKind(Report, _("rapport")),
        RecordKind(ReportText, _("text i en rapport"), ("report",)),
        RecordKind(DisclosureRequest, _("begäran om utlämnande")),
        RecordKind(
            DisclosureItem, _("post i en begäran om utlämnande"), ("request",), lambda item: require_open(item.request)
        ),
        RecordKind(Masking, _("maskering"), ("item", "request"), lambda masking: require_open(masking.request)),
    ]
}


def kind_of(record: Record) -> RecordKind:
    return KINDS[noun_of(type(record))]


def address_of(record: Record) -> str:
    """Its own page, or the nearest one that shows it; empty where there is none."""
    return next(filter(None, map(own_address, [record, *kind_of(record).parents_of(record)])), "")


def own_address(record: Record) -> str:
    try:
        return str(record.get_absolute_url())  # type: ignore[attr-defined] # most records have one
    except (AttributeError, NoReverseMatch):
        return ""


def removed_parent(record: Record) -> Record | None:
    """The outermost thing in the bin that it hangs on: what has to come back first."""
    removed: Iterable[Record] = (parent for parent in kind_of(record).parents_of(record) if parent.removed_at)
    return next(iter(reversed(list(removed))), None)
