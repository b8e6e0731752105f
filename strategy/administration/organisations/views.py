"""Organisations and strategies, as administrators keep them."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from strategy.administration.organisations.columns import ORGANISATION_COLUMNS
from strategy.administration.organisations.forms import OrganisationForm
from strategy.administration.organisations.services import latest_entry, save_organisation
from strategy.decision.models import Strategy
from strategy.people.organisations import Organisation
from strategy.records.lists import Listing
from strategy.records.pages import attempt
from strategy.web.pages import page_of, posted, querystring, status_of
from strategy.web.requests import Request, require_administrator


@require_safe
def organisations(request: Request) -> HttpResponseBase:
    require_administrator(request)
    listing = Listing(request, ORGANISATION_COLUMNS)
    known = listing.ordered(Organisation.objects.visible_to(request.user).with_people())
    if listing.is_file:
        return listing.file(known)
    context = {"listing": listing, "page": page_of(request, known), "querystring": querystring(request)}
    return render(request, "strategy/administration/organisations/organisations.html", context)


def organisation_new(request: Request) -> HttpResponse:
    require_administrator(request)
    return organisation_page(request, Organisation())


def organisation(request: Request, pk: int) -> HttpResponse:
    require_administrator(request)
    return organisation_page(request, get_object_or_404(Organisation.objects.visible_to(request.user), pk=pk))


def organisation_page(request: Request, known: Organisation) -> HttpResponse:
    is_new = known.pk is None
    name = known.name
    form = OrganisationForm(posted(request), instance=known, initial={"seen": None if is_new else latest_entry(known)})
    if form.is_valid() and attempt(
        form, lambda: save_organisation(organisation=known, by=request.user, seen=form.cleaned_data["seen"])
    ):
        messages.success(request, _("%(name)s är sparad.") % {"name": known.name})
        return redirect("strategy:organisations")
    context = {"form": form, "name": name}
    return render(
        request, "strategy/administration/organisations/organisation_form.html", context, status=status_of(form)
    )


@require_safe
def strategies(request: Request) -> HttpResponse:
    require_administrator(request)
    known = Strategy.objects.visible_to(request.user).with_people().order_by("-start", "short_name")
    return render(request, "strategy/administration/organisations/strategies.html", {"strategies": known})
