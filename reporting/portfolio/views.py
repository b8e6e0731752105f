from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from reporting.assessments.brief import Judgements
from reporting.assessments.material import Material
from reporting.figures import KeyFigures, blind_spots, key_figures
from reporting.overview.todo import what_waits
from strategy.access import Action, Kind
from strategy.decision.models import Strategy
from strategy.people.models import User
from strategy.tools.navigation import navigation
from strategy.web.requests import Request


@dataclass(frozen=True)
class Standing:
    """One strategy as its reader's own roles there let them see it: `figures` are None for those who see no dialogue.

    Nothing here is added up over strategies: each has goals of its own, and levels that are judged by themselves.
    """

    strategy: Strategy
    roles: str
    url: str
    year: int = 0
    figures: KeyFigures | None = None
    blind_spots: int = 0


@require_safe
def portfolio(request: Request) -> HttpResponse:
    """Where the day begins for whoever has several strategies."""
    user = request.user
    strategies = list({strategy.pk: strategy for strategy in user.strategies_today}.values())
    if not strategies:
        raise Http404
    in_order = sorted(strategies, key=lambda strategy: (-strategy.end.toordinal(), strategy.short_name))
    context: dict[str, Any] = {
        "standings": [standing(user, strategy) for strategy in in_order],
        "waits": what_waits(user),
    }
    return render(request, "reporting/portfolio/portfolio.html", context)


def standing(user: User, strategy: Strategy) -> Standing:
    held = user.memberships_in(strategy.pk)
    labels = list(dict.fromkeys(membership.role_label for membership in held if membership.strategy_id))
    roles = capfirst(get_text_list(labels, _("och")))
    url = reverse(navigation().first_page(user.roles_in(strategy.pk)), args=[strategy.slug])
    if not user.may(Action.READ, Kind.DIALOGUE, strategy.pk):
        return Standing(strategy, roles, url)
    material, day = Material.seen_by(user, strategy), strategy.today()
    judged = Judgements(user, material)
    stated = [judgement.development for judgement in judged.of_goals]
    counted = key_figures(material, judged.year, day, stated)
    silent = len(blind_spots(material, day)) if strategy.takes_dialogue else 0
    return Standing(strategy, roles, url, judged.year, counted, silent)
