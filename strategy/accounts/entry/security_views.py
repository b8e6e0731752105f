"""What a signed-in person has to come in with: second factors, keys, codes, password and open sessions."""

import json
from typing import Any
from uuid import UUID

from allauth.account.views import PasswordChangeView, PasswordSetView, ReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as ReauthenticateByCodeView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import (
    DownloadRecoveryCodesView,
    GenerateRecoveryCodesView,
    ViewRecoveryCodesView,
)
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from strategy.accounts.entry import requirements, sessions
from strategy.accounts.entry.models import Session
from strategy.accounts.entry.single_sign_on import provider_name
from strategy.web.requests import Request


@require_safe
def security(request: Request) -> HttpResponse:
    """All that lets this person in, on one page."""
    owned = list(Authenticator.objects.filter(user=request.user).order_by("created_at"))
    by_kind = {kind: [way for way in owned if way.type == kind] for kind in Authenticator.Type.values}
    codes = by_kind[Authenticator.Type.RECOVERY_CODES]
    context = {
        "totp": next(iter(by_kind[Authenticator.Type.TOTP]), None),
        "keys": [authenticator.wrap() for authenticator in by_kind[Authenticator.Type.WEBAUTHN]],
        "codes_left": len(codes[0].wrap().get_unused_codes()) if codes else None,
        "has_password": request.user.has_usable_password(),
        "provider": provider_name() if SocialAccount.objects.filter(user=request.user).exists() else "",
        "sessions": Session.objects.of(request.user).count(),
        "demanded": requirements.demanded_of(request.user),
    }
    return render(request, "strategy/accounts/entry/security.html", context)


@require_safe
def second_factor(request: Request) -> HttpResponse:
    """Where whoever must have a second factor and has none is led."""
    return render(request, "strategy/accounts/entry/second_factor.html", {"next": request.GET.get("next", "")})


# ------------------------------------------------------------------ sessions


@require_safe
def my_sessions(request: Request) -> HttpResponse:
    context = {"sessions": Session.objects.of(request.user), "current": sessions.handle_of(request)}
    return render(request, "strategy/accounts/entry/sessions.html", context)


@require_POST
def session_end(request: Request, handle: UUID) -> HttpResponse:
    if handle == sessions.handle_of(request) or not sessions.end(user=request.user, handle=handle):
        raise Http404
    messages.success(request, _("Sessionen är avslutad."))
    return redirect("strategy:sessions")


@require_POST
def other_sessions_end(request: Request) -> HttpResponse:
    sessions.end_others(user=request.user, keeping=request, by=request.user)
    messages.success(request, _("Alla andra sessioner är avslutade."))
    return redirect("strategy:sessions")


# ------------------------------------------------------------------ password


class ConfirmByPasswordView(ReauthenticateView):  # type: ignore[misc] # allauth has no types
    template_name = "strategy/accounts/entry/confirm.html"


class ChangePasswordView(PasswordChangeView):  # type: ignore[misc]
    template_name = "strategy/accounts/entry/change_password.html"

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        sessions.end_others(user=self.request.user, keeping=self.request, by=self.request.user)
        return response


class SetPasswordView(PasswordSetView):  # type: ignore[misc]
    template_name = "strategy/accounts/entry/change_password.html"

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        sessions.end_others(user=self.request.user, keeping=self.request, by=self.request.user)
        return response


# ------------------------------------------------------------------ codes from an app


class SecondFactorView(AuthenticateView):  # type: ignore[misc]
    template_name = "strategy/accounts/entry/second_factor_code.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        user = self.stage.login.user
        kinds = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
        return context | {
            "options": json.dumps(context.get("js_data")),
            "has_key": Authenticator.Type.WEBAUTHN in kinds,
            "has_codes": bool(kinds & {Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES}),
        }


class ConfirmByCodeView(ReauthenticateByCodeView):  # type: ignore[misc]
    template_name = "strategy/accounts/entry/confirm.html"


class ActivateAppView(ActivateTOTPView):  # type: ignore[misc]
    template_name = "strategy/accounts/entry/activate_app.html"

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        note_set_up(self.request, "totp")
        return response


class DeactivateAppView(DeactivateTOTPView):  # type: ignore[misc]
    template_name = "strategy/accounts/entry/deactivate_app.html"


class RecoveryCodesView(ViewRecoveryCodesView):  # type: ignore[misc]
    template_name = "strategy/accounts/entry/recovery_codes.html"


class NewRecoveryCodesView(GenerateRecoveryCodesView):  # type: ignore[misc]
    template_name = "strategy/accounts/entry/new_recovery_codes.html"


class RecoveryCodesFileView(DownloadRecoveryCodesView):  # type: ignore[misc]
    template_name = "strategy/accounts/entry/recovery_codes.txt"


def note_set_up(request: Any, kind: str) -> None:
    """Setting one up shows it; the session gets a new key, as after every step on the way in."""
    requirements.note_shown(request, request.user, kind)
    request.session.cycle_key()
