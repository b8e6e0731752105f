from collections.abc import Callable, Iterable

from django.db.models import Count, F, OuterRef, Subquery
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialogue.observations.models import Observation, ObservationQuerySet, ObservationStep
from reporting.overview.todo.desk import Desk
from reporting.overview.todo.tasks import Sort, Task, Waiting, one_by_one
from strategy.access import Action, Kind
from strategy.people.organisations import short_name_of
from strategy.records.owners import with_owner_named

LATEST_REASON = Subquery(
    ObservationStep.objects.filter(observation=OuterRef("pk")).order_by("-at", "-pk").values("reason")[:1]
)


def to_review(desk: Desk) -> Sort:
    """Told together: how many, and of which organisations in their order."""
    waiting = desk.in_own_hands(in_review(desk).in_state("submitted"))

    def tasks(rows: list[Waiting]) -> list[Task]:
        return [reviewing(desk, strategy, own) for strategy, own in by_strategy(rows)]

    columns = {"who": short_name_of("organisation"), "text": F("organisation__sort_key"), "many": Count("pk")}
    return Sort([waiting.order_by().values("strategy", "organisation")], columns, tasks)


def reviewing(desk: Desk, strategy: int, rows: list[Waiting]) -> Task:
    count = sum(row.many for row in rows)
    text = ngettext(
        "%(count)d fältobservation väntar på granskning",
        "%(count)d fältobservationer väntar på granskning",
        count,
    )
    names = ", ".join(dict.fromkeys(row.who for row in sorted(rows, key=lambda row: row.text)))
    return Task(text % {"count": count}, names, desk.address("dialogue:observations", strategy), strategy=strategy)


def by_strategy(rows: list[Waiting]) -> Iterable[tuple[int, list[Waiting]]]:
    return [(pk, [row for row in rows if row.strategy == pk]) for pk in dict.fromkeys(row.strategy for row in rows)]


def in_review(desk: Desk) -> ObservationQuerySet:
    able = desk.able(Action.APPROVE, Kind.OBSERVATION)
    return Observation.objects.visible_to(desk.user).filter(strategy__in=able)


def asked_for_more(desk: Desk) -> Sort:
    """What contacts have been asked to add to."""

    def tell(observation: Waiting, url: str) -> Task:
        text = _("Komplettering begärd: %(observation)s") % {"observation": observation.text}
        return Task(text, desk.with_owner(observation.who, observation), url, strategy=observation.strategy)

    asked = desk.in_own_hands(in_review(desk).in_state("returned")).order_by("pk")
    columns = {"text": F("title"), "who": short_name_of("organisation"), "owner": F("named_owner")}
    among = with_owner_named(Observation.objects.all())
    return one_by_one(asked, among, tell, lambda pk: desk.address("dialogue:observations", pk), **columns)


def to_answer(desk: Desk) -> Sort:
    """What a contact has been asked to add to, with the reason."""

    def tell(observation: Waiting, url: str) -> Task:
        text = _("Komplettera: %(observation)s") % {"observation": observation.text}
        reason = Truncator(observation.who).chars(120)
        address = reverse("dialogue:addition-new", args=[observation.pk])
        return Task(text, reason, address, strategy=observation.strategy)

    return own(desk, "returned", tell)


def to_send(desk: Desk) -> Sort:
    """A contact's drafts: nobody else's."""

    def tell(observation: Waiting, url: str) -> Task:
        address = reverse("dialogue:observation-edit", args=[observation.pk])
        text = _("Utkast: %(observation)s") % {"observation": observation.text}
        return Task(text, _("inte inskickat"), address, strategy=observation.strategy)

    return own(desk, "draft", tell)


def sent_in(desk: Desk) -> Sort:
    """What a contact waits to have reviewed."""

    def tell(observation: Waiting, url: str) -> Task:
        return Task(observation.text, _("inskickad, väntar på granskning"), url, strategy=observation.strategy)

    return own(desk, "submitted", tell)


def own(desk: Desk, state: str, tell: Callable[[Waiting, str], Task]) -> Sort:
    visible = Observation.objects.visible_to(desk.user).in_state(state).filter(desk.own_or_colleagues())
    columns = {"text": F("title"), "who": LATEST_REASON}
    among = Observation.objects.all()
    return one_by_one(
        visible.order_by("pk"), among, tell, lambda pk: desk.address("dialogue:observations", pk), **columns
    )
