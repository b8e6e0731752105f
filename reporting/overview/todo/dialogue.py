from datetime import date, timedelta

from django.db.models import Count, F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialogue.commitments.models import Commitment, CommitmentQuerySet
from dialogue.meetings.models.events import Event, EventQuerySet
from dialogue.meetings.models.questions import without_preparation
from dialogue.observations.models import Observation
from reporting.overview.todo.tasks import Sort, Task, Waiting, one_by_one, short
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.people.organisations import short_name_of

SOON = timedelta(days=14)


def late_commitments(late: CommitmentQuerySet) -> Sort:
    def tell(commitment: Waiting, url: str) -> Task:
        detail = _("skulle ha varit klart %(day)s") % {"day": short(commitment.day)}
        return Task(commitment.text, detail, url, late=True)

    return one_by_one(late.order_by("due_on", "pk"), Commitment.objects.all(), tell, text=F("text"), day=F("due_on"))


def waiting_observations(user: User, strategy: Strategy) -> Sort:
    """Told together: how many, and of which organisations in their order."""

    def tasks(rows: list[Waiting]) -> list[Task]:
        count = sum(row.many for row in rows)
        text = ngettext(
            "%(count)d fältobservation väntar på granskning",
            "%(count)d fältobservationer väntar på granskning",
            count,
        )
        names = ", ".join(dict.fromkeys(row.who for row in sorted(rows, key=lambda row: row.text)))
        url = reverse("dialogue:observations", args=[strategy.slug])
        return [Task(text % {"count": count}, names, url)] if rows else []

    waiting = Observation.objects.visible_to(user).of(strategy.pk).in_state("submitted")
    by_organisation = waiting.order_by().values("organisation")
    columns = {"who": short_name_of("organisation"), "text": F("organisation__sort_key"), "many": Count("pk")}
    return Sort(by_organisation, columns, tasks)


def unminuted_events(events: EventQuerySet) -> Sort:
    def tell(event: Waiting, url: str) -> Task:
        text = _("%(event)s är inte dokumenterat") % {"event": event.text}
        return Task(text, _("hölls %(day)s") % {"day": short(event.day)}, url)

    held = events.unminuted().order_by("starts_on", "pk")
    return one_by_one(held, Event.objects.all(), tell, text=F("title"), day=F("starts_on"))


def unprepared_events(events: EventQuerySet, today: date) -> Sort:
    """Planned dialogue that begins within two weeks with no goal prepared for it."""

    def tell(event: Waiting, url: str) -> Task:
        text = _("Inget mål är förberett inför %(event)s") % {"event": event.text}
        return Task(text, _("börjar %(day)s") % {"day": short(event.day)}, url)

    soon = without_preparation(events.dialogue().planned_from(today).filter(starts_on__lte=today + SOON))
    return one_by_one(soon, Event.objects.all(), tell, text=F("title"), day=F("starts_on"))
