"""Security keys (passkeys): added, removed, shown to sign in and to confirm."""

import json
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.views import (
    AddWebAuthnView,
    LoginWebAuthnView,
    ReauthenticateWebAuthnView,
    RemoveWebAuthnView,
)
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _

from strategy.accounts.allauth_compat import begin_registration
from strategy.accounts.entry.security_views import note_set_up


class AddKeyView(AddWebAuthnView):  # type: ignore[misc]
    template_name = "strategy/accounts/entry/add_key.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        options = begin_registration(self.request.user, passwordless=True)
        form = self.get_form() if self.request.method == "POST" else context["form"]
        return context | {"options": json.dumps(options), "form": kwargs.get("form", form)}

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        note_set_up(self.request, "webauthn")
        return response


class RemoveKeyView(RemoveWebAuthnView):  # type: ignore[misc]
    template_name = "strategy/accounts/entry/remove_key.html"
    success_url = reverse_lazy("strategy:security")

    def form_valid(self, form: Any) -> HttpResponse:
        adapter = get_adapter()
        if not adapter.can_delete_authenticator(self.get_object()):
            messages.error(self.request, str(adapter.error_messages["cannot_delete_authenticator"]))
            return redirect("strategy:security")
        response: HttpResponse = super().form_valid(form)
        return response


class ConfirmByKeyView(ReauthenticateWebAuthnView):  # type: ignore[misc]
    template_name = "strategy/accounts/entry/confirm_by_key.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"options": json.dumps(context["js_data"]["request_options"])}

    def form_invalid(self, form: Any) -> HttpResponse:
        messages.error(self.request, _("Det gick inte att läsa av säkerhetsnyckeln. Försök igen."))
        return redirect(reverse("mfa_reauthenticate_webauthn"))


class SignInByKeyView(LoginWebAuthnView):  # type: ignore[misc]
    def form_invalid(self, form: Any) -> HttpResponse:
        failed = _("Det gick inte att läsa av säkerhetsnyckeln. Försök igen, eller logga in med lösenord.")
        messages.error(self.request, failed)
        return redirect("strategy:sign-in")
