"""What waits for somebody in this role, from conditions in the database."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialogue.models import Commitment, Event, Observation
from reporting.models import Assessment
from strategy.access import Action, Kind
from strategy.models import Strategy, User

MOST_COMMITMENTS = 3


@dataclass(frozen=True)
class Task:
    text: str
    detail: str
    url: str
    late: bool = False


def todo(user: User, strategy: Strategy) -> list[Task]:
    return [
        *late_commitments(user, strategy),
        *waiting_observations(user, strategy),
        *unminuted_events(user, strategy),
        *proposed_assessments(user, strategy),
    ]


def short(day: date | None) -> str:
    return date_format(day, "SHORT_DATE_FORMAT") if day else ""


def late_commitments(user: User, strategy: Strategy) -> list[Task]:
    late = Commitment.objects.visible_to(user).filter(strategy=strategy).late_on(strategy.today())
    return [
        Task(
            text=commitment.text,
            detail=_("skulle ha varit klart %(day)s") % {"day": short(commitment.due_on)},
            url=commitment.get_absolute_url(),
            late=True,
        )
        for commitment in late.order_by("due_on")[:MOST_COMMITMENTS]
    ]


def waiting_observations(user: User, strategy: Strategy) -> list[Task]:
    if not user.may(Action.APPROVE, Kind.OBSERVATION, strategy.pk):
        return []
    waiting = Observation.objects.visible_to(user).of(strategy.pk).filter(state="submitted")
    names = waiting.order_by("organisation__sort_key").values_list("organisation__abbreviation", "organisation__name")
    organisations = list(dict.fromkeys(abbreviation or name for abbreviation, name in names.distinct()))
    count = waiting.count()
    if not count:
        return []
    text = ngettext(
        "%(count)d fältobservation väntar på granskning",
        "%(count)d fältobservationer väntar på granskning",
        count,
    )
    url = reverse("dialogue:observations", args=[strategy.slug])
    return [Task(text=text % {"count": count}, detail=", ".join(organisations), url=url)]


def unminuted_events(user: User, strategy: Strategy) -> list[Task]:
    if not user.may(Action.WRITE, Kind.DIALOGUE, strategy.pk):
        return []
    held = Event.objects.visible_to(user).of(strategy.pk).filter(state="held").order_by("starts_on")
    return [
        Task(
            text=_("%(event)s är inte dokumenterat") % {"event": event.title},
            detail=_("hölls %(day)s") % {"day": short(event.starts_on)},
            url=event.get_absolute_url(),
        )
        for event in held[:MOST_COMMITMENTS]
    ]


def proposed_assessments(user: User, strategy: Strategy) -> list[Task]:
    proposed = Assessment.objects.visible_to(user).filter(strategy=strategy, state="proposed")
    years = list(proposed.order_by("round__year").values_list("round__year", flat=True))
    if not years:
        return []
    text = ngettext(
        "%(count)d bedömning för %(year)d väntar på godkännande",
        "%(count)d bedömningar för %(year)d väntar på godkännande",
        years.count(years[0]),
    )
    return [
        Task(
            text=text % {"count": years.count(year), "year": year},
            detail=_("av enhetschefen"),
            url=reverse("reporting:round", args=[strategy.slug, year]),
        )
        for year in dict.fromkeys(years)
    ]
