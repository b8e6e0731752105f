from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from strategy.accounts.entry import requirements, sessions
from strategy.accounts.entry.again import sign_in_again
from strategy.people.models import User
from strategy.sending import kept
from strategy.web.requests import view_name

GetResponse = Callable[[HttpRequest], HttpResponse]

# All that is there for somebody who still has to set up a second factor.
ON_THE_WAY = {
    "strategy:second-factor",
    "strategy:sign-out",
    "strategy:language",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "account_reauthenticate",
}
# What a page does by itself keeps nobody signed in.
NO_USE = {"strategy:drafts", "strategy:draft-saving"}
# Where whoever has an account and no role may be: to take on the role that they are invited to.
WITHOUT_A_ROLE = {"strategy:invitation-link", "strategy:acceptance"}


class SessionLimitsMiddleware:
    """Signs out whoever has been away too long, has been here too long, or has no role left, before any page is made.

    A closed account and a changed password are seen to by Django itself: their sessions have nobody.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, User):
            reason = why_over(request, request.user)
            if reason:
                logout(request)
                messages.info(request, reason)
            elif view_name(request.path_info) not in NO_USE:
                sessions.note_use(request)
        return self.get_response(request)


def why_over(request: HttpRequest, user: User) -> str:
    if sessions.is_over(request):
        return _("Du har loggats ut, eftersom det var länge sedan du gjorde något eller loggade in.")
    if not user.memberships_today and view_name(request.path_info) not in WITHOUT_A_ROLE:
        return _("Du har loggats ut, eftersom ditt konto inte längre har någon roll. Hör av dig till enheten.")
    return ""


class SecondFactorMiddleware:
    """Lets nobody whose role demands a second factor reach a page before it has been shown in the session.

    Between password and code a person is not signed in at all; this is for those who have none to show yet.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if isinstance(user, User) and requirements.demanded_of(user) and not requirements.shown_in(request):
            if requirements.has_one(user):  # set up elsewhere since this session began: come in again, with it
                logout(request)
                return sign_in_again(request)
            request.is_on_the_way = True  # type: ignore[attr-defined] # the page's frame then leaves the menus out
            if view_name(request.path_info) not in ON_THE_WAY:
                if request.method == "POST":
                    kept.lay_by(request, kept.of_request(request, user.pk))
                return redirect("strategy:second-factor")
        return self.get_response(request)
