"""The registrar's list: what is an official document (allmän handling) and lacks a registry number.

By the Freedom of the Press Act (TF 2 kap.) a document is official when it is kept and has been received or drawn up;
OSL 5:1 has it registered without delay. What that is here:

- received (TF 2:9): an observation from the moment it was sent in, withdrawn and declined ones too; a request for
  disclosure; a meeting's report home, pasted in or attached; a written contact that has taken place.
- drawn up (TF 2:10), when it is adjusted or otherwise finished: a meeting that is minuted; a head's approval of a
  round's judgements, which are registered together as they are decided; a report that is approved; an adopted version
  of the work plan; a contribution that is decided; a decision on a request for disclosure.
- sent (TF 2:10, expedierad): a report, once for each receiver.

Not on the list: drafts and what is proposed (working material, TF 2:12); interventions, commitments, attached files and
what an observation's writer is answered, which are parts of the meeting or observation that is registered; figures
quoted from the decision itself.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogue.attachments.models import Attachment
from dialogue.meetings.models.events import Event
from dialogue.observations.models import Observation, ObservationStep
from priorities.figures.models.funding import Contribution
from priorities.work_plan.models import WorkPlanVersion
from reporting.assessments.models.rounds import RoundDecision
from reporting.disclosures.models import DisclosureDecision, DisclosureRequest
from reporting.reports.models import Report, ReportRelease
from strategy.models import Strategy, User

RECEIVED = gettext_lazy("inkommen")
DRAWN_UP = gettext_lazy("upprättad")
SENT = gettext_lazy("expedierad")


def observations(user: User, strategy: Strategy) -> QuerySet[Any]:
    sent = ObservationStep.objects.filter(observation=OuterRef("pk"), to_state="submitted").order_by()
    first = sent.values("observation").annotate(first=Min("at")).values("first")
    rows = Observation.objects.visible_to(user).of(strategy.pk).select_related("organisation").defer("text")
    return rows.annotate(dated=Coalesce(Subquery(first), F("created_at")))


def requests(user: User, strategy: Strategy) -> QuerySet[Any]:
    return DisclosureRequest.objects.visible_to(user).of(strategy.pk).annotate(dated=F("received_on"))


def meetings(user: User, strategy: Strategy) -> QuerySet[Any]:
    """Registered once, as the meeting, whether its report came in or it was minuted first."""
    files = Attachment.objects.visible_to(user).filter(event__strategy=strategy)
    written = Q(kind=Event.EventKind.WRITTEN_CONTACT, state=Event.State.HELD)
    attached = Q(pk__in=files.values("event"), state=Event.State.HELD)
    documented = Q(state=Event.State.MINUTED) | ~Q(report_home="") | written | attached
    rows = Event.objects.visible_to(user).of(strategy.pk).filter(documented).annotate(dated=F("ends_on"))
    return rows.defer("summary", "report_home", "participants")


def disclosure_decisions(user: User, strategy: Strategy) -> QuerySet[Any]:
    rows = DisclosureDecision.objects.visible_to(user).filter(strategy=strategy)
    return rows.select_related("request").defer("content").annotate(dated=F("at"))


def round_decisions(user: User, strategy: Strategy) -> QuerySet[Any]:
    rows = RoundDecision.objects.filter(strategy=strategy, decision=RoundDecision.Decision.APPROVED)
    return rows.select_related("round__strategy", "by").annotate(dated=F("at"))


def reports(user: User, strategy: Strategy) -> QuerySet[Any]:
    rows = Report.objects.visible_to(user).filter(strategy=strategy, state__in=["approved", "released"])
    return rows.select_related("event", "organisation").annotate(dated=F("approved_at"))


def releases(user: User, strategy: Strategy) -> QuerySet[Any]:
    rows = ReportRelease.objects.filter(strategy=strategy, report__in=Report.objects.visible_to(user).order_by())
    return rows.select_related("report__event", "organisation").annotate(dated=F("at"))


def work_plans(user: User, strategy: Strategy) -> QuerySet[Any]:
    return WorkPlanVersion.objects.visible_to(user).of(strategy.pk).annotate(dated=F("adopted_on"))


def contributions(user: User, strategy: Strategy) -> QuerySet[Any]:
    rows = Contribution.objects.visible_to(user).filter(strategy=strategy, decided_on__isnull=False, paragraph=None)
    return rows.select_related("giver").annotate(dated=F("decided_on"))


@dataclass(frozen=True)
class RegistryKind:
    """`all` are those that are official documents, each with its day or moment as `dated`."""

    noun: str
    label: Promise
    way: Promise
    all: Callable[[User, Strategy], QuerySet[Any]]
    about: Callable[[Any], str]  # what it is called
    other: Callable[[Any], str] = lambda thing: ""  # whom it came from or went to
    address: Callable[[Any], str] = lambda thing: str(thing.get_absolute_url())

    def unregistered(self, user: User, strategy: Strategy) -> QuerySet[Any]:
        """The oldest first."""
        return self.all(user, strategy).filter(registry_number="").order_by("dated", "pk")


KINDS: dict[str, RegistryKind] = {
    kind.noun: kind
    for kind in [
        RegistryKind(
            "observation",
            gettext_lazy("Fältobservationer"),
            RECEIVED,
            observations,
            str,
            lambda seen: str(seen.organisation),
        ),
        RegistryKind(
            "disclosure-request",
            gettext_lazy("Begäran om utlämnande"),
            RECEIVED,
            requests,
            lambda asked: f"{_('Begäran om utlämnande')} {asked.pk}",
        ),
        RegistryKind(
            "disclosure-decision",
            gettext_lazy("Beslut om utlämnande"),
            DRAWN_UP,
            disclosure_decisions,
            lambda decided: (
                _("Beslut %(number)d om %(request)s") % {"number": decided.number, "request": decided.request}
            ),
        ),
        RegistryKind("event", gettext_lazy("Möten"), DRAWN_UP, meetings, str),
        RegistryKind(
            "round-decision",
            gettext_lazy("Godkända bedömningar"),
            DRAWN_UP,
            round_decisions,
            lambda decided: (
                _("Bedömningar %(year)s, godkända av %(who)s") % {"year": decided.round.year, "who": decided.by}
            ),
            address=lambda decided: str(decided.round.get_absolute_url()),
        ),
        RegistryKind(
            "report",
            gettext_lazy("Rapporter"),
            DRAWN_UP,
            reports,
            lambda made: f"{made}, {made.get_audience_display()}, {made.get_language_display()}",
        ),
        RegistryKind(
            "report-release",
            gettext_lazy("Expedierade rapporter"),
            SENT,
            releases,
            lambda sent: f"{sent.report}, {sent.report.get_audience_display()}",
            lambda sent: str(sent.organisation),
            lambda sent: str(sent.report.get_absolute_url()),
        ),
        RegistryKind("work-plan-version", gettext_lazy("Arbetsplaner"), DRAWN_UP, work_plans, str),
        RegistryKind(
            "contribution", gettext_lazy("Bidrag"), DRAWN_UP, contributions, str, lambda given: str(given.giver)
        ),
    ]
}


@dataclass(frozen=True)
class Entry:
    """Something that waits for its number."""

    kind: RegistryKind
    thing: Any

    @property
    def about(self) -> str:
        return self.kind.about(self.thing)

    @property
    def other(self) -> str:
        return self.kind.other(self.thing)

    @property
    def address(self) -> str:
        return self.kind.address(self.thing)

    @property
    def dated(self) -> date | None:
        """The Swedish day."""
        moment: date | datetime | None = self.thing.dated
        return timezone.localdate(moment) if isinstance(moment, datetime) else moment

    @property
    def version(self) -> int:
        """What was read; 0 for what is sealed and has no versions."""
        return int(getattr(self.thing, "version", 0))

    @property
    def marking(self) -> str:
        return str(getattr(self.thing, "effective_classification", ""))

    @property
    def marking_label(self) -> str:
        return self.thing.get_effective_classification_display() if self.marking else ""


def counts(user: User, strategy: Strategy) -> dict[str, int]:
    """How many of each kind wait, in the order of the kinds."""
    number = Count("pk", distinct=True)
    first, *others = [
        kind.unregistered(user, strategy).order_by().values(noun=Value(noun)).annotate(waiting=number)
        for noun, kind in KINDS.items()
    ]
    found = dict(first.union(*others, all=True).values_list("noun", "waiting"))
    return {noun: found[noun] for noun in KINDS}


def waiting(user: User, strategy: Strategy) -> Iterator[Entry]:
    """Everything that waits, kind by kind."""
    for kind in KINDS.values():
        for thing in kind.unregistered(user, strategy).iterator(chunk_size=500):
            yield Entry(kind, thing)
