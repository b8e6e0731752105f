from datetime import date, timedelta
from typing import Any

from django.db.models import Case, F, Q, TextField, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from dialogue.commitments.models import Commitment, CommitmentQuerySet
from dialogue.instructions.models import Instruction, InstructionQuerySet
from dialogue.meetings.models.events import Event, EventQuerySet
from dialogue.meetings.models.questions import without_preparation
from dialogue.templatetags.dialogue import near_days
from reporting.overview.todo.desk import Desk
from reporting.overview.todo.tasks import Sort, Task, Waiting, one_by_one, short
from strategy.access import Action, Kind, Role
from strategy.records.owners import with_owner_named

SOON = timedelta(days=14)
WHO_PROMISED = {
    "who": Case(
        When(whose="counterpart", then=Coalesce("counterpart__name", Value(""))),
        default=Value(""),
        output_field=TextField(),
    )
}


def open_commitments(desk: Desk) -> CommitmentQuerySet:
    visible = Commitment.objects.visible_to(desk.user).in_state("open")
    followed: CommitmentQuerySet = with_owner_named(visible).filter(desk.is_followed(Kind.DIALOGUE, Commitment))
    return followed


def late_commitments(desk: Desk, late: CommitmentQuerySet) -> Sort:
    return commitments(desk, late, _("%(whose)s, skulle ha varit klart %(day)s"), late=True)


def late_now(desk: Desk) -> Sort:
    return late_commitments(desk, open_commitments(desk).filter(desk.by_own_day(lambda day: Q(due_on__lt=day))))


def promises_due(desk: Desk) -> Sort:
    """What counterparts have to do within two weeks."""
    promised = open_commitments(desk).filter(whose="counterpart")
    return commitments(desk, promised.filter(within_two_weeks(desk)), _("%(whose)s, senast %(day)s"))


def follow_up_due(desk: Desk) -> Sort:
    """What we ourselves are to follow up within two weeks."""
    own = open_commitments(desk).filter(whose="sweden")
    return commitments(desk, own.filter(within_two_weeks(desk)), _("%(whose)s, senast %(day)s"))


def within_two_weeks(desk: Desk) -> Q:
    return desk.by_own_day(lambda day: Q(due_on__range=(day, day + SOON)))


def commitments(desk: Desk, things: CommitmentQuerySet, shape: str, *, late: bool = False) -> Sort:
    def tell(commitment: Waiting, url: str) -> Task:
        whose = commitment.who or _("uppföljningspunkt")
        detail = desk.with_owner(shape % {"whose": whose, "day": short(commitment.day)}, commitment)
        return Task(commitment.text, detail, url, late=late, strategy=commitment.strategy, day=commitment.day)

    among, in_order = with_owner_named(Commitment.objects.all()), things.order_by("due_on", "pk")
    columns = {"text": F("text"), "day": F("due_on"), **WHO_PROMISED, "owner": F("named_owner")}
    return one_by_one(in_order, among, tell, lambda pk: desk.address("dialogue:commitments", pk), **columns)


def meetings(desk: Desk) -> EventQuerySet:
    able = desk.able(Action.WRITE, Kind.DIALOGUE)
    return desk.in_own_hands(Event.objects.visible_to(desk.user).filter(strategy__in=able))


def unminuted_events(desk: Desk) -> Sort:
    def tell(event: Waiting, url: str) -> Task:
        text = _("%(event)s är inte dokumenterat") % {"event": event.text}
        detail = desk.with_owner(_("hölls %(day)s") % {"day": short(event.day)}, event)
        return Task(text, detail, url, strategy=event.strategy)

    return events(desk, meetings(desk).unminuted().order_by("starts_on", "pk"), tell)


def unprepared_events(desk: Desk) -> Sort:
    """Planned dialogue that begins within two weeks with no goal prepared for it."""

    def tell(event: Waiting, url: str) -> Task:
        text = _("Inget mål är förberett inför %(event)s") % {"event": event.text}
        detail = desk.with_owner(_("börjar %(day)s") % {"day": short(event.day)}, event)
        return Task(text, detail, url, strategy=event.strategy)

    def soon(day: date) -> Q:
        return Q(state="planned", ends_on__gte=day, starts_on__lte=day + SOON)

    planned = meetings(desk).dialogue().filter(desk.by_own_day(soon)).order_by("starts_on", "pk")
    return events(desk, without_preparation(planned), tell)


def coming_events(desk: Desk, ahead: EventQuerySet) -> Sort:
    def tell(event: Waiting, url: str) -> Task:
        assert event.day
        assert event.until
        days = near_days(event.day, event.until)
        detail = f"{days} · {event.who}" if event.who else days
        return Task(event.text, detail, url, strategy=event.strategy, day=event.day)

    return events(desk, ahead.order_by("starts_on", "pk"), tell)


def consultations(desk: Desk) -> Sort:
    """The next ones, each with the page where its turn hangs together."""

    def tell(event: Waiting, url: str) -> Task:
        assert event.day
        assert event.until
        address = reverse("reporting:consultation", args=[event.pk])
        return Task(event.text, near_days(event.day, event.until), address, strategy=event.strategy, day=event.day)

    visible = Event.objects.visible_to(desk.user).consultations()
    planned = visible.filter(desk.by_own_day(lambda day: visible.are_planned(day)))
    return events(desk, planned.order_by("starts_on", "pk"), tell)


def planned_events(desk: Desk) -> Sort:
    visible = Event.objects.visible_to(desk.user).exclude(kind=Event.EventKind.ORGANISATION_CONSULTATION)
    return coming_events(desk, visible.filter(desk.by_own_day(lambda day: visible.are_planned(day))))


def events(desk: Desk, things: EventQuerySet, tell: Any) -> Sort:
    columns = {
        "text": F("title"),
        "day": F("starts_on"),
        "until": F("ends_on"),
        "who": F("place"),
        "owner": F("named_owner"),
    }
    among = with_owner_named(Event.objects.all())
    return one_by_one(things, among, tell, lambda pk: desk.address("dialogue:events", pk), **columns)


def instructions_to_read(desk: Desk) -> Sort:
    """What was sent to the delegation that this person is at, until the meeting has been held."""
    own = [held.strategy_id for held in desk.user.memberships_today if held.role == Role.DELEGATION]
    sent = Instruction.objects.visible_to(desk.user).in_force().filter(strategy__in=own)
    return instructions(desk, sent, _("Instruktion till %(event)s"))


def instructions_to_send(desk: Desk) -> Sort:
    """Those that this person has begun; of everybody's, all."""
    unsent = Instruction.objects.visible_to(desk.user).exclude(state="sent")
    begun = unsent.filter(strategy__in=desk.able(Action.WRITE, Kind.INSTRUCTION))
    own = begun if desk.is_everybodys else begun.filter(created_by=desk.user)
    return instructions(desk, own, _("Instruktionen till %(event)s är inte skickad"))


def instructions(desk: Desk, things: InstructionQuerySet, shape: str) -> Sort:
    def tell(instruction: Waiting, url: str) -> Task:
        detail = _("mötet börjar %(day)s") % {"day": short(instruction.day)}
        return Task(shape % {"event": instruction.text}, detail, url, strategy=instruction.strategy)

    ahead = things.filter(event__state="planned").order_by("event__starts_on", "pk")
    columns = {"text": F("event__title"), "day": F("event__starts_on")}
    return one_by_one(ahead, Instruction.objects.all(), tell, lambda pk: desk.address("dialogue:events", pk), **columns)
