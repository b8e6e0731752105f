"""The one place that signs somebody in without asking for what the sign-in page asks for."""

from django.contrib.auth import login, update_session_auth_hash
from django.http import HttpRequest

from strategy.people.models import User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def sign_in(request: HttpRequest, user: User) -> None:
    """Whoever has just shown to be this person; somebody who is signed in already stays so with a new password."""
    if request.user == user:
        update_session_auth_hash(request, user)
    else:
        login(request, user, backend=BACKEND)
