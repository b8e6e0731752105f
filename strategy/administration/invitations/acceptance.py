"""The invited person's side. A link is opened and leads on to a page without the token in its address, so that no
form, link or letter from there can carry it away; the session remembers which invitation by its digest alone.
"""

from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from strategy.accounts.entry.signing_in import sign_in
from strategy.administration.invitations.forms import AcceptanceForm
from strategy.administration.invitations.models import Invitation
from strategy.administration.invitations.services import (
    InvitationRefused,
    accept,
    account_of,
    is_stood_by,
    needs_password,
)
from strategy.people.models import User
from strategy.records.pages import attempt
from strategy.tools.secrets import digest_of
from strategy.web.pages import status_of

TEMPLATE = "strategy/administration/invitations/acceptance.html"
REMEMBERED = "invitation"
NOT_THERE, FOREIGN, DESERTED = "missing", "foreign", "deserted"
STATUS = {NOT_THERE: HTTPStatus.NOT_FOUND, FOREIGN: HTTPStatus.FORBIDDEN}


@login_not_required
@require_safe
def invitation_link(request: HttpRequest, token: str) -> HttpResponse:
    """What the letter's link leads to. Spends nothing, however often it is fetched."""
    digest = digest_of(token)
    invitation = Invitation.objects.filter(token_digest=digest).first()
    obstacle = obstacle_to(invitation, signed_in(request))
    if obstacle:
        return refused(request, obstacle)
    request.session[REMEMBERED] = digest
    response = redirect("strategy:acceptance")
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@login_not_required
def acceptance(request: HttpRequest) -> HttpResponse:
    """Who invites to what; and a yes, with a name and a password where the address has no account yet."""
    person = signed_in(request)
    digest = request.session.get(REMEMBERED, "")
    invitation = Invitation.objects.with_parties().filter(token_digest=digest).first()
    obstacle = obstacle_to(invitation, person)
    if invitation is None or obstacle:
        return refused(request, obstacle)
    context: dict[str, Any] = {"invitation": invitation}
    if person is None and account_of(invitation) is not None:
        return render(request, TEMPLATE, context | {"has_account": True})
    form = AcceptanceForm(
        request.POST if request.method == "POST" else None,
        account=person or User(email=invitation.email),
        is_new=person is None,
        needs_password=needs_password(invitation.role) and not (person and person.has_usable_password()),
    )
    if form.is_valid():
        taken: list[User] = []
        try:
            if attempt(form, lambda: taken.append(accept(invitation=invitation, by=person, **form.cleaned_data))):
                del request.session[REMEMBERED]
                sign_in(request, taken[0])
                return redirect("strategy:home")
        except InvitationRefused:
            return refused(request, obstacle_to(Invitation.objects.filter(token_digest=digest).first(), person))
    return render(request, TEMPLATE, context | {"form": form}, status=status_of(form))


def signed_in(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def obstacle_to(invitation: Invitation | None, person: User | None) -> str:
    """Why it cannot be accepted: missing, foreign, deserted, or a state that is over; empty where it can."""
    if invitation is None:
        return NOT_THERE
    if invitation.state != Invitation.State.PENDING:
        return invitation.state.value
    if person is not None and person.email.casefold() != invitation.email.casefold():
        return FOREIGN
    return "" if is_stood_by(invitation) else DESERTED


def refused(request: HttpRequest, obstacle: str) -> HttpResponse:
    """One page a reason, which names nobody."""
    status = STATUS.get(obstacle, HTTPStatus.GONE)
    return render(
        request, "strategy/administration/invitations/invitation_refused.html", {"obstacle": obstacle}, status=status
    )
