"""Requests, as those who put them and those who are asked see them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dialogue.requests import columns
from dialogue.requests.forms import RequestForm, RequestKeepingForm
from dialogue.requests.models import Request as Asked
from dialogue.requests.parts import RequestReading, with_counts
from dialogue.requests.request_page import RequestPage
from dialogue.requests.services import (
    change_request,
    close_request,
    draft_request,
    keep_request,
    remove_request,
    reopen_request,
    send_request,
)
from strategy.access import Action, Kind, Role
from strategy.decision.models import Strategy
from strategy.records.lists import Listing
from strategy.records.pages import attempt, carry_out, refusal, told_removed
from strategy.tools.numbers import number_in
from strategy.web.pages import fragment, page_of, posted, querystring, status_of
from strategy.web.requests import Request, find, find_strategy, find_to, require


@require_safe
def requests(request: Request, slug: str) -> HttpResponseBase:
    """One address: who has been asked what by when, or what one's own organisation is asked."""
    strategy = find_strategy(request, slug)
    require(request, Action.READ, Kind.REQUEST)
    user = request.user
    rows = Asked.objects.visible_to(user).of(strategy.pk).latest_first().with_parts()
    is_contact = user.roles_in(strategy.pk) == {Role.CONTACT}
    sees_answers = user.may(Action.READ, Kind.ANSWER, strategy.pk) and not is_contact
    if is_contact:
        listing = Listing(request, columns.OWN)
        rows = rows.with_own_answer(user.memberships_in(strategy.pk)[0].organisation_id)
    elif sees_answers:
        listing = Listing(request, columns.COUNTED)
        rows = with_counts(rows, user, strategy.today())
    else:
        listing = Listing(request, columns.COMMON)
    rows = listing.ordered(rows)
    if listing.is_file:
        return listing.file(rows)
    context = {
        "listing": listing,
        "page": page_of(request, rows),
        "is_contact": is_contact,
        "sees_answers": sees_answers,
        "may_write": may_write(request, strategy) and strategy.takes_dialogue,
        "querystring": querystring(request),
    }
    return render(request, fragment(request, "dialogue/requests/requests.html", "list"), context)


def may_write(request: Request, strategy: Strategy) -> bool:
    return request.user.may(Action.WRITE, Kind.REQUEST, strategy.pk) and not strategy.is_read_only


@require_safe
def request(request: Request, pk: int) -> HttpResponse:
    return shown(request, pk)


def shown(request: Request, pk: int, status: int = 200, **bound: Any) -> HttpResponse:
    """With the answers that its reader may see; what came since they last looked is marked as new."""
    asked = find(request, Asked.objects.visible_to(request.user).with_parts(), pk)
    page = RequestPage(asked, request.user, may_write=may_write(request, asked.strategy), **bound)
    context = {"asked": asked, "shown": page}
    response = render(request, "dialogue/requests/request.html", context, status=422 if bound else status)
    if page.has_new:
        RequestReading.note(asked, request.user)
    return response


def request_new(request: Request, slug: str) -> HttpResponse:
    strategy = find_strategy(request, slug)
    require(request, Action.WRITE, Kind.REQUEST)
    asked = Asked(strategy=strategy, owner=request.user)
    chosen = {"event": number_in(request.GET.get("event", ""))}  # of a link from that meeting
    form = RequestForm(posted(request), instance=asked, user=request.user, initial=chosen)

    def save() -> None:
        draft_request(request=asked, organisations=form.cleaned_data["organisations"], by=request.user)

    if form.is_valid() and attempt(form, save):
        messages.success(request, _("Förfrågan är sparad. Läs igenom den innan du skickar."))
        return redirect(asked)
    return render(request, "dialogue/requests/request_form.html", {"form": form}, status=status_of(form))


def find_own(request: Request, pk: int) -> Asked:
    return find_to(request, Action.WRITE, Kind.REQUEST, Asked.objects.visible_to(request.user), pk)


def request_edit(request: Request, pk: int) -> HttpResponse:
    """All of a draft; of one that is sent the ministry's own part."""
    asked = find_own(request, pk)
    form: RequestForm | RequestKeepingForm
    if asked.is_draft:
        form = RequestForm(posted(request), instance=asked, user=request.user)
    else:
        form = RequestKeepingForm(posted(request), instance=asked, user=request.user)

    def save() -> None:
        entered: dict[str, Any] = form.cleaned_data
        if isinstance(form, RequestForm):
            change_request(
                request=asked,
                organisations=entered["organisations"],
                by=request.user,
                expected_version=entered["version"],
            )
        else:
            version, more = entered["version"], entered.get("more", ())
            keep_request(request=asked, by=request.user, expected_version=version, more=more)

    if form.is_valid() and attempt(form, save):
        messages.success(request, _("Förfrågan är sparad."))
        return redirect(asked)
    context = {"form": form, "asked": asked}
    return render(request, "dialogue/requests/request_form.html", context, status=status_of(form))


@require_POST
def sending(request: Request, pk: int) -> HttpResponse:
    asked = find_own(request, pk)
    carry_out(request, lambda: send_request(request=asked, by=request.user), done=_("Förfrågan är skickad."))
    return redirect(asked)


@require_POST
def closure(request: Request, pk: int) -> HttpResponse:
    asked = find_own(request, pk)
    done = _("Förfrågan är avslutad. Inga fler svar tas emot.")
    carry_out(request, lambda: close_request(request=asked, by=request.user), done=done)
    return redirect(asked)


@require_POST
def reopening(request: Request, pk: int) -> HttpResponse:
    asked = find_own(request, pk)
    carry_out(request, lambda: reopen_request(request=asked, by=request.user), done=_("Förfrågan är öppen igen."))
    return redirect(asked)


@require_POST
def request_removal(request: Request, pk: int) -> HttpResponse:
    asked = find_own(request, pk)
    refused = refusal(lambda: remove_request(request=asked, by=request.user))
    if refused:
        messages.error(request, refused)
        return redirect(asked)
    told_removed(request, asked, _("Förfrågan är borttagen."))
    return redirect("dialogue:requests", asked.strategy.slug)
