"""Who is who: those one meets, those who are asked, those one works with."""

from itertools import groupby
from typing import Any

from django.db.models import Count, Q

from dialogue.meetings.models.events import Counterpart
from reporting.assessments.material import Material
from strategy.access import Role
from strategy.decision.models import Strategy
from strategy.people.models import Membership, User
from strategy.people.organisations import Organisation

MOST_COUNTERPARTS, MOST_CONTACTS = 8, 30


def counterparts(material: Material) -> list[Counterpart]:
    """Those met most often, each with how often, `met`."""
    met = Count("event_counterparts__event", filter=Q(event_counterparts__event__in=held(material)), distinct=True)
    known = material.own(Counterpart.objects).annotate(met=met).filter(met__gt=0)
    return list(known.order_by("-met", "sort_key")[:MOST_COUNTERPARTS])


def held(material: Material) -> Any:
    return material.events.taken_place().order_by().values("pk")


def agencies(user: User, strategy: Strategy) -> list[tuple[Organisation, list[User]]]:
    """With their contacts, for those who may see whose roles these are."""
    contacts = Membership.objects.in_force().visible_to(user).contacts_of(strategy)
    named = contacts.select_related("user", "organisation").order_by("organisation__sort_key", "user__sort_key")
    by_organisation = groupby(named[:MOST_CONTACTS], key=lambda contact: contact.organisation)
    return [(organisation, [each.user for each in own]) for organisation, own in by_organisation if organisation]


def colleagues(user: User, strategy: Strategy) -> list[Membership]:
    """Officers, heads and delegations, the reader aside."""
    roles = [Role.OFFICER, Role.HEAD, Role.DELEGATION]
    held = Membership.objects.in_force().filter(strategy=strategy, role__in=roles).exclude(user=user)
    return list(held.select_related("user", "organisation", "deputy_for").order_by("role", "user__sort_key")[:20])
