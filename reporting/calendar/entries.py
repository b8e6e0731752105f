"""What falls on a day, of all kinds, as one person may see it: meetings, last days, what was approved, deputies."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import Count, F, Func, Q, QuerySet, TextChoices, Window
from django.db.models.functions import RowNumber, TruncDate
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from dialogue.commitments.models import Commitment
from dialogue.meetings.models.events import Event
from dialogue.requests.models import Answer, Request
from priorities.work_plan.models import Activity
from reporting.assessments.models.rounds import RoundDecision
from reporting.reports.models import Report
from strategy.access import Action, Classification, Kind, Role
from strategy.decision.models import Strategy
from strategy.people.models import Membership, User

LONGEST_TITLE = 90


class Sort(TextChoices):
    """In the order in which they stand on a day."""

    MEETING = "meeting", _("Möte")
    COMMITMENT = "commitment", _("Utfästelse")
    FOLLOW_UP = "follow-up", _("Uppföljningspunkt")
    REQUEST = "request", _("Förfrågan")
    ACTIVITY = "activity", _("Arbetsplan")
    JUDGEMENT = "judgement", _("Bedömningar")
    REPORT = "report", _("Rapport")
    DEPUTY = "deputy", pgettext_lazy("one", "Ställföreträdare")


@dataclass(frozen=True)
class Entry:
    """`what` says which kind of meeting, or what falls on the day: never anything that somebody wrote."""

    sort: Sort
    pk: int
    first: date
    last: date
    what: str
    title: str
    url: str
    marking: str = ""  # empty for what has none
    is_settled: bool = False
    settled: str = ""  # how it went
    is_late: bool = False

    @property
    def label(self) -> str:
        return str(self.sort.label)

    @property
    def marking_label(self) -> str:
        return str(Classification(self.marking).label)

    @property
    def is_open(self) -> bool:
        return self.marking == Classification.OPEN

    @property
    def is_secret(self) -> bool:
        return self.marking == Classification.SECRET


@dataclass(frozen=True)
class Source:
    """One kind of thing. `first` and `last` name the columns of its days."""

    rows: QuerySet[Any]
    first: str
    last: str
    entry: Callable[[Any], Entry]

    def between(self, first: date, last: date) -> QuerySet[Any]:
        return self.rows.filter(**{f"{self.first}__lte": last, f"{self.last}__gte": first})


class Month(Func):
    """The month of a day, such as 2022-03; Django's own functions of dates call Python on SQLite."""

    template = "SUBSTR(%(expressions)s, 1, 7)"

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="TO_CHAR(%(expressions)s, 'YYYY-MM')", **context)


@dataclass(frozen=True)
class Slot:
    """A day or a month: the first of what falls in it, and how much there is in all."""

    entries: list[Entry]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.entries)


NOTHING = Slot([], 0)


class Period(NamedTuple):
    first: date
    last: date


def by_day(user: User, strategy: Strategy, period: Period, most: int) -> dict[date, Slot]:
    """By the first day in the period that each thing has."""
    return slots(user, strategy, period, most, F, lambda first: max(first, period.first))


def by_month(user: User, strategy: Strategy, year: int, most: int) -> dict[int, Slot]:
    """What begins in a month, or had begun before the year."""
    period = Period(date(year, 1, 1), date(year, 12, 31))
    return slots(user, strategy, period, most, Month, lambda first: max(first, period.first).month)


def slots(
    user: User,
    strategy: Strategy,
    period: Period,
    most: int,
    group: Callable[[str], Any],
    slot_of: Callable[[date], Any],
) -> dict[Any, Slot]:
    """At most so many entries in each, and one question for each kind of thing, however much there is."""
    rows: dict[Any, list[tuple[date, Source, Any]]] = defaultdict(list)
    counts: dict[Any, dict[Any, int]] = defaultdict(dict)
    for source in sources(user, strategy):
        for row in first_of_each(source, period, group(source.first), most):
            first = getattr(row, source.first)
            rows[slot_of(first)].append((first, source, row))
            counts[slot_of(first)][id(source), row.slot_read] = row.many_read
    return {
        slot: Slot(
            [source.entry(row) for _first, source, row in sorted(found, key=itemgetter(0))[:most]],
            sum(counts[slot].values()),
        )
        for slot, found in rows.items()
    }


def first_of_each(source: Source, period: Period, group: Any, most: int) -> QuerySet[Any]:
    """With how many there are among those that it stands with."""
    rows = source.between(*period).annotate(slot_read=group)
    number = Window(RowNumber(), partition_by="slot_read", order_by=[source.first, "pk"])
    many = Window(Count("*"), partition_by="slot_read")
    found: QuerySet[Any] = rows.annotate(number_read=number, many_read=many).filter(number_read__lte=most)
    return found


def sources(user: User, strategy: Strategy) -> Iterator[Source]:
    """Of everything that this person sees something of."""
    today = strategy.today()
    yield meetings(user, strategy)
    yield commitments(user, strategy, today)
    yield requests(user, strategy, today)
    yield activities(user, strategy, today)
    yield reports(user, strategy)
    if user.may(Action.READ, Kind.ASSESSMENT_STEP, strategy.pk):
        yield round_decisions(strategy)
    yield deputyships(user, strategy)


