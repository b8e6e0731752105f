"""Telling people: a row for each, in the transaction of what it tells."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from strategy.access import Role
from strategy.decision.models import Strategy
from strategy.notices.models import Frequency, Notice, NoticeChoice
from strategy.people.models import Membership, User
from strategy.records.owners import Owned


@dataclass(frozen=True)
class Telling:
    """What is to be told of a thing, to whom; `occasion` tells this time from others."""

    kind: str
    thing: models.Model
    to: Iterable[int]  # persons, by their keys
    occasion: str = ""
    day: date | None = None


def tell(telling: Telling, *, by: User | None = None) -> None:
    """Told again is told once. Whoever did it is not told of it."""
    persons = sorted(set(telling.to) - ({by.pk} if by else set()))
    chosen = frequencies(persons, telling.kind)
    thing: Any = telling.thing
    now = timezone.now()
    Notice.objects.bulk_create(
        (
            Notice(
                user_id=person,
                strategy_id=thing.pk if isinstance(thing, Strategy) else thing.strategy_id,
                kind=telling.kind,
                model=thing._meta.label_lower,
                key=thing.pk,
                occasion=telling.occasion,
                day=telling.day,
                at=now,
                frequency=chosen.get(person, Frequency.AT_ONCE),
            )
            for person in persons
        ),
        ignore_conflicts=True,
    )


def frequencies(persons: Collection[int], kind: str) -> Mapping[int, str]:
    choices = NoticeChoice.objects.filter(user__in=persons, kind=kind)
    return dict(choices.values_list("user", "frequency"))


def holders(strategy: Strategy, *roles: str, organisation: int | None = None) -> list[int]:
    """Who has one of these roles in the strategy today, deputies included; of one organisation, where it is named."""
    held = Membership.objects.in_force().filter(strategy=strategy, role__in=roles)
    if organisation is not None:
        held = held.filter(organisation=organisation)
    return list(held.order_by().values_list("user", flat=True).distinct())


def those_answering(thing: Owned) -> list[int]:
    """Whoever answers for it; all officers where nobody does by themselves."""
    person = thing.answering_person
    return [person.pk] if person else holders(thing.strategy, Role.OFFICER)  # type: ignore[attr-defined] # a record's


def tell_what_is_due() -> None:
    """What days bring: the rooms that the setting NOTICES names know what. Run as often as one likes."""
    for strategy in Strategy.objects.filter(status__in=[Strategy.Status.IN_FORCE, Strategy.Status.CLOSED]):
        for name in settings.NOTICES:
            for telling in import_string(name)(strategy):
                tell(telling)


@transaction.atomic
def choose(*, user: User, chosen: Mapping[str, str]) -> None:
    """Holds for what is not sent yet, too."""
    for kind, frequency in chosen.items():
        NoticeChoice.objects.update_or_create(user=user, kind=kind, defaults={"frequency": frequency})
        Notice.objects.of(user).filter(kind=kind, letter=None).update(frequency=frequency)


def read_all(*, user: User) -> int:
    return Notice.objects.of(user).unread().update(read_at=timezone.now())
