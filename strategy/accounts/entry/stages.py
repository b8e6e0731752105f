from allauth.mfa.stages import AuthenticateStage
from django.conf import settings
from django.http import HttpRequest

from strategy.accounts.entry import requirements


class SecondFactorStage(AuthenticateStage):  # type: ignore[misc] # allauth has no types
    """After the first factor, and before anybody is signed in: the second, unless the provider has asked for it."""

    urlname = "mfa_authenticate"

    def _should_handle(self, request: HttpRequest) -> bool:
        if self.login.user is not None and self.vouched_for():
            requirements.note_shown(request, self.login.user, "provider")
            return False
        self.login.signal_kwargs = None  # what the provider said has been weighed: the waiting session need not keep it
        return bool(super()._should_handle(request))

    def vouched_for(self) -> bool:
        sociallogin = (self.login.signal_kwargs or {}).get("sociallogin")
        if sociallogin is None:
            return False
        return settings.OIDC_MFA or sociallogin.account.extra_data.get("second_factor") is True
