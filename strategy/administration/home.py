"""Where each person's day begins, and who sees what."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from strategy.access import PARTS, Role
from strategy.access.secret_content import content_stays_out
from strategy.administration.invitations.models import Invitation
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.tools.navigation import navigation
from strategy.web.requests import Request


def home(request: Request) -> HttpResponse:
    """Leads each person to where their day begins."""
    user = request.user
    strategies = list({strategy.pk: strategy for strategy in user.strategies_today}.values())
    if not strategies:
        return render(request, "strategy/administration/home.html", start(user))
    if len(strategies) > 1:
        return redirect(navigation().PORTFOLIO)
    return redirect(navigation().first_page(user.roles_in(strategies[0].pk)), strategies[0].slug)


def start(user: User) -> dict[str, Any]:
    """For whoever has a part in no strategy: an administrator's day, or nothing."""
    if not user.administers:
        return {}
    now = timezone.now()
    invitations = Invitation.objects.visible_to(user)
    return {
        "pending": invitations.pending(now).count(),
        "expired": invitations.expired(now).count(),
        "roleless": User.objects.without_a_role().count(),
        "accounts": User.objects.visible_to(user).filter(is_active=True).count(),
        "strategies": Strategy.objects.visible_to(user).with_people().order_by("-start", "short_name"),
    }


@require_safe
def access(request: Request) -> HttpResponse:
    """The whole table, for everybody who is signed in."""
    context = {
        "parts": PARTS,
        "roles": list(Role),
        "own": {held.role for held in request.user.memberships_today},
        "content_elsewhere": content_stays_out(),
    }
    return render(request, "strategy/administration/access.html", context)
