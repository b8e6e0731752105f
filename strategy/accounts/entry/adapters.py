"""What allauth asks of us: who is let in, in which words, and where its secrets lie."""

import logging
import time
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from strategy.accounts.allauth_compat import clear_login, get_authentication_records
from strategy.accounts.entry import requirements
from strategy.accounts.entry.lockout import one_at_a_time
from strategy.people.models import User
from strategy.tools import mail, secrets
from strategy.web.origin import address_of

logger = logging.getLogger(__name__)

SECONDS_OF_TRUST = 5 * 60  # after coming in or confirming, before a change to the sign-in asks again

# What is said on the next page, of all that allauth would say.
SAID = {
    "account/messages/password_changed.txt": gettext_lazy("Lösenordet är ändrat. Övriga sessioner är avslutade."),
    "account/messages/password_set.txt": gettext_lazy("Lösenordet är satt. Övriga sessioner är avslutade."),
    "mfa/messages/totp_activated.txt": gettext_lazy("Appen är kopplad till ditt konto."),
    "mfa/messages/totp_deactivated.txt": gettext_lazy("Appen är borttagen."),
    "mfa/messages/webauthn_added.txt": gettext_lazy("Säkerhetsnyckeln är tillagd."),
    "mfa/messages/webauthn_removed.txt": gettext_lazy("Säkerhetsnyckeln är borttagen."),
}
# And what the account's owner is told by mail, in case it was somebody else.
NOTICES = {
    "account/email/password_changed": gettext_noop("Lösenordet har ändrats."),
    "account/email/password_set": gettext_noop("Ett lösenord har satts."),
    "account/email/password_reset": gettext_noop("Ett nytt lösenord har valts med en länk som skickades hit."),
    "mfa/email/totp_activated": gettext_noop("En app för engångskoder har kopplats till kontot."),
    "mfa/email/totp_deactivated": gettext_noop("Appen för engångskoder har tagits bort."),
    "mfa/email/webauthn_added": gettext_noop("En säkerhetsnyckel (passkey) har lagts till."),
    "mfa/email/webauthn_removed": gettext_noop("En säkerhetsnyckel (passkey) har tagits bort."),
    "mfa/email/recovery_codes_generated": gettext_noop("Nya reservkoder har tagits fram. De gamla gäller inte längre."),
    "socialaccount/email/account_connected": gettext_noop("Kontot har knutits till er gemensamma inloggning."),
}
WAYS_TO_CONFIRM = {
    "reauthenticate": gettext_lazy("Med lösenordet"),
    "mfa_reauthenticate": gettext_lazy("Med en engångskod"),
    "mfa_reauthenticate:webauthn": gettext_lazy("Med en säkerhetsnyckel (passkey)"),
}


def is_accepting(request: HttpRequest) -> bool:
    """Whether somebody comes in to say yes to an invitation: an account without any role may get one anew."""
    return request.POST.get("next") == reverse("strategy:acceptance")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth has no types
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": gettext_lazy("E-postadressen och lösenordet hör inte ihop. Försök igen."),
        "enter_current_password": gettext_lazy("Det är inte ditt nuvarande lösenord."),
        "incorrect_password": gettext_lazy("Lösenordet stämmer inte."),
        "invalid_password_reset": gettext_lazy("Länken gäller inte längre."),
        "incorrect_code": gettext_lazy("Koden stämmer inte."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        return ["strategy.accounts.entry.stages.SecondFactorStage"]

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        with one_at_a_time(str(credentials.get("email", ""))):
            user: User | None = super().authenticate(request, **credentials)
        return user

    def pre_login(self, request: HttpRequest, user: User, **hooks: Any) -> HttpResponse | None:
        """Whoever has shown who they are is told why they do not come in; nobody else learns it."""
        if user.is_active and (user.memberships_today or is_accepting(request)):
            return None
        clear_login(request)
        if user.is_active:
            messages.error(request, _("Ditt konto har ingen roll i dag. Hör av dig till enheten som bjöd in dig."))
        else:
            messages.error(request, _("Kontot är avstängt. Hör av dig till enheten."))
        return redirect("strategy:sign-in")

    def is_safe_url(self, url: str) -> bool:
        """To the house that was asked alone: another that we also answer for is not where somebody signed in."""
        request = context.request
        safe: bool = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
        return safe

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request)

    def is_ajax(self, request: HttpRequest) -> bool:
        """Only the passkey's script asks for data; everything else is a page."""
        match = request.resolver_match
        return match is not None and match.view_name == "mfa_login_webauthn" and bool(super().is_ajax(request))

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not right after somebody came in or confirmed who they are."""
        request = context.request
        records = get_authentication_records(request, request.user)
        return not records or time.time() - records[-1]["at"] > SECONDS_OF_TRUST

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [method | {"description": WAYS_TO_CONFIRM[method["id"]]} for method in methods]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("strategy:security")

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        message = kwargs.get("message") or SAID.get(message_template or "")
        if message:
            messages.add_message(request, level, message)

    def send_notification_mail(self, template_prefix: str, user: User, *args: Any, **kwargs: Any) -> None:
        """A letter that cannot be sent stops nothing: what it tells of has happened."""
        notice = NOTICES.get(template_prefix)
        if notice is None:
            return
        try:
            mail.send(to=user.email, template="security_notice", context={"notice": notice}, language=user.language)
        except (OSError, SMTPException):
            logger.exception("user %s: a notice about the sign-in could not be sent", user.pk)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("Koden stämmer inte."),
        "cannot_delete_authenticator": gettext_lazy("Din roll kräver en andra faktor. Lägg till en ny först."),
    }

    def encrypt(self, text: str) -> str:
        return secrets.encrypted(text)

    def decrypt(self, encrypted_text: str) -> str:
        return secrets.decrypted(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        owner = authenticator.user
        return not requirements.demanded_of(owner) or requirements.has_one(owner, besides=authenticator)

    def _get_site_name(self) -> str:
        return mail.PRODUCT

    def generate_authenticator_name(self, user: User, type: Any) -> str:  # noqa: A002 - allauth's name
        return _("Säkerhetsnyckel")