def meetings(user: User, strategy: Strategy) -> Source:
    """All but those called off."""
    rows = Event.objects.visible_to(user).of(strategy.pk).exclude(state="cancelled").order_by("starts_on", "pk")

    def entry(event: Event) -> Entry:
        return Entry(
            Sort.MEETING,
            event.pk,
            event.starts_on,
            event.ends_on,
            event.get_kind_display(),
            event.title,
            event.get_absolute_url(),
            event.effective_classification,
        )

    fields = rows.only("kind", "title", "starts_on", "ends_on", "effective_classification")
    return Source(fields, "starts_on", "ends_on", entry)


def commitments(user: User, strategy: Strategy, today: date) -> Source:
    rows = Commitment.objects.visible_to(user).of(strategy.pk).order_by("due_on", "pk")

    def entry(commitment: Commitment) -> Entry:
        is_open = commitment.state == Commitment.State.OPEN
        due = commitment.due_on
        assert due is not None  # the period leaves out those without a day
        return Entry(
            Sort.COMMITMENT if commitment.whose == Commitment.Whose.COUNTERPART else Sort.FOLLOW_UP,
            commitment.pk,
            due,
            due,
            gettext("sista dag"),
            Truncator(str(commitment)).chars(LONGEST_TITLE),
            commitment.get_absolute_url(),
            commitment.effective_classification,
            is_settled=not is_open,
            settled="" if is_open else commitment.get_state_display(),
            is_late=is_open and due < today,
        )

    return Source(rows.only("whose", "text", "due_on", "state", "effective_classification"), "due_on", "due_on", entry)


def requests(user: User, strategy: Strategy, today: date) -> Source:
    """By the day when answers are due: a contact's by that of the own organisation, until it has answered."""
    seen = Request.objects.visible_to(user).of(strategy.pk).exclude(state="draft")
    is_contact = user.roles_in(strategy.pk) == {Role.CONTACT}
    own = seen.with_own_answer(user.memberships_in(strategy.pk)[0].organisation_id) if is_contact else seen
    rows: Any = own if is_contact else own.annotate(own_day=F("answer_by"))

    def entry(asked: Any) -> Entry:
        is_answered = getattr(asked, "own_state", "") == Answer.State.ANSWERED
        settled = asked.own_state_label if is_answered else asked.get_state_display()
        return Entry(
            Sort.REQUEST,
            asked.pk,
            asked.own_day,
            asked.own_day,
            gettext("svar senast"),
            Truncator(asked.title).chars(LONGEST_TITLE),
            asked.get_absolute_url(),
            asked.effective_classification,
            is_settled=is_answered or not asked.is_open,
            settled=settled if is_answered or not asked.is_open else "",
            is_late=asked.is_open and not is_answered and asked.own_day < today,
        )

    fields = rows.only("title", "state", "answer_by", "effective_classification")
    return Source(fields.order_by("own_day", "pk"), "own_day", "own_day", entry)


def activities(user: User, strategy: Strategy, today: date) -> Source:
    rows = Activity.objects.visible_to(user).of(strategy.pk).standing().order_by("due_on", "pk")

    def entry(activity: Activity) -> Entry:
        return Entry(
            Sort.ACTIVITY,
            activity.pk,
            activity.due_on,
            activity.due_on,
            gettext("sista dag"),
            Truncator(activity.title).chars(LONGEST_TITLE),
            activity.get_absolute_url(),
            activity.effective_classification,
            is_settled=activity.is_over,
            settled=activity.get_state_display() if activity.is_over else "",
            is_late=not activity.is_over and activity.due_on < today,
        )

    return Source(rows.only("title", "due_on", "state", "effective_classification"), "due_on", "due_on", entry)


def reports(user: User, strategy: Strategy) -> Source:
    """By the day on which a head approved them."""
    seen = Report.objects.visible_to(user).filter(strategy=strategy, state__in=["approved", "released"])
    rows = Report.objects.filter(pk__in=seen.order_by().values("pk")).annotate(day=TruncDate("approved_at"))

    def entry(report: Any) -> Entry:
        what, url = gettext("fastställd"), report.get_absolute_url()
        return Entry(Sort.REPORT, report.pk, report.day, report.day, what, str(report), url)

    return Source(rows.select_related("event").order_by("day", "pk"), "day", "day", entry)


def round_decisions(strategy: Strategy) -> Source:
    """A head's yes to a year's judgements, or to single ones of them."""
    approved = RoundDecision.objects.filter(strategy=strategy, decision="approved")
    rows = approved.annotate(day=TruncDate("at")).select_related("round__strategy")

    def entry(decision: Any) -> Entry:
        year, url = str(decision.round), decision.round.get_absolute_url()
        return Entry(Sort.JUDGEMENT, decision.pk, decision.day, decision.day, gettext("godkända"), year, url)

    return Source(rows.order_by("day", "pk"), "day", "day", entry)


def deputyships(user: User, strategy: Strategy) -> Source:
    """For those who see who stands in for whom; and one's own to everybody."""
    may_read = user.may(Action.READ, Kind.DEPUTY, strategy.pk)
    seen = Membership.objects.deputies_in(strategy).filter(ended_at=None)
    rows = (seen if may_read else seen.filter(Q(user=user))).select_related("user").order_by("since", "pk")
    url = reverse("strategy:deputies", args=[strategy.slug]) if may_read else ""

    def entry(held: Membership) -> Entry:
        last = held.until or held.since
        return Entry(Sort.DEPUTY, held.pk, held.since, last, gettext("för enhetschefen"), str(held.user), url)

    return Source(rows, "since", "until", entry)
