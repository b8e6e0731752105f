"""Who hands over, and who may take it."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from strategy.access import Role
from strategy.decision.models import Strategy
from strategy.people.models import Membership, MembershipQuerySet, User, UserQuerySet, holding

# Who reads all that a role does, besides those with the same one.
ABOVE: dict[str, frozenset[str]] = {
    Role.DELEGATION: frozenset({Role.OFFICER}),
    Role.READER: frozenset({Role.OFFICER, Role.DELEGATION}),
}
QUESTIONS = (
    _("Vad är på gång som inte står här?"),
    _("Vilka ska efterträdaren ringa först, och om vad?"),
    _("Vad har du lovat eller kommit överens om utan att det är skrivet?"),
    _("Vad är känsligt just nu, och hur har du hanterat det?"),
    _("Vad hade du gjort härnäst?"),
)


def of_strategy(strategy: Strategy) -> MembershipQuerySet:
    """Roles by themselves: what a deputy does ends with the head's own."""
    return Membership.objects.filter(strategy=strategy, deputy_for=None)


def roles_left(leaver: User, strategy: Strategy) -> list[Membership]:
    """Those that are handed over: of today; for whoever has gone, the last one."""
    own = of_strategy(strategy).filter(user=leaver).select_related("organisation")
    return list(own.in_force()) or list(own.order_by("-until", "-pk")[:1])


def possible_receivers(leaver: User, strategy: Strategy) -> UserQuerySet:
    """Those who may see all that is given: by the same roles, or by one that reads more."""
    people = User.objects.active().exclude(pk=leaver.pk)
    for left in roles_left(leaver, strategy):
        roles = {left.role, *ABOVE.get(left.role, ())}
        held = of_strategy(strategy).in_force().filter(role__in=roles)
        if left.role == Role.CONTACT:
            held = held.filter(organisation=left.organisation)
        people = people.filter(holding(held))
    return people.order_by("sort_key", "pk")


def those_ending(strategy: Strategy, day: Any) -> Iterable[Membership]:
    """Roles that have a last day by then, with their persons."""
    ending = of_strategy(strategy).in_force().filter(until__lte=day).exclude(role=Role.CONTACT)
    return ending.select_related("user").order_by("until", "pk")
