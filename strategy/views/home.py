from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from strategy.access import PARTS, READERS, Kind, Role
from strategy.forms import LanguageForm
from strategy.markings import content_stays_out
from strategy.models import Invitation, Strategy, User
from strategy.requests import Request, way_back
from strategy.texts.signs import listed, unprintable
from strategy.texts.writing import as_written


def home(request: Request) -> HttpResponse:
    """Leads each person to where their day begins."""
    user = request.user
    strategy = next((m.strategy for m in user.memberships_today if m.strategy), None)
    if strategy is None:
        return render(request, "strategy/home.html", start(user))
    return redirect(first_page(user.roles_in(strategy.pk)), strategy.slug)


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


def first_page(roles: set[str]) -> str:
    """Whoever takes part in the dialogue begins at the overview, whatever else they are."""
    if roles & READERS[Kind.DIALOGUE].keys():
        return "reporting:overview"
    return "dialogue:observations"


@require_safe
def access(request: Request) -> HttpResponse:
    """The whole table, for everybody who is signed in."""
    context = {
        "parts": PARTS,
        "roles": list(Role),
        "own": {held.role for held in request.user.memberships_today},
        "content_elsewhere": content_stays_out(),
    }
    return render(request, "strategy/access.html", context)


@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Changes the language of the interface and goes back to the page that asked for it."""
    form = LanguageForm(request.POST)
    response = HttpResponseRedirect(way_back(request))
    if form.is_valid():
        chosen = form.cleaned_data["language"]
        if request.user.is_authenticated:
            request.user.language = chosen
            request.user.save(update_fields=["language"])
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite="Lax",
        )
    return response


@require_POST
def preview(request: Request, name: str) -> HttpResponse:
    """How a text that somebody is writing will look; references are text, and what cannot be printed is named."""
    text = as_written(request.POST.get(name, ""))
    return render(request, "strategy/preview.html", {"text": text, "unprintable": listed(unprintable(text))})
