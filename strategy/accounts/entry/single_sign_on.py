"""Who comes in by the house's own sign-in: an invited person, by an address that the provider vouches for."""

import logging
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from strategy.accounts.entry.oidc import Provider
from strategy.people.models import User

logger = logging.getLogger(__name__)


class SingleSignOnAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc] # allauth has no types
    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Provider:
        return Provider(request, app=self.get_app(request, provider=provider))

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Ties the provider's account to an invited person's, by an address that the provider vouches for."""
        if sociallogin.is_existing:
            return
        person = invited(sociallogin)
        if person is None or SocialAccount.objects.filter(user=person).exists():
            raise ImmediateHttpResponse(refused(request, _("Det finns inget konto här för den du loggade in som.")))
        sociallogin.connect(request, person)

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> None:
        if error == AuthError.CANCELLED:
            messages.info(request, _("Inloggningen avbröts."))
            raise ImmediateHttpResponse(redirect("strategy:sign-in"))
        logger.warning("single sign-on refused: %s", type(exception).__name__ if exception else "state")
        sentence = _("Svaret från inloggningstjänsten gick inte att lita på. Försök igen.")
        raise ImmediateHttpResponse(refused(request, sentence))


def invited(sociallogin: SocialLogin) -> User | None:
    addresses = [address.email for address in sociallogin.email_addresses if address.verified is True]
    if len(addresses) != 1:
        return None
    person = User.objects.with_address(addresses[0]).filter(is_active=True).first()
    return person if person and person.memberships_today else None


def refused(request: HttpRequest, sentence: str) -> HttpResponse:
    context = {"sentence": sentence, "name": provider_name()}
    return render(request, "strategy/accounts/entry/single_sign_on_refused.html", context, status=403)


def provider_name() -> str:
    """What the sign-in page calls the provider; empty where single sign-on is off."""
    apps = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])
    return str(apps[0]["name"]) if apps else ""
