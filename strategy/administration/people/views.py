"""People and their roles: everybody for administrators, the contacts of a strategy for its officers and heads."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from strategy.administration.people import accounts
from strategy.administration.people import roles as memberships
from strategy.administration.people.accounts import may_close
from strategy.administration.people.columns import PEOPLE_COLUMNS
from strategy.administration.people.forms import (
    AccountReasonForm,
    EndingForm,
    GivenRoleForm,
    PeopleFilter,
    PersonNameForm,
)
from strategy.people.models import Membership, User
from strategy.records.lists import Listing
from strategy.records.owners import number_still_owned
from strategy.records.pages import attempt
from strategy.web.pages import fragment, page_of, posted, querystring, status_of
from strategy.web.requests import Request, find, require_administrator

TEMPLATE = "strategy/administration/people/people.html"


@require_safe
def people(request: Request) -> HttpResponseBase:
    require_administrator(request)
    form = PeopleFilter(request.GET)
    users = User.objects.visible_to(request.user)
    if form.is_valid():
        users = users.narrowed(form.cleaned_data)
    listing = Listing(request, PEOPLE_COLUMNS, filters=form.fields)
    rows = listing.ordered(users).with_memberships_for(request.user)
    if listing.is_file:
        return listing.file(rows)
    context = {
        "listing": listing,
        "page": page_of(request, rows),
        "querystring": querystring(request),
        "filter": form,
    }
    return render(request, fragment(request, TEMPLATE, "list"), context)


@require_safe
def person(request: Request, pk: int) -> HttpResponse:
    person = find_person(request, pk)
    seen = person.memberships.all().visible_to(request.user).in_order()
    held = [membership for membership in seen if membership.standing == "in_force"]
    context = {
        "person": person,
        "memberships": seen,
        "roles_today": {m.role: m for m in held}.values() if person.is_active else [],
        "may_close": person != request.user and may_close(person, request.user),
        "closed": None if person.is_active else person.closing,
    }
    return render(request, "strategy/administration/people/person.html", context)


def find_person(request: Request, pk: int) -> User:
    """Somebody of whom this person sees a role; otherwise 404."""
    return get_object_or_404(User.objects.visible_to(request.user), pk=pk)


def person_name(request: Request, pk: int) -> HttpResponse:
    require_administrator(request)
    person = find_person(request, pk)
    form = PersonNameForm(posted(request), instance=person)
    if form.is_valid() and attempt(
        form,
        lambda: accounts.rename_person(user=person, name=form.cleaned_data["name"], by=request.user),
    ):
        messages.success(request, _("Namnet är ändrat."))
        return redirect("strategy:person", person.pk)
    context = {"form": form, "person": User.objects.get(pk=pk), "title": _("Ändra namn"), "button": _("Spara")}
    return render(request, "strategy/administration/people/person_form.html", context, status=status_of(form))


def person_roles(request: Request, pk: int) -> HttpResponse:
    """A role more, for somebody who has an account."""
    person = find_person(request, pk)
    form = GivenRoleForm(posted(request), by=request.user)
    if form.is_valid() and attempt(
        form, lambda: memberships.give_role(user=person, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("Rollen är given."))
        return redirect("strategy:person", person.pk)
    context = {"form": form, "person": person, "title": _("Ny roll"), "button": _("Ge rollen"), "shares": True}
    return render(request, "strategy/administration/people/person_form.html", context, status=status_of(form))


def role_ending(request: Request, pk: int) -> HttpResponse:
    membership = find(request, Membership.objects.visible_to(request.user).select_related("user"), pk)
    form = EndingForm(posted(request))
    if form.is_valid() and attempt(
        form,
        lambda: memberships.end_role(membership=membership, by=request.user, last_day=form.cleaned_data["last_day"]),
    ):
        messages.success(
            request, _("Rollen är avslutad.") if form.cleaned_data["when"] == "now" else _("Sista dagen är satt.")
        )
        return redirect("strategy:person", membership.user_id)
    context = {
        "form": form,
        "person": membership.user,
        "membership_to_end": membership,
        "still_owned": number_still_owned(membership.strategy, membership.user) if membership.strategy else 0,
        "title": _("Avsluta roll"),
        "button": _("Avsluta rollen"),
    }
    return render(request, "strategy/administration/people/person_form.html", context, status=status_of(form))


def person_deactivation(request: Request, pk: int) -> HttpResponse:
    person = find_person(request, pk)
    form = AccountReasonForm(posted(request))
    if form.is_valid() and attempt(
        form, lambda: accounts.deactivate(user=person, reason=form.cleaned_data["reason"], by=request.user)
    ):
        messages.success(request, _("Kontot är avstängt. Personen är utloggad från och med nu."))
        return redirect("strategy:person", person.pk)
    context = {
        "form": form,
        "person": person,
        "title": _("Stäng av kontot"),
        "button": _("Stäng av"),
        "text": _(
            "Personen loggas ut genast och kan inte logga in igen förrän kontot öppnas. Det hen har skrivit står kvar."
        ),
    }
    return render(request, "strategy/administration/people/person_form.html", context, status=status_of(form))


def person_reactivation(request: Request, pk: int) -> HttpResponse:
    person = find_person(request, pk)
    form = AccountReasonForm(posted(request))
    if form.is_valid() and attempt(
        form, lambda: accounts.reactivate(user=person, reason=form.cleaned_data["reason"], by=request.user)
    ):
        messages.success(request, _("Kontot är öppet igen."))
        return redirect("strategy:person", person.pk)
    context = {
        "form": form,
        "person": person,
        "title": _("Öppna kontot igen"),
        "button": _("Öppna"),
        "text": _("Personen får tillbaka de roller som inte har avslutats."),
    }
    return render(request, "strategy/administration/people/person_form.html", context, status=status_of(form))
