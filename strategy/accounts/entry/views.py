"""The way in. allauth's own views, with our pages and our rules; ours where it has none that fits."""

import secrets
from collections.abc import Callable
from functools import partial
from typing import Any

from allauth.account.models import Login
from allauth.account.views import LoginView, LogoutView, PasswordResetFromKeyView
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from requests import RequestException

from strategy.accounts.allauth_compat import logout, perform_login, record_authentication
from strategy.accounts.entry import letters, sessions
from strategy.accounts.entry.forms import AddressForm
from strategy.accounts.entry.letters import Purpose, TooMany
from strategy.accounts.entry.oidc import Adapter, Callback
from strategy.accounts.entry.single_sign_on import provider_name, refused
from strategy.people.models import User
from strategy.sending.kept import Kept


class SignInView(LoginView):  # type: ignore[misc] # allauth has no types
    template_name = "strategy/accounts/entry/sign_in.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"provider": provider_name(), "next": context["redirect_field_value"] or ""}


def sign_in_page(request: HttpRequest, waiting: Kept) -> HttpResponse:
    """In place of what somebody posted whose session is over; the page keeps it until they have signed in."""
    request.method = "GET"
    view = SignInView.as_view(extra_context={"kept": waiting.sealed(), "kept_files": waiting.files})
    response: HttpResponse = view(request)
    response.status_code = 401
    return response


@method_decorator(login_not_required, name="dispatch")
class SignOutView(LogoutView):  # type: ignore[misc]
    """For those, too, who stand between password and code and want to begin anew."""

    http_method_names = ["post"]


def let_in(request: HttpRequest, user: User, *, method: str, next_url: str | None = None) -> HttpResponse:
    """Signs in somebody who has just shown who they are in another way than by password; a second factor, where
    there is one, is still asked for. Whoever was signed in before is not any more.
    """
    if request.user.is_authenticated:
        logout(request)
    record_authentication(request, user, method=method)
    response: HttpResponse = perform_login(request, Login(user=user, redirect_url=next_url))
    return response


# ------------------------------------------------------------------ letters


@login_not_required
def ask_for_link(request: HttpRequest) -> HttpResponse:
    return ask_for_letter(request, Purpose.SIGN_IN, "strategy/accounts/entry/ask_for_link.html")


@login_not_required
def forgotten_password(request: HttpRequest) -> HttpResponse:
    return ask_for_letter(request, Purpose.PASSWORD, "strategy/accounts/entry/forgotten_password.html")


def ask_for_letter(request: HttpRequest, purpose: Purpose, template: str) -> HttpResponse:
    form = AddressForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, template, {"form": form}, status=422 if form.is_bound else 200)
    address = form.cleaned_data["login"]
    try:
        asked = letters.ask(purpose=purpose, address=address, request=request)
    except TooMany:
        form.add_error(None, _("Flera brev är redan på väg. Vänta en timme och försök igen."))
        return render(request, template, {"form": form}, status=429)
    letters.ring(asked.pk)
    return render(request, "strategy/accounts/entry/letter_sent.html", {"address": address, "purpose": purpose})


@login_not_required
def sign_in_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The page with the button. Programs that look at links in mail fetch it, and spend nothing by that."""
    asked = letters.find(token)
    if asked is None or asked.user is None:
        return render(request, "strategy/accounts/entry/link_is_over.html", {"form": AddressForm()}, status=410)
    if request.method != "POST":
        return render(request, "strategy/accounts/entry/sign_in_by_link.html", {"person": asked.user})
    if not letters.spend(asked):
        return render(request, "strategy/accounts/entry/link_is_over.html", {"form": AddressForm()}, status=410)
    return let_in(request, asked.user, method="link")


class ChoosePasswordView(PasswordResetFromKeyView):  # type: ignore[misc]
    template_name = "strategy/accounts/entry/choose_password.html"
    success_url = reverse_lazy("strategy:sign-in")

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        sessions.end_others(user=self.reset_user, keeping=None, by=self.reset_user)
        messages.success(self.request, _("Lösenordet är bytt. Logga in med det nya."))
        return response


# ------------------------------------------------------------------ single sign-on


@login_not_required
@require_POST
def single_sign_on(request: HttpRequest) -> HttpResponse:
    """Sends somebody to the provider, with a question that only one answer fits."""
    require_provider()
    provider = get_adapter().get_provider(request, "oidc")
    nonce = secrets.token_urlsafe(24)
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    ask = partial(provider.redirect, request, process="login", next_url=back if safe else None, nonce=nonce)
    response = heard(request, lambda: ask(auth_params={"nonce": nonce}))
    return leaving(request, response.headers["Location"]) if response.status_code == 302 else response


def leaving(request: HttpRequest, url: str) -> HttpResponse:
    """A page that goes on by itself: the policy lets no form lead to another house, not by a redirect either."""
    context = {"url": url, "name": provider_name()}
    response = render(request, "strategy/accounts/entry/single_sign_on_leaving.html", context)
    response.headers["Refresh"] = f"0; url={url}"
    return response


@login_not_required
@require_safe
def single_sign_on_answer(request: HttpRequest, provider_id: str) -> HttpResponse:
    require_provider()
    return heard(request, lambda: Callback.adapter_view(Adapter(request, provider_id))(request))


def heard(request: HttpRequest, converse: Callable[[], HttpResponse]) -> HttpResponse:
    try:
        return converse()
    except (RequestException, OAuth2Error):
        sentence = _("Inloggningstjänsten svarar inte som den ska. Försök igen om en stund.")
        return refused(request, sentence)


def require_provider() -> None:
    if not provider_name():
        raise Http404
