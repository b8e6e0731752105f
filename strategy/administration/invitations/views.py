"""Who has been invited, and inviting: to any role for administrators, contacts of a strategy for officers and heads."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from strategy.access import Action, Kind, Role
from strategy.administration.invitations import services
from strategy.administration.invitations.columns import CONTACT_COLUMNS, INVITATION_COLUMNS
from strategy.administration.invitations.forms import ContactInvitationForm, InvitationForm
from strategy.administration.invitations.models import Invitation
from strategy.administration.invitations.services import Issued
from strategy.decision.models import Strategy
from strategy.people.models import Membership
from strategy.records.lists import Listing
from strategy.records.pages import attempt, carry_out, refusal
from strategy.web.pages import page_of, posted, querystring, status_of
from strategy.web.rates import limited
from strategy.web.requests import Request, find, find_strategy, require, require_administrator


@require_safe
def invitations(request: Request) -> HttpResponseBase:
    require_administrator(request)
    listing = Listing(request, INVITATION_COLUMNS)
    seen = listing.ordered(Invitation.objects.visible_to(request.user).with_parties().open_first())
    if listing.is_file:
        return listing.file(seen)
    context = {"listing": listing, "page": page_of(request, seen), "querystring": querystring(request)}
    return render(request, "strategy/administration/invitations/invitations.html", context)


@limited("invitation", per_hour=60)
def invitation_new(request: Request) -> HttpResponse:
    require_administrator(request)
    form = InvitationForm(posted(request), by=request.user)
    issued: list[Issued] = []
    if form.is_valid() and attempt(form, lambda: issued.append(services.invite(by=request.user, **form.cleaned_data))):
        return link_shown(request, issued[0], reverse("strategy:invitations"))
    context = {"form": form, "back_url": reverse("strategy:invitations"), "back_label": _("Inbjudningar")}
    return render(request, "strategy/administration/invitations/invitation_new.html", context, status=status_of(form))


@require_safe
def contacts(request: Request, slug: str) -> HttpResponseBase:
    """The contacts of a strategy and the invitations that wait."""
    strategy = find_contacts(request, slug)
    held = Membership.objects.visible_to(request.user).contacts_of(strategy).in_order()
    listing = Listing(request, CONTACT_COLUMNS)
    held = listing.ordered(held)
    if listing.is_file:
        return listing.file(held)
    waiting = Invitation.objects.visible_to(request.user).of(strategy).filter(role=Role.CONTACT).open()
    context = {
        "listing": listing,
        "page": page_of(request, held),
        "querystring": querystring(request),
        "invitations": waiting.with_parties(),
        "may_invite": not strategy.is_read_only,
    }
    return render(request, "strategy/administration/invitations/contacts.html", context)


def find_contacts(request: Request, slug: str, action: Action = Action.READ) -> Strategy:
    strategy = find_strategy(request, slug)
    require(request, action, Kind.MEMBERSHIP)
    return strategy


@limited("invitation", per_hour=60)
def contact_invitation_new(request: Request, slug: str) -> HttpResponse:
    strategy = find_contacts(request, slug, Action.WRITE)
    form = ContactInvitationForm(posted(request))
    back_url = reverse("strategy:contacts", args=[slug])
    issued: list[Issued] = []
    if form.is_valid() and attempt(
        form,
        lambda: issued.append(
            services.invite(role=Role.CONTACT, strategy=strategy, by=request.user, **form.cleaned_data)
        ),
    ):
        return link_shown(request, issued[0], back_url)
    context = {"form": form, "back_url": back_url, "back_label": _("Kontaktpersoner"), "to_contact": True}
    return render(request, "strategy/administration/invitations/invitation_new.html", context, status=status_of(form))


def link_shown(request: Request, issued: Issued, back_url: str) -> HttpResponse:
    """The answer to the very request that made the link: the one time it is seen. No redirect could carry it unkept."""
    link = request.build_absolute_uri(reverse("strategy:invitation-link", args=[issued.token]))
    context = {
        "invitation": issued.invitation,
        "link": link,
        "mailed": services.deliver(issued=issued, link=link),
        "back_url": back_url,
    }
    return render(request, "strategy/administration/invitations/invitation_sent.html", context)


@limited("invitation", per_hour=60)
@require_POST
def invitation_renewal(request: Request, pk: int) -> HttpResponse:
    """A new link by a new letter; the one before is dead."""
    invitation = find(request, Invitation.objects.visible_to(request.user).with_parties(), pk)
    issued: list[Issued] = []
    refused = refusal(lambda: issued.append(services.resend(invitation=invitation, by=request.user)))
    if refused:
        messages.error(request, refused)
        return redirect(list_of(request, invitation))
    return link_shown(request, issued[0], list_of(request, invitation))


@require_POST
def invitation_revocation(request: Request, pk: int) -> HttpResponse:
    invitation = find(request, Invitation.objects.visible_to(request.user), pk)
    carry_out(
        request,
        lambda: services.revoke(invitation=invitation, by=request.user),
        done=_("Inbjudan till %(email)s är återkallad.") % {"email": invitation.email},
    )
    return redirect(list_of(request, invitation))


def list_of(request: Request, invitation: Invitation) -> str:
    if request.user.administers or invitation.strategy is None:
        return reverse("strategy:invitations")
    return reverse("strategy:contacts", args=[invitation.strategy.slug])
