from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from strategy.access import READERS, Kind
from strategy.forms import LanguageForm, SignInForm
from strategy.models import Strategy
from strategy.requests import Request, way_back


class SignInView(LoginView):
    template_name = "strategy/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True


class SignOutView(LogoutView):
    pass


def home(request: Request) -> HttpResponse:
    """Leads each person to where their day begins."""
    membership = next((m for m in request.user.memberships_today if m.strategy), None)
    if membership is None or membership.strategy is None:
        return render(request, "strategy/home.html", {"strategies": Strategy.objects.visible_to(request.user)})
    return redirect(first_page(membership.role), membership.strategy.slug)


def first_page(role: str) -> str:
    if role in READERS[Kind.DIALOGUE]:
        return "reporting:overview"
    return "dialogue:observations"


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
