from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialogue.models import Commitment, Event, Observation
from dialogue.querysets import CommitmentQuerySet
from reporting.todo.tasks import MOST, Task, short
from strategy.access import Action, Kind
from strategy.models import Strategy, User

SOON = timedelta(days=14)


def late_commitments(user: User, strategy: Strategy) -> list[Task]:
    late = Commitment.objects.visible_to(user).filter(strategy=strategy).late_on(strategy.today())
    return tasks_of_commitments(late)


def tasks_of_commitments(late: CommitmentQuerySet) -> list[Task]:
    return [
        Task(
            text=commitment.text,
            detail=_("skulle ha varit klart %(day)s") % {"day": short(commitment.due_on)},
            url=commitment.get_absolute_url(),
            late=True,
        )
        for commitment in late.order_by("due_on", "pk")[:MOST]
    ]


def waiting_observations(user: User, strategy: Strategy) -> list[Task]:
    if not user.may(Action.APPROVE, Kind.OBSERVATION, strategy.pk):
        return []
    waiting = Observation.objects.visible_to(user).of(strategy.pk).in_state("submitted")
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
    held = Event.objects.visible_to(user).of(strategy.pk).filter(state="held").order_by("starts_on", "pk")
    return [
        Task(
            text=_("%(event)s är inte dokumenterat") % {"event": event.title},
            detail=_("hölls %(day)s") % {"day": short(event.starts_on)},
            url=event.get_absolute_url(),
        )
        for event in held[:MOST]
    ]


def unprepared_events(user: User, strategy: Strategy) -> list[Task]:
    """Planned dialogue that begins within two weeks with no goal prepared for it."""
    if not user.may(Action.WRITE, Kind.DIALOGUE, strategy.pk):
        return []
    today = strategy.today()
    planned = Event.objects.visible_to(user).of(strategy.pk).dialogue().planned_from(today)
    soon = planned.filter(starts_on__lte=today + SOON).without_preparation()
    return [
        Task(
            text=_("Inget mål är förberett inför %(event)s") % {"event": event.title},
            detail=_("börjar %(day)s") % {"day": short(event.starts_on)},
            url=event.get_absolute_url(),
        )
        for event in soon[:MOST]
    ]
